using Telemed.Rtc.Time;

namespace Telemed.Rtc.Bwe;

/// <summary>
/// Gathers packets that were sent within 5 ms of each other, and tells from one such group to the next by how much the
/// time between arrivals differs from the time between departures: the change of the one-way delay, whatever the two
/// clocks show. Not thread-safe; allocates nothing.
/// </summary>
internal struct ArrivalGroups
{
    private static readonly TimeSpan Burst = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LongestBurst = TimeSpan.FromMilliseconds(100);
    private Group _before;
    private Group _present;

    /// <summary>Takes an arrival.</summary>
    /// <param name="sent">When the packet left, by our clock.</param>
    /// <param name="arrived">When it arrived, by the receiver's.</param>
    /// <param name="change">By how much the last complete group was more delayed than the one before it.</param>
    /// <param name="at">When that group had arrived.</param>
    /// <returns>Whether a group became complete, with another one before it.</returns>
    public bool TryAdd(MonotonicTime sent, MonotonicTime arrived, out TimeSpan change, out MonotonicTime at)
    {
        change = default;
        at = default;
        if (!_present.IsOpen)
        {
            _present = new(sent, arrived);
            return false;
        }

        if (sent < _present.FirstSent)
        {
            return false;
        }

        if (Belongs(sent, arrived))
        {
            _present.LastSent = sent > _present.LastSent ? sent : _present.LastSent;
            _present.LastArrived = arrived > _present.LastArrived ? arrived : _present.LastArrived;
            return false;
        }

        var complete = _before.IsOpen;
        if (complete)
        {
            change = (_present.LastArrived - _before.LastArrived) - (_present.LastSent - _before.LastSent);
            at = _present.LastArrived;
        }

        _before = _present;
        _present = new(sent, arrived);
        return complete;
    }

    // Packets that queued up on the way and come out in a burst say nothing about the link's rate one by one.
    private readonly bool Belongs(MonotonicTime sent, MonotonicTime arrived)
    {
        if (sent - _present.FirstSent <= Burst)
        {
            return true;
        }

        var betweenArrivals = arrived - _present.LastArrived;
        return betweenArrivals <= Burst && betweenArrivals < sent - _present.LastSent
            && arrived - _present.FirstArrived < LongestBurst;
    }

    private struct Group(MonotonicTime sent, MonotonicTime arrived)
    {
        public readonly bool IsOpen = true;
        public readonly MonotonicTime FirstSent = sent;
        public readonly MonotonicTime FirstArrived = arrived;
        public MonotonicTime LastSent = sent;
        public MonotonicTime LastArrived = arrived;
    }
}
