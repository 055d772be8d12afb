using System.Runtime.InteropServices;

namespace Telemed.Media.Net;

/// <summary><c>struct timespec</c> on 64-bit Linux.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TimeSpec
{
    /// <summary>Whole seconds.</summary>
    public long Seconds;

    /// <summary>0 to 999,999,999.</summary>
    public long Nanoseconds;
}
