namespace Telemed.Rtc.Srtp;

/// <summary>What a derived key is for (RFC 3711 sections 4.3.1 and 4.3.2).</summary>
internal enum SrtpKeyLabel : byte
{
    RtpEncryption = 0,
    RtpAuthentication = 1,
    RtpSalt = 2,
    RtcpEncryption = 3,
    RtcpAuthentication = 4,
    RtcpSalt = 5,
}
