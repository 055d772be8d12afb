namespace Telemed.Rtc.Rtcp;

/// <summary>The FMT values of feedback packets (RFC 4585 section 6.1) that we read or write.</summary>
public static class RtcpFormat
{
    /// <summary>Generic NACK, packet type 205 (RFC 4585 section 6.2.1).</summary>
    public const byte GenericNack = 1;

    /// <summary>Transport-wide congestion feedback, packet type 205.</summary>
    public const byte TransportWideFeedback = 15;

    /// <summary>Picture loss indication, packet type 206 (RFC 4585 section 6.3.1).</summary>
    public const byte PictureLossIndication = 1;

    /// <summary>Full intra request, packet type 206 (RFC 5104 section 4.3.1).</summary>
    public const byte FullIntraRequest = 4;

    /// <summary>Application layer feedback, packet type 206 (RFC 4585 section 6.4); carries REMB.</summary>
    public const byte ApplicationLayer = 15;
}
