namespace Telemed.Media.Net;

/// <summary>The CPU time of the calling thread.</summary>
internal static unsafe class ThreadCpuClock
{
    /// <summary>User and system time of the calling thread since its start, in nanoseconds.</summary>
    public static long Nanoseconds
    {
        get
        {
            TimeSpec time;
            return Libc.ClockGetTime(Libc.ClockThreadCpu, &time) == 0
                ? (time.Seconds * 1_000_000_000) + time.Nanoseconds
                : 0;
        }
    }
}
