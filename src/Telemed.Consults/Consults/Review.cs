namespace Telemed.Consults.Consults;

/// <summary>What a quality reviewer said about a request.</summary>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <param name="Verdict">What.</param>
/// <param name="Note">The reason or the remark, or <c>null</c>.</param>
public sealed record Review(
    PersonId By, DateTimeOffset At, ReviewVerdict Verdict, [property: JsonPropertyName("personal")] string? Note);
