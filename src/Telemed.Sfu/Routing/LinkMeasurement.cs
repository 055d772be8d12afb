namespace Telemed.Sfu.Routing;

/// <summary>How good a participant's link was over the last interval.</summary>
/// <param name="LossPercent">Packets lost, the worse of both directions, 0 to 100.</param>
/// <param name="RoundTrip">The round trip; null before the first measurement.</param>
/// <param name="Score">0 (nothing arrives) to 5 (excellent).</param>
public readonly record struct LinkMeasurement(double LossPercent, TimeSpan? RoundTrip, int Score)
{
    /// <summary>The largest interarrival jitter of its streams either way, in milliseconds (RFC 3550 section 6.4.1).</summary>
    public double JitterMs { get; init; }

    /// <summary>The most of a link that shows still pictures instead of moving ones.</summary>
    public const int StillsScore = 2;

    /// <summary>The most of a link that shows less of a video than its sender gives.</summary>
    public const int LessScore = 3;

    /// <summary>The most that any link has.</summary>
    public const int BestScore = 5;

    /// <summary>The same, no better than what it lets people see: a queue that is avoided shows in no figure.</summary>
    public LinkMeasurement NoBetterThan(int score) => this with { Score = Math.Min(Score, score) };

    /// <summary>The score of a loss and a round trip; the bounds are those at which people notice.</summary>
    public static LinkMeasurement Of(double lossPercent, TimeSpan? roundTrip, bool alive)
    {
        var milliseconds = roundTrip?.TotalMilliseconds ?? 0;
        var score = !alive ? 0
            : lossPercent <= 1 && milliseconds <= 150 ? 5
            : lossPercent <= 3 && milliseconds <= 300 ? 4
            : lossPercent <= 8 && milliseconds <= 500 ? 3
            : lossPercent <= 20 && milliseconds <= 1000 ? 2
            : 1;
        return new(lossPercent, roundTrip, score);
    }
}
