using Telemed.Rtc.Time;

namespace Telemed.Media;

/// <summary>
/// The clock of the media threads: monotonic time since the node's start, and the wall time that this start had. A
/// later step of the wall clock is not followed: media time must not jump.
/// </summary>
internal sealed class MonotonicClock
{
    private const long NanosecondsPerSecond = 1_000_000_000;
    private readonly TimeProvider _time;
    private readonly long _start;

    /// <summary>Starts the clock at zero.</summary>
    public MonotonicClock(TimeProvider time)
    {
        _time = time;
        _start = time.GetTimestamp();
        Epoch = time.GetUtcNow();
    }

    /// <summary>The wall time at the clock's zero.</summary>
    public DateTimeOffset Epoch { get; }

    /// <summary>Now.</summary>
    public MonotonicTime Now
    {
        get
        {
            var ticks = _time.GetTimestamp() - _start;
            return new(_time.TimestampFrequency == NanosecondsPerSecond
                ? ticks
                : (long)((Int128)ticks * NanosecondsPerSecond / _time.TimestampFrequency));
        }
    }
}
