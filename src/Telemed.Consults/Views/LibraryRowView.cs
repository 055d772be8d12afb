namespace Telemed.Consults.Views;

/// <summary>A copy of the case library in a list.</summary>
/// <param name="Id">Which copy.</param>
/// <param name="Service">The service that was asked.</param>
/// <param name="Level">The level of the house that asked.</param>
/// <param name="Sex">The patient's sex, or <c>null</c>.</param>
/// <param name="AgeBand">The patient's age in a band, or <c>null</c>.</param>
/// <param name="Title">Its title.</param>
/// <param name="Pictures">How many pictures it has.</param>
public sealed record LibraryRowView(
    CopyId Id, ServiceCode Service, InstitutionLevel Level, Sex? Sex, string? AgeBand, string Title, int Pictures)
{
    /// <summary>The row of a copy.</summary>
    public static LibraryRowView Of(LibraryCopy copy) =>
        new(copy.Id, copy.Service, copy.Level, copy.Sex, copy.AgeBand, copy.Text.Title, copy.Files.Count);
}
