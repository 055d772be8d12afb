namespace Telemed.Rtc.Bwe;

/// <summary>A rate in bits per second; never negative. Only the bits that a link carries count: see
/// <see cref="SendSideEstimator.PacketOverhead"/>.</summary>
/// <param name="BitsPerSecond">Bits per second.</param>
public readonly record struct Bitrate(long BitsPerSecond) : IComparable<Bitrate>
{
    /// <summary>A rate that bounds nothing.</summary>
    public static Bitrate Unbounded => new(long.MaxValue);

    /// <summary>Whether the rate bounds nothing.</summary>
    public bool IsUnbounded => BitsPerSecond == long.MaxValue;

    /// <summary>The rate in units of 1,000 bit/s.</summary>
    public double Kilobits => BitsPerSecond / 1000.0;

    /// <summary>A rate in units of 1,000 bit/s.</summary>
    public static Bitrate FromKilobits(double kilobits) => new((long)(kilobits * 1000));

    /// <summary>The rate at which <paramref name="bytes"/> pass in a span that is above 0.</summary>
    public static Bitrate Of(long bytes, TimeSpan span) => new((long)(bytes * 8 / span.TotalSeconds));

    /// <summary>The lesser of two.</summary>
    public static Bitrate Least(Bitrate one, Bitrate other) => one < other ? one : other;

    /// <summary>The greater of two.</summary>
    public static Bitrate Most(Bitrate one, Bitrate other) => one > other ? one : other;

    /// <summary>How long bytes take at this rate, which is above 0.</summary>
    public TimeSpan TimeFor(long bytes) => new((long)(bytes * 8.0 * TimeSpan.TicksPerSecond / BitsPerSecond));

    /// <summary>How many bytes pass in a span.</summary>
    public long BytesIn(TimeSpan span) => (long)(BitsPerSecond / 8.0 * span.TotalSeconds);

    /// <inheritdoc/>
    public int CompareTo(Bitrate other) => BitsPerSecond.CompareTo(other.BitsPerSecond);

    /// <summary>The sum; unbounded stays unbounded.</summary>
    public static Bitrate operator +(Bitrate left, Bitrate right) =>
        left.IsUnbounded || right.IsUnbounded ? Unbounded : new(left.BitsPerSecond + right.BitsPerSecond);

    /// <summary>The difference, at least 0; unbounded stays unbounded.</summary>
    public static Bitrate operator -(Bitrate left, Bitrate right) =>
        left.IsUnbounded ? Unbounded : new(Math.Max(0, left.BitsPerSecond - right.BitsPerSecond));

    /// <summary>A multiple; unbounded stays unbounded.</summary>
    public static Bitrate operator *(Bitrate rate, double factor) =>
        rate.IsUnbounded ? Unbounded : new((long)(rate.BitsPerSecond * factor));

    /// <summary>Whether <paramref name="left"/> is the lesser.</summary>
    public static bool operator <(Bitrate left, Bitrate right) => left.BitsPerSecond < right.BitsPerSecond;

    /// <summary>Whether <paramref name="left"/> is the greater.</summary>
    public static bool operator >(Bitrate left, Bitrate right) => left.BitsPerSecond > right.BitsPerSecond;

    /// <summary>Whether <paramref name="left"/> is not the greater.</summary>
    public static bool operator <=(Bitrate left, Bitrate right) => left.BitsPerSecond <= right.BitsPerSecond;

    /// <summary>Whether <paramref name="left"/> is not the lesser.</summary>
    public static bool operator >=(Bitrate left, Bitrate right) => left.BitsPerSecond >= right.BitsPerSecond;
}
