namespace Telemed.Consults.Library;

/// <summary>A case without anybody's name, as the library keeps it.</summary>
/// <param name="Id">Which copy.</param>
/// <param name="Service">The service that was asked.</param>
/// <param name="Level">The level of the house that asked.</param>
/// <param name="Sex">The patient's sex, or <c>null</c>.</param>
/// <param name="AgeBand">The patient's age as <see cref="AgeBands"/> tells it, or <c>null</c>.</param>
/// <param name="Text">What it says.</param>
/// <param name="Files">Its pictures, in order.</param>
public sealed record LibraryCopy(
    CopyId Id,
    ServiceCode Service,
    InstitutionLevel Level,
    Sex? Sex,
    string? AgeBand,
    CopyText Text,
    IReadOnlyList<LibraryFile> Files);
