namespace Telemed.Rtc.Rtcp;

/// <summary>The RTCP packet types that we read or write.</summary>
public enum RtcpPacketType : byte
{
    /// <summary>No packet: the value of a default view.</summary>
    None = 0,

    /// <summary>Sender report (RFC 3550 section 6.4.1).</summary>
    SenderReport = 200,

    /// <summary>Receiver report (RFC 3550 section 6.4.2).</summary>
    ReceiverReport = 201,

    /// <summary>Source description (RFC 3550 section 6.5).</summary>
    SourceDescription = 202,

    /// <summary>Goodbye (RFC 3550 section 6.6).</summary>
    Goodbye = 203,

    /// <summary>Transport-layer feedback (RFC 4585 section 6.2).</summary>
    TransportFeedback = 205,

    /// <summary>Payload-specific feedback (RFC 4585 section 6.3).</summary>
    PayloadFeedback = 206,
}
