using System.Runtime.InteropServices;

namespace Telemed.Media.Net;

/// <summary><c>struct sched_attr</c> of <c>sched_setattr(2)</c> for an ordinary thread (SCHED_OTHER).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SchedulingAttributes
{
    /// <summary>The size of this structure in bytes.</summary>
    public uint Size;

    /// <summary>0, SCHED_OTHER.</summary>
    public uint Policy;

    /// <summary>0.</summary>
    public ulong Flags;

    /// <summary>The nice value.</summary>
    public int Nice;

    /// <summary>0: for real-time threads.</summary>
    public uint Priority;

    /// <summary>
    /// The thread's slice in nanoseconds (Linux 6.12, 0.1 to 100 ms; older kernels take no notice): one that wakes up with a shorter slice
    /// goes before one that runs with a longer, instead of waiting for its end.
    /// </summary>
    public ulong Runtime;

    /// <summary>0: for deadline threads.</summary>
    public ulong Deadline;

    /// <summary>0: for deadline threads.</summary>
    public ulong Period;
}
