namespace Telemed.Rtc.Time;

/// <summary>
/// An instant of a monotonic clock of this process, in nanoseconds since an arbitrary start. Never wall time, never
/// RTP media time: those are <see cref="NtpTime"/> and a 32-bit RTP timestamp.
/// </summary>
/// <param name="Nanoseconds">Nanoseconds since the clock's start; only differences mean something.</param>
public readonly record struct MonotonicTime(long Nanoseconds) : IComparable<MonotonicTime>
{
    /// <summary>The latest instant there is: a deadline that never comes.</summary>
    public static MonotonicTime Never => new(long.MaxValue);

    /// <summary>The instant <paramref name="milliseconds"/> after the clock's start.</summary>
    public static MonotonicTime FromMilliseconds(long milliseconds) => new(milliseconds * 1_000_000);

    /// <summary>Whole milliseconds since the clock's start, rounded down.</summary>
    public long Milliseconds => Nanoseconds / 1_000_000;

    /// <summary>Whole microseconds since the clock's start, rounded down.</summary>
    public long Microseconds => Nanoseconds / 1_000;

    /// <inheritdoc/>
    public int CompareTo(MonotonicTime other) => Nanoseconds.CompareTo(other.Nanoseconds);

    /// <summary>The instant that lies <paramref name="span"/> later; <see cref="Never"/> stays Never.</summary>
    public static MonotonicTime operator +(MonotonicTime time, TimeSpan span) =>
        time == Never ? Never : new(time.Nanoseconds + (span.Ticks * 100));

    /// <summary>The time from <paramref name="earlier"/> to <paramref name="later"/>, to 100 ns.</summary>
    public static TimeSpan operator -(MonotonicTime later, MonotonicTime earlier) =>
        new((later.Nanoseconds - earlier.Nanoseconds) / 100);

    /// <summary>Whether <paramref name="left"/> comes before <paramref name="right"/>.</summary>
    public static bool operator <(MonotonicTime left, MonotonicTime right) => left.Nanoseconds < right.Nanoseconds;

    /// <summary>Whether <paramref name="left"/> comes after <paramref name="right"/>.</summary>
    public static bool operator >(MonotonicTime left, MonotonicTime right) => left.Nanoseconds > right.Nanoseconds;

    /// <summary>Whether <paramref name="left"/> does not come after <paramref name="right"/>.</summary>
    public static bool operator <=(MonotonicTime left, MonotonicTime right) => left.Nanoseconds <= right.Nanoseconds;

    /// <summary>Whether <paramref name="left"/> does not come before <paramref name="right"/>.</summary>
    public static bool operator >=(MonotonicTime left, MonotonicTime right) => left.Nanoseconds >= right.Nanoseconds;
}
