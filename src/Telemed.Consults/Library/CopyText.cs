namespace Telemed.Consults.Library;

/// <summary>What a copy of a case says in words: what its readers learn from.</summary>
/// <param name="Title">One line, at most <see cref="LongestTitle"/> characters.</param>
/// <param name="Summary">What was asked, and about what.</param>
/// <param name="Findings">What the specialist found.</param>
/// <param name="Advice">What they advised, addenda included.</param>
public sealed record CopyText(string Title, string Summary, string Findings, string Advice)
{
    /// <summary>The longest title in characters.</summary>
    public const int LongestTitle = 120;

    /// <summary>The longest of the other parts in characters.</summary>
    public const int LongestPart = 20_000;

    /// <summary>The parts under the names they have on the wire, in their order.</summary>
    [JsonIgnore]
    public IEnumerable<(string Field, string Text)> Parts =>
        [("title", Title), ("summary", Summary), ("findings", Findings), ("advice", Advice)];

    /// <summary>The text whose parts are these, in the order of <see cref="Parts"/>.</summary>
    public static CopyText Of(IReadOnlyList<string> parts) => new(parts[0], parts[1], parts[2], parts[3]);
}
