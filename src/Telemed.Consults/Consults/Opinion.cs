namespace Telemed.Consults.Consults;

/// <summary>The specialist's opinion, drafted and later signed.</summary>
/// <param name="Author">Who wrote it.</param>
/// <param name="DraftedAt">When it was last saved before signing.</param>
/// <param name="SignedAt">When it was signed, after which it never changes; <c>null</c> for a draft.</param>
/// <param name="Addenda">Corrections, in order.</param>
/// <param name="Text">Findings and advice; <c>null</c> once the case's key was destroyed.</param>
public sealed record Opinion(
    PersonId Author,
    DateTimeOffset DraftedAt,
    DateTimeOffset? SignedAt,
    ImmutableArray<Addendum> Addenda,
    [property: JsonPropertyName("personal")] OpinionText? Text);
