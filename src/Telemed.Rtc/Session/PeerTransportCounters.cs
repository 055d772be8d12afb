namespace Telemed.Rtc.Session;

/// <summary>How many datagrams a peer transport took and why it dropped the others; all since its start.</summary>
public record struct PeerTransportCounters
{
    /// <summary>RTP packets accepted.</summary>
    public long RtpReceived { get; internal set; }

    /// <summary>RTCP packets accepted.</summary>
    public long RtcpReceived { get; internal set; }

    /// <summary>STUN messages handed to ICE.</summary>
    public long StunReceived { get; internal set; }

    /// <summary>DTLS datagrams handed to the handshake.</summary>
    public long DtlsReceived { get; internal set; }

    /// <summary>Datagrams that are nothing we know, are too short, or came at the wrong time.</summary>
    public long Dropped { get; internal set; }

    /// <summary>RTP and RTCP packets whose authentication tag is wrong.</summary>
    public long Forged { get; internal set; }

    /// <summary>RTP and RTCP packets that were received before, or are older than the replay window.</summary>
    public long Replayed { get; internal set; }

    /// <summary>RTP and RTCP packets from an unknown path that were not even tried, as too many came at once.</summary>
    public long Throttled { get; internal set; }

    /// <summary>How often the path changed after the first one.</summary>
    public long PathChanges { get; internal set; }
}
