namespace Telemed.Rtc.Time;

/// <summary>
/// Wall time as RTCP sender reports carry it (RFC 3550 section 4): seconds since 1900-01-01 UTC in 32.32 fixed point.
/// </summary>
/// <param name="Value">The 64-bit NTP timestamp, seconds in the upper half.</param>
public readonly record struct NtpTime(ulong Value)
{
    private const long UnixEpochSeconds = 2_208_988_800;

    /// <summary>The middle 32 bits, as a reception report's LSR field carries them (RFC 3550 section 6.4.1).</summary>
    public uint Compact => (uint)(Value >> 16);

    /// <summary>The NTP time of a wall-clock instant; exact to 100 ns.</summary>
    public static NtpTime FromUtc(DateTimeOffset utc)
    {
        var ticks = utc.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks;
        var seconds = Math.DivRem(ticks, TimeSpan.TicksPerSecond, out var rest);
        if (rest < 0)
        {
            seconds--;
            rest += TimeSpan.TicksPerSecond;
        }

        var fraction = (ulong)((UInt128)(ulong)rest * (1UL << 32) / TimeSpan.TicksPerSecond);
        return new(((ulong)(seconds + UnixEpochSeconds) << 32) | fraction);
    }

    /// <summary>This instant as wall-clock time; exact to 100 ns, for instants of NTP era 0 (until 2036).</summary>
    public DateTimeOffset ToUtc()
    {
        var seconds = (long)(Value >> 32) - UnixEpochSeconds;
        var rest = (long)(((UInt128)(uint)Value * TimeSpan.TicksPerSecond + (1UL << 31)) >> 32);
        return DateTimeOffset.UnixEpoch.AddTicks((seconds * TimeSpan.TicksPerSecond) + rest);
    }
}
