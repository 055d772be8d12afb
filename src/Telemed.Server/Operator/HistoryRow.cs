using Telemed.Consults.Operations;

namespace Telemed.Server.Operator;

/// <summary>A site's links within an hour or a day: means, and the edges of the steps that shares do not exceed.</summary>
/// <param name="Start">The beginning of the span.</param>
/// <param name="Looks">How often a link was looked at.</param>
/// <param name="Score">The mean score, 0 to 5.</param>
/// <param name="ScoreMedian">The median score.</param>
/// <param name="ScoreLow">The score that 5 of 100 looks did not exceed.</param>
/// <param name="LossPercent">The mean loss in percent.</param>
/// <param name="LossP50">The loss that half of the looks did not exceed, in percent.</param>
/// <param name="LossP95">The loss that 95 of 100 looks did not exceed, in percent.</param>
/// <param name="TripMs">The mean round trip in milliseconds; null when it was not measured.</param>
/// <param name="TripP50">The round trip that half of the looks did not exceed.</param>
/// <param name="TripP95">The round trip that 95 of 100 looks did not exceed.</param>
/// <param name="JitterMs">The mean jitter in milliseconds.</param>
/// <param name="JitterP50">The jitter that half of the looks did not exceed.</param>
/// <param name="JitterP95">The jitter that 95 of 100 looks did not exceed.</param>
internal sealed record HistoryRow(
    DateTimeOffset Start,
    long Looks,
    double? Score,
    int? ScoreMedian,
    int? ScoreLow,
    double? LossPercent,
    double? LossP50,
    double? LossP95,
    double? TripMs,
    int? TripP50,
    int? TripP95,
    double? JitterMs,
    int? JitterP50,
    int? JitterP95)
{
    private const double Median = 0.5;
    private const double Most = 0.95;
    private const double Few = 0.05;

    /// <summary>A span as it is shown.</summary>
    public static HistoryRow Of(SiteSpan span)
    {
        var links = span.Links;
        return new(
            span.Start,
            links.Score.Number,
            links.Score.Mean,
            links.Score.Quantile(Median),
            links.Score.Quantile(Few),
            Percent(links.Loss.Mean),
            Percent(links.Loss.Quantile(Median)),
            Percent(links.Loss.Quantile(Most)),
            links.Trip.Mean,
            links.Trip.Quantile(Median),
            links.Trip.Quantile(Most),
            links.Jitter.Mean,
            links.Jitter.Quantile(Median),
            links.Jitter.Quantile(Most));
    }

    private static double? Percent(double? thousandths) => thousandths is { } known ? Math.Round(known / 10, 2) : null;
}
