using System.Runtime.InteropServices;

namespace Telemed.Media.Net;

/// <summary><c>struct pollfd</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollEntry
{
    /// <summary>The descriptor.</summary>
    public int Fd;

    /// <summary>What is waited for.</summary>
    public short Events;

    /// <summary>What happened.</summary>
    public short Returned;
}
