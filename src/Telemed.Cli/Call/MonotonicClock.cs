using System.Diagnostics;
using Telemed.Rtc.Time;

namespace Telemed.Cli.Call;

/// <summary>The process's monotonic clock.</summary>
internal static class MonotonicClock
{
    /// <summary>The present instant.</summary>
    public static MonotonicTime Now => new((long)((Int128)Stopwatch.GetTimestamp() * 1_000_000_000 / Stopwatch.Frequency));
}
