namespace Telemed.Consults.Consults;

/// <summary>The requesting doctor's answer to a signed opinion.</summary>
/// <param name="By">Who answered.</param>
/// <param name="At">When.</param>
/// <param name="Adopted">Whether the advice is adopted.</param>
/// <param name="Note">A note, or <c>null</c>.</param>
public sealed record Acknowledgement(
    PersonId By, DateTimeOffset At, bool Adopted, [property: JsonPropertyName("personal")] string? Note);
