namespace Telemed.Consults.Operations;

/// <summary>One look at somebody's link, as a room takes it every two seconds or so.</summary>
/// <param name="LossPercent">Packets lost, the worse of both directions, 0 to 100.</param>
/// <param name="RoundTripMs">The round trip in milliseconds; null before the first measurement.</param>
/// <param name="JitterMs">Jitter in milliseconds.</param>
/// <param name="Score">0 (lost) to 5 (excellent).</param>
public readonly record struct LinkSample(double LossPercent, double? RoundTripMs, double JitterMs, int Score);
