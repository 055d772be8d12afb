using Telemed.Rtc.Time;

namespace Telemed.Rtc.Session;

/// <summary>
/// Bounds how many packets from unknown paths are tried against the keys: enough to follow a peer at its first packet
/// from a new address, too few to keep the processor busy with forgeries.
/// </summary>
internal struct UnknownPathThrottle
{
    private const int TriesPerInterval = 50;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private MonotonicTime _intervalEnds;
    private int _tries;

    /// <summary>Whether one more may be tried at <paramref name="now"/>; counts it if so.</summary>
    public bool TryTake(MonotonicTime now)
    {
        if (now >= _intervalEnds)
        {
            _intervalEnds = now + Interval;
            _tries = 0;
        }

        return _tries++ < TriesPerInterval;
    }
}
