namespace Telemed.Rtc.Session;

/// <summary>What a received datagram turned out to be for the caller.</summary>
public enum ReceiveResult
{
    /// <summary>Nothing for the caller: consumed by ICE or DTLS, or dropped and counted.</summary>
    None,

    /// <summary>An authenticated RTP packet, now in plaintext.</summary>
    Rtp,

    /// <summary>An authenticated compound or reduced-size RTCP packet, now in plaintext.</summary>
    Rtcp,
}
