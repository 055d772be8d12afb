namespace Telemed.Consults.Operations;

/// <summary>What was measured of the links of one site within a span. One thread at a time.</summary>
public sealed class LinkTallies
{
    /// <summary>Loss in thousandths.</summary>
    public LinkTally Loss { get; } = new(LinkScale.Loss);

    /// <summary>The round trip in milliseconds; fewer than the others, as it is known later.</summary>
    public LinkTally Trip { get; } = new(LinkScale.Trip);

    /// <summary>Jitter in milliseconds.</summary>
    public LinkTally Jitter { get; } = new(LinkScale.Jitter);

    /// <summary>The score, 0 to 5.</summary>
    public LinkTally Score { get; } = new(LinkScale.Score);

    /// <summary>The four, in the order in which they are stored.</summary>
    public IReadOnlyList<LinkTally> All => [Loss, Trip, Jitter, Score];

    /// <summary>Counts one look.</summary>
    public void Add(LinkSample sample)
    {
        Loss.Add(sample.LossPercent * 10);
        Jitter.Add(sample.JitterMs);
        Score.Add(sample.Score);
        if (sample.RoundTripMs is { } trip)
        {
            Trip.Add(trip);
        }
    }
}
