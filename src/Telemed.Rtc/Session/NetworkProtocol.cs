namespace Telemed.Rtc.Session;

/// <summary>How a datagram travels between a peer and us.</summary>
public enum NetworkProtocol
{
    /// <summary>One datagram, one UDP packet.</summary>
    Udp,

    /// <summary>RFC 4571 frames on a TCP connection (ICE-TCP, RFC 6544).</summary>
    Tcp,
}
