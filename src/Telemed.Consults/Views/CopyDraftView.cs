namespace Telemed.Consults.Views;

/// <summary>A copy as it is made of a case, for who writes it.</summary>
/// <param name="Service">The service that was asked.</param>
/// <param name="Level">The level of the house that asked.</param>
/// <param name="Sex">The patient's sex, or <c>null</c>.</param>
/// <param name="AgeBand">The patient's age in a band, or <c>null</c>.</param>
/// <param name="Text">The words without what somebody could be known by.</param>
/// <param name="Taken">What was taken out of them.</param>
/// <param name="Files">The files of the case that can go with it.</param>
public sealed record CopyDraftView(
    ServiceCode Service,
    InstitutionLevel Level,
    Sex? Sex,
    string? AgeBand,
    CopyText Text,
    IReadOnlyList<Taken> Taken,
    IReadOnlyList<CopyFileView> Files);
