using Telemed.Rtc.Session;

namespace Telemed.Media.Net;

/// <summary>A receiver's address and its chain of waiting slots in a <see cref="SendQueue"/>.</summary>
internal sealed class SendTarget
{
    /// <summary>Where its packets go; all zero until the path is known.</summary>
    public SocketAddressIn Address { get; private set; }

    /// <summary>The local address that they leave from, in network order; 0 lets the kernel choose.</summary>
    public uint Local { get; private set; }

    /// <summary>The first waiting slot, or -1.</summary>
    internal int Head { get; set; } = -1;

    /// <summary>The last waiting slot.</summary>
    internal int Tail { get; set; } = -1;

    /// <summary>Lets packets go to another path from now on.</summary>
    public void MoveTo(in NetworkPath path, uint local)
    {
        Address = SocketAddressIn.From(path);
        Local = local;
    }
}
