using Telemed.Rtc.Time;

namespace Telemed.Rtc.Bwe;

/// <summary>
/// How long packets wait in the link's queue: the one-way delay above the least one of the last 10 to 20 seconds. The
/// clocks' offset falls out; their drift is a few milliseconds in that time. Not thread-safe; allocates nothing.
/// </summary>
internal struct QueueDelay
{
    private static readonly TimeSpan Epoch = TimeSpan.FromSeconds(10);
    private long _least = long.MaxValue;
    private long _leastBefore = long.MaxValue;
    private long _present;
    private MonotonicTime _turn;

    /// <summary>Knows nothing yet.</summary>
    public QueueDelay()
    {
    }

    /// <summary>The wait; 0 when nothing is known.</summary>
    public readonly TimeSpan Value =>
        _least == long.MaxValue ? default : new((_present - Math.Min(_least, _leastBefore)) / 100);

    /// <summary>The least delay; 0 when nothing is known.</summary>
    public readonly TimeSpan Least =>
        _least == long.MaxValue ? default : new(Math.Min(_least, _leastBefore) / 100);

    /// <summary>Takes the least delay of the packets in one report.</summary>
    /// <param name="now">The time.</param>
    /// <param name="delay">Arrival minus departure in nanoseconds, between two clocks.</param>
    /// <param name="isHeld">Whether a queue is known to stand, so that the least delay of now is no measure.</param>
    public void Note(MonotonicTime now, long delay, bool isHeld = false)
    {
        if (isHeld)
        {
            _turn = now;
        }
        else if (now - _turn > Epoch)
        {
            _leastBefore = _least;
            _least = long.MaxValue;
            _turn = now;
        }

        _least = Math.Min(_least, delay);
        _present = delay;
    }
}
