using Telemed.Consults.Operations;

namespace Telemed.Server.Operator;

/// <summary>What was last measured of one site. Immutable.</summary>
/// <param name="Day">The last day on which its link was measured.</param>
/// <param name="Score">That day's mean score; null when there was none.</param>
/// <param name="ScoreMedian">That day's median score; null when there was none.</param>
/// <param name="Looks">The latest word of all nodes about it, and those that are not much older.</param>
internal sealed record SiteSeen(DateTimeOffset Day, double? Score, int? ScoreMedian, IReadOnlyList<SiteLook> Looks)
{
    /// <summary>A site of which nothing is known.</summary>
    public static readonly SiteSeen Nothing = new(DateTimeOffset.MinValue, null, null, []);

    /// <summary>The instant of the latest word about it; null when there was none.</summary>
    public DateTimeOffset? LookedAt { get; private init; }

    /// <summary>The words about it that count as the present; of most sites there is none.</summary>
    public IReadOnlyList<SiteLook> LooksAt(DateTimeOffset now) =>
        now - LookedAt <= SiteStates.Fresh ? [.. Looks.Where(one => now - one.SeenAt <= SiteStates.Fresh)] : [];

    /// <summary>The same with a later day.</summary>
    public SiteSeen With(SiteSpan day) => this with
    {
        Day = day.Start,
        Score = day.Links.Score.Mean,
        ScoreMedian = day.Links.Score.Quantile(0.5),
    };

    /// <summary>The same with a node's word; what no longer counts as the present goes, but for the latest.</summary>
    public SiteSeen With(SiteLook look, DateTimeOffset now)
    {
        List<SiteLook> all = [look, .. Looks.Where(one => one.Node != look.Node)];
        var latest = all.MaxBy(one => one.SeenAt)!;
        return this with
        {
            LookedAt = latest.SeenAt,
            Looks = [.. all.Where(one => one == latest || now - one.SeenAt <= SiteStates.Fresh)],
        };
    }

    /// <summary>Whether nothing of it is as new as that.</summary>
    public bool IsOlderThan(DateTimeOffset at) => Day < at && !(LookedAt >= at);
}
