using System.Data.Common;
using System.Globalization;
using Telemed.Consults.Operations;

namespace Telemed.Storage.Operations;

/// <summary>The columns of <c>site_links</c> that tallies are stored in, in their order.</summary>
internal static class LinkColumns
{
    private static readonly string[] Measures = ["loss", "trip", "jitter", "score"];
    private static readonly string[] Names = [.. NamesOf(new LinkTallies())];

    /// <summary>Adds a row, or adds to the one that is there.</summary>
    public static readonly string Upsert =
        $"""
        INSERT INTO site_links (site, grain, start_at, {string.Join(", ", Names)})
        VALUES (@site, @grain, @start, {string.Join(", ", Names.Select((_, index) => "@" + ParameterOf(index)))})
        ON CONFLICT (site, grain, start_at) DO UPDATE SET
        {string.Join(", ", Names.Select(name => $"{name} = site_links.{name} + excluded.{name}"))}
        """;

    /// <summary>The columns to be selected for <see cref="Read"/>, of an alias.</summary>
    public static readonly string Selected = string.Join(", ", Names.Prepend("start_at").Prepend("site").Select(name => "l." + name));

    /// <summary>The values of a row.</summary>
    public static (string Name, SqlValue Value)[] Values(InstitutionId site, LinkGrain grain, DateTimeOffset at, LinkTallies links) =>
    [
        ("site", site.Value),
        ("grain", grain.ToString()),
        ("start", Instant.From(LinkSpans.StartOf(grain, at))),
        .. links.All.SelectMany(tally => tally.Counts.Select(count => (SqlValue)(long)count).Append(tally.Sum))
            .Select((value, index) => (ParameterOf(index), value)),
    ];

    /// <summary>A row that was selected by <see cref="Selected"/>.</summary>
    public static SiteSpan Read(DbDataReader row)
    {
        var links = new LinkTallies();
        var column = 2;
        foreach (var tally in links.All)
        {
            var counts = new int[tally.Counts.Count];
            for (var step = 0; step < counts.Length; step++)
            {
                counts[step] = (int)Whole(row, column++);
            }

            tally.Add(counts, Whole(row, column++));
        }

        return new(new(row.GetString(0)), Instant.To(Whole(row, 1)), links);
    }

    /// <summary>Parameters have letters alone.</summary>
    private static string ParameterOf(int column) => $"v{(char)('a' + (column / 26))}{(char)('a' + (column % 26))}";

    private static long Whole(DbDataReader row, int column) => Convert.ToInt64(row.GetValue(column), CultureInfo.InvariantCulture);

    private static IEnumerable<string> NamesOf(LinkTallies links) => links.All.SelectMany((tally, index) =>
        Enumerable.Range(0, tally.Counts.Count).Select(step => $"{Measures[index]}_{step}").Append(Measures[index] + "_sum"));
}
