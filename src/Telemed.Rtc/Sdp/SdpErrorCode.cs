namespace Telemed.Rtc.Sdp;

/// <summary>Why a session description was refused.</summary>
public enum SdpErrorCode
{
    /// <summary>More than <see cref="SdpLimits.MaxLength"/> characters.</summary>
    TooLong,

    /// <summary>A line of more than <see cref="SdpLimits.MaxLineLength"/> characters.</summary>
    LineTooLong,

    /// <summary>More than <see cref="SdpLimits.MaxMediaSections"/> m-sections, or too many entries in one.</summary>
    TooMany,

    /// <summary>A line that is not "x=…", or whose value cannot be read.</summary>
    MalformedLine,

    /// <summary>The description does not begin with "v=0".</summary>
    NotSdp,

    /// <summary>There is no m-section that is in use.</summary>
    NoMedia,

    /// <summary>An m-section without a=mid, or two with the same.</summary>
    BadMid,

    /// <summary>No usable ice-ufrag and ice-pwd.</summary>
    NoIceCredentials,

    /// <summary>No SHA-256 fingerprint.</summary>
    NoFingerprint,

    /// <summary>The DTLS role is missing or leaves us none.</summary>
    BadSetup,

    /// <summary>Not all m-sections in use are in one BUNDLE group.</summary>
    NotBundled,

    /// <summary>RTP and RTCP do not share a port.</summary>
    NoRtcpMux,

    /// <summary>Media without DTLS-SRTP and feedback.</summary>
    UnsupportedProtocol,
}
