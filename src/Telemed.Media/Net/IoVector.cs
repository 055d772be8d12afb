using System.Runtime.InteropServices;

namespace Telemed.Media.Net;

/// <summary><c>struct iovec</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct IoVector
{
    /// <summary>The first byte.</summary>
    public byte* Base;

    /// <summary>How many bytes.</summary>
    public nuint Length;
}
