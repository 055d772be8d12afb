namespace Telemed.Consults.Consults;

/// <summary>A correction of a signed opinion: added to it, never put in its place (R5).</summary>
/// <param name="Author">Who wrote it.</param>
/// <param name="At">When.</param>
/// <param name="Text">The correction; <c>null</c> once the case's key was destroyed.</param>
public sealed record Addendum(
    PersonId Author, DateTimeOffset At, [property: JsonPropertyName("personal")] string? Text);
