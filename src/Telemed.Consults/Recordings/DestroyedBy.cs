namespace Telemed.Consults.Recordings;

/// <summary>The two people who had a recording destroyed.</summary>
/// <param name="AskedBy">Who asked.</param>
/// <param name="ConfirmedBy">Who confirmed.</param>
/// <param name="Reason">Why, in the asker's words.</param>
public sealed record DestroyedBy(
    PersonId AskedBy, PersonId ConfirmedBy, [property: JsonPropertyName("personal")] string Reason);
