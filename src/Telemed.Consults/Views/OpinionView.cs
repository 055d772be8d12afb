namespace Telemed.Consults.Views;

/// <summary>An opinion as the page shows it.</summary>
/// <param name="Findings">Findings.</param>
/// <param name="Advice">Advice.</param>
/// <param name="Author">Who wrote it.</param>
/// <param name="DraftedAt">When it was last saved.</param>
/// <param name="SignedAt">When it was signed, or <c>null</c>.</param>
/// <param name="Addenda">Corrections, in order.</param>
public sealed record OpinionView(
    string? Findings,
    string? Advice,
    PersonView? Author,
    DateTimeOffset DraftedAt,
    DateTimeOffset? SignedAt,
    IReadOnlyList<AddendumView> Addenda);
