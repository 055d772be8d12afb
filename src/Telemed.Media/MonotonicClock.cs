using Telemed.Rtc.Time;

namespace Telemed.Media;

/// <summary>
/// The clock of the media threads: monotonic time since the node's start, and the wall time that this start had. A
/// later step of the wall clock is not followed: media time must not jump.
/// </summary>
internal sealed class MonotonicClock
{
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly double _nanosecondsPerTick;

    /// <summary>Starts the clock at zero.</summary>
    public MonotonicClock(TimeProvider time)
    {
        _time = time;
        _start = time.GetTimestamp();
        _nanosecondsPerTick = 1e9 / time.TimestampFrequency;
        Epoch = time.GetUtcNow();
    }

    /// <summary>The wall time at the clock's zero.</summary>
    public DateTimeOffset Epoch { get; }

    /// <summary>Now.</summary>
    public MonotonicTime Now => new((long)((_time.GetTimestamp() - _start) * _nanosecondsPerTick));
}
