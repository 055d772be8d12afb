namespace Telemed.Cli.Load;

/// <summary>Percentiles of durations in milliseconds.</summary>
internal sealed record LoadTimes(long Count, double P50, double P99, double P999, double Max)
{
    /// <summary>Of a histogram.</summary>
    public static LoadTimes Of(DelayHistogram delays) => new(
        delays.Count, Ms(delays.Percentile(0.5)), Ms(delays.Percentile(0.99)), Ms(delays.Percentile(0.999)), Ms(delays.Longest));

    private static double Ms(long nanoseconds) => Math.Round(nanoseconds / 1e6, 3);
}
