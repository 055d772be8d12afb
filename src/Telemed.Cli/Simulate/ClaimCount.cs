namespace Telemed.Cli.Simulate;

/// <summary>How many claims were granted.</summary>
/// <param name="PerSecond">A second, over all nodes.</param>
/// <param name="P50">How long half of them took at most, in milliseconds.</param>
/// <param name="P99">How long 99 in 100 took at most.</param>
/// <param name="Missed">Those that others had, or for which nobody was free.</param>
internal sealed record ClaimCount(double PerSecond, double P50, double P99, int Missed);
