namespace Telemed.TestKit.Network;

/// <summary>
/// What one direction of a link does to datagrams. The default is perfect: no delay, no loss, no bound.
/// </summary>
public sealed record LinkConditions
{
    /// <summary>
    /// Bits per second that leave the queue, counted with 28 bytes of IP and UDP headers; null is no bound.
    /// </summary>
    public long? BitsPerSecond { get; init; }

    /// <summary>How many bytes may wait for a bounded link; what comes on top is lost.</summary>
    public int QueueBytes { get; init; } = 64 * 1024;

    /// <summary>The time on the way, behind the queue.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>
    /// Up to so much is added to the delay, evenly spread; datagrams overtake each other only by <see cref="Reorder"/>.
    /// </summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>Chance of a datagram to be lost by itself, 0 to 1.</summary>
    public double Loss { get; init; }

    /// <summary>Loss in bursts beside <see cref="Loss"/>.</summary>
    public BurstLoss? Bursts { get; init; }

    /// <summary>
    /// Chance of a datagram to be held back by <see cref="ReorderDelay"/>, so that later ones overtake it.
    /// </summary>
    public double Reorder { get; init; }

    /// <summary>How long a datagram is held back that others shall overtake.</summary>
    public TimeSpan ReorderDelay { get; init; } = TimeSpan.FromMilliseconds(30);

    /// <summary>Chance of a datagram to arrive twice.</summary>
    public double Duplicate { get; init; }

    /// <summary>Whether nothing gets through at all.</summary>
    public bool Outage { get; init; }
}
