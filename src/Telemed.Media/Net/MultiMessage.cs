using System.Runtime.InteropServices;

namespace Telemed.Media.Net;

/// <summary><c>struct mmsghdr</c> on 64-bit Linux: a <c>struct msghdr</c> and the number of bytes moved.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct MultiMessage
{
    /// <summary>The far end's address.</summary>
    public SocketName* Name;

    /// <summary>The size of the address; set anew before each receive.</summary>
    public uint NameLength;

    /// <summary>The pieces of the message.</summary>
    public IoVector* Vectors;

    /// <summary>How many pieces.</summary>
    public nuint VectorCount;

    /// <summary>Ancillary data.</summary>
    public byte* Control;

    /// <summary>The size of the ancillary data; set anew before each receive.</summary>
    public nuint ControlLength;

    /// <summary>What the kernel says of the message (for example that it was cut).</summary>
    public int Flags;

    /// <summary>The inner structure ends on a multiple of eight bytes.</summary>
    private readonly int _padding;

    /// <summary>Bytes received or sent.</summary>
    public uint Length;
}
