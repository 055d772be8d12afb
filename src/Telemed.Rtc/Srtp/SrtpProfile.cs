namespace Telemed.Rtc.Srtp;

/// <summary>
/// An SRTP protection profile by its DTLS-SRTP number (RFC 5764 section 4.1.2, RFC 7714 section 14.2).
/// </summary>
public enum SrtpProfile
{
    /// <summary>Not negotiated.</summary>
    None = 0,

    /// <summary>AES-128 in counter mode with an 80-bit HMAC-SHA1 tag: 10 bytes more per RTP packet.</summary>
    Aes128CmSha1Tag80 = 0x0001,

    /// <summary>AES-128-GCM with a 128-bit tag: 16 bytes more per RTP packet.</summary>
    AeadAes128Gcm = 0x0007,
}
