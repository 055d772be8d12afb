namespace Telemed.Consults.Views;

/// <summary>The copy of a case for the case library.</summary>
/// <param name="Status">How far it is.</param>
/// <param name="Authors">Who wrote it; none of them releases it.</param>
/// <param name="At">When it was proposed.</param>
/// <param name="Service">The service that was asked.</param>
/// <param name="Level">The level of the house that asked.</param>
/// <param name="Sex">The patient's sex, or <c>null</c>.</param>
/// <param name="AgeBand">The patient's age in a band, or <c>null</c>.</param>
/// <param name="Text">What it says; <c>null</c> once the case's key was destroyed.</param>
/// <param name="Files">Which files of the case go with it.</param>
/// <param name="ReviewedBy">Who sent it back or released it, or <c>null</c>.</param>
/// <param name="ReviewedAt">When, or <c>null</c>.</param>
/// <param name="Reason">Why it was sent back, or <c>null</c>.</param>
/// <param name="End">Why it is out of the library, or <c>null</c>.</param>
/// <param name="Released">Which one of the library it is, while it is in it.</param>
public sealed record CopyView(
    CopyStatus Status,
    IReadOnlyList<PersonView> Authors,
    DateTimeOffset At,
    ServiceCode Service,
    InstitutionLevel Level,
    Sex? Sex,
    string? AgeBand,
    CopyText? Text,
    IReadOnlyList<CopyFileView> Files,
    PersonView? ReviewedBy,
    DateTimeOffset? ReviewedAt,
    string? Reason,
    CopyEnd? End,
    CopyId? Released);
