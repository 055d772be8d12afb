namespace Telemed.Consults.Consults;

/// <summary>Somebody without a part in the case opened it in need, for a time, and is answerable for it (A4).</summary>
/// <param name="Person">Who.</param>
/// <param name="At">When.</param>
/// <param name="Until">When it closes by itself, at most <see cref="Longest"/> later.</param>
/// <param name="ReviewedBy">The privacy officer who looked into it, or <c>null</c>.</param>
/// <param name="ReviewedAt">When, or <c>null</c>.</param>
/// <param name="Justified">What the officer found, or <c>null</c>.</param>
/// <param name="Reason">Why it was opened.</param>
public sealed record Glass(
    PersonId Person,
    DateTimeOffset At,
    DateTimeOffset Until,
    PersonId? ReviewedBy,
    DateTimeOffset? ReviewedAt,
    bool? Justified,
    [property: JsonPropertyName("personal")] string? Reason)
{
    /// <summary>The longest an opened case stays open.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(60);

    /// <summary>After this time without a review it shows red.</summary>
    public static readonly TimeSpan ReviewWithin = TimeSpan.FromHours(72);
}
