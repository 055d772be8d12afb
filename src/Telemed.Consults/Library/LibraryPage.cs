namespace Telemed.Consults.Library;

/// <summary>A page of the library, the latest first.</summary>
/// <param name="Copies">The copies.</param>
/// <param name="Next">From where the next page goes on; <c>null</c> on the last one.</param>
public sealed record LibraryPage(IReadOnlyList<LibraryCopy> Copies, LibraryPlace? Next);
