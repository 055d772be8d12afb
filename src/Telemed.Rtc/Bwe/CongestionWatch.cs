using Telemed.Rtc.Time;

namespace Telemed.Rtc.Bwe;

/// <summary>
/// Whether there is evidence that a link is given more than it carries. A queue that stands is evidence; a delay that comes
/// and goes is a busy machine or a radio, and costs nobody anything. Not thread-safe; allocates nothing.
/// </summary>
/// <remarks>
/// <code>
///        queue of 200 ms that does not fall · of 100 ms that leaps · of 100 ms (50 with a trend) for 200 ms · loss of rate
/// Open ────────────────────────────────────────────────────────────────────────────────────────────────────────► Congested
///      ◄──────────────────────────────────────────────────────────────────────────────────────────────────────────
///        none of it for 5 s (twice as long each time that it was too soon) and room for all there is use for
/// </code>
/// </remarks>
internal struct CongestionWatch
{
    private static readonly TimeSpan LongQueue = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Queue = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan GrowingQueue = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Leap = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Clear = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Stands = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan ShortestPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPatience = TimeSpan.FromSeconds(60);

    private MonotonicTime? _queueSince;
    private MonotonicTime _seenAt;
    private MonotonicTime _leftAt;
    private TimeSpan _patience = ShortestPatience;

    /// <summary>Begins with a link of which nothing is known.</summary>
    public CongestionWatch()
    {
    }

    /// <summary>Whether there is evidence of congestion, or was until lately.</summary>
    public bool IsCongested { get; private set; }

    /// <summary>Takes what a report shows.</summary>
    /// <param name="now">The time.</param>
    /// <param name="queue">How long the packet that waited least has waited.</param>
    /// <param name="growth">How much longer the report's last packet waited than its first; below 0 when a receiver that was
    /// busy catches up.</param>
    /// <param name="usage">What the trend of the delay says.</param>
    /// <param name="isLossOfRate">Whether packets are lost because too many are sent.</param>
    /// <returns>Whether the link has become congested by it.</returns>
    public bool Note(MonotonicTime now, TimeSpan queue, TimeSpan growth, LinkUsage usage, bool isLossOfRate)
    {
        var isQueue = queue > (usage == LinkUsage.Over ? GrowingQueue : Queue);
        _queueSince = isQueue ? _queueSince ?? now : null;
        var grows = queue > LongQueue ? growth > -Clear : queue > Queue && growth > Leap;
        var stands = isQueue && (grows || now - _queueSince > Stands);
        if (!stands && !isLossOfRate)
        {
            return false;
        }

        _seenAt = now;
        if (IsCongested)
        {
            return false;
        }

        IsCongested = true;
        _patience = _leftAt.Nanoseconds > 0 && now - _leftAt < LongestPatience ? Twice(_patience) : ShortestPatience;
        return true;
    }

    /// <summary>Ends the state when there is room for all that there is use for, and was no evidence for long enough.</summary>
    public void Settle(MonotonicTime now, Bitrate estimate, Bitrate demand)
    {
        if (IsCongested && estimate >= demand && now - _seenAt > _patience)
        {
            IsCongested = false;
            _leftAt = now;
        }
    }

    private static TimeSpan Twice(TimeSpan span) => span * 2 < LongestPatience ? span * 2 : LongestPatience;
}
