using Telemed.Rtc.Time;

namespace Telemed.Media.Shards;

/// <summary>Lets so many things a second be done, whole seconds of the monotonic clock. Allocates nothing.</summary>
/// <param name="most">How many.</param>
internal struct PerSecond(int most)
{
    private long _second;
    private int _taken;

    /// <summary>Whether one more may be done in this second; it counts as done.</summary>
    public bool TryTake(MonotonicTime now)
    {
        var second = now.Nanoseconds / 1_000_000_000;
        if (second != _second)
        {
            (_second, _taken) = (second, 0);
        }

        if (_taken == most)
        {
            return false;
        }

        _taken++;
        return true;
    }
}
