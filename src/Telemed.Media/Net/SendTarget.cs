using Telemed.Rtc.Session;

namespace Telemed.Media.Net;

/// <summary>A receiver's address and its chain of waiting slots in a <see cref="SendQueue"/>.</summary>
internal sealed class SendTarget
{
    /// <summary>Where its packets go; the default value until the path is known.</summary>
    public NetworkPath Path { get; private set; }

    /// <summary>The local address that they leave from; the default value lets the kernel choose.</summary>
    public LocalAddress Local { get; private set; }

    /// <summary>The connection that they take; null when they go by UDP.</summary>
    public TcpLink? Link { get; private set; }

    /// <summary>The payload types of sound, by bit: what a full connection drops last.</summary>
    public UInt128 AudioTypes { get; set; }

    /// <summary>The first waiting slot, or -1.</summary>
    internal int Head { get; set; } = -1;

    /// <summary>The last waiting slot.</summary>
    internal int Tail { get; set; } = -1;

    /// <summary>Lets packets go to another path from now on.</summary>
    /// <param name="path">The path.</param>
    /// <param name="local">The address of ours that they leave from.</param>
    /// <param name="link">The connection, for a TCP path; null drops what would go there.</param>
    public void MoveTo(in NetworkPath path, LocalAddress local, TcpLink? link = null)
    {
        Path = path;
        Local = local;
        Link = link;
    }
}
