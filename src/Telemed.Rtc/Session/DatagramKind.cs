namespace Telemed.Rtc.Session;

/// <summary>What shares one port (RFC 7983 section 7, RFC 5761 section 4).</summary>
internal enum DatagramKind
{
    Unknown,
    Stun,
    Dtls,
    Rtp,
    Rtcp,
}
