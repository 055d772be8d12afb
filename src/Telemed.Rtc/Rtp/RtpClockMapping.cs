using Telemed.Rtc.Time;

namespace Telemed.Rtc.Rtp;

/// <summary>
/// One sender report's pair of wall time and media time (RFC 3550 section 6.4.1), from which nearby instants of one
/// stream are mapped either way. Good within 2^31 ticks of the pair; clock drift is not modelled.
/// </summary>
/// <param name="Ntp">The report's wall time.</param>
/// <param name="Rtp">The media time of the same instant.</param>
/// <param name="ClockRate">Ticks of media time per second; above 0.</param>
public readonly record struct RtpClockMapping(NtpTime Ntp, uint Rtp, int ClockRate)
{
    /// <summary>The wall time of a media time.</summary>
    public NtpTime ToNtp(uint rtp)
    {
        var ticks = (long)(int)(rtp - Rtp);
        return new((ulong)((long)Ntp.Value + (long)(((Int128)ticks << 32) / ClockRate)));
    }

    /// <summary>The media time of a wall time, rounded to the nearest tick.</summary>
    public uint ToRtp(NtpTime ntp)
    {
        var difference = (long)(ntp.Value - Ntp.Value);
        var ticks = (((Int128)difference * ClockRate) + (1L << 31)) >> 32;
        return Rtp + (uint)(long)ticks;
    }

    /// <summary>The ticks that pass in <paramref name="span"/> at a clock rate, rounded down.</summary>
    public static long Ticks(TimeSpan span, int clockRate) =>
        (long)((Int128)span.Ticks * clockRate / TimeSpan.TicksPerSecond);

    /// <summary>The time that <paramref name="ticks"/> last at a clock rate, to 100 ns.</summary>
    public static TimeSpan Duration(long ticks, int clockRate) =>
        new((long)((Int128)ticks * TimeSpan.TicksPerSecond / clockRate));
}
