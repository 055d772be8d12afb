namespace Telemed.Consults.Library;

/// <summary>Which copies are wanted.</summary>
/// <param name="Service">Of this service; <c>null</c> for all.</param>
/// <param name="Words">In which all of these stand, folded as <see cref="FoldedText"/> does; none for all.</param>
/// <param name="After">Those after this one in the order of the library; <c>null</c> from the first.</param>
/// <param name="Most">At most so many.</param>
public sealed record LibraryQuery(ServiceCode? Service, IReadOnlyList<string> Words, LibraryPlace? After, int Most)
{
    /// <summary>The most copies of a page: nobody takes the library away in one go.</summary>
    public const int MostOfPage = 20;

    /// <summary>The most words that are looked for together.</summary>
    public const int MostWords = 8;

    /// <summary>The longest search in characters.</summary>
    public const int LongestSearch = 100;

    /// <summary>The words of a search, folded.</summary>
    public static IReadOnlyList<string> WordsOf(string? search) =>
    [
        .. (search ?? string.Empty).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(one => FoldedText.Of(one).Text).Where(one => one.Length > 0).Distinct(StringComparer.Ordinal).Take(MostWords),
    ];

    /// <summary>What of a copy is searched, folded.</summary>
    public static string TextOf(LibraryCopy copy) => FoldedText.Of(string.Join('|', copy.Text.Parts.Select(one => one.Text))).Text;

    /// <summary>Whether all words stand somewhere in what <see cref="TextOf"/> tells of a copy.</summary>
    public bool Matches(string text) => Words.All(one => text.Contains(one, StringComparison.Ordinal));
}
