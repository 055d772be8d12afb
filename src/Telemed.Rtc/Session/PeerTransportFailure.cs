namespace Telemed.Rtc.Session;

/// <summary>Why a peer transport failed.</summary>
public enum PeerTransportFailure
{
    /// <summary>It has not failed.</summary>
    None,

    /// <summary>No connectivity check authenticated within 30 s.</summary>
    NoConnectivity,

    /// <summary>The path was there, but the peer was silent for 30 s (RFC 7675 section 5.1).</summary>
    ConsentLost,

    /// <summary>The peer's certificate is not the one that signalling announced. No media passed.</summary>
    FingerprintMismatch,

    /// <summary>The peer ended the DTLS handshake with an alert; it may have refused our certificate.</summary>
    RejectedByPeer,

    /// <summary>No SRTP protection profile in common.</summary>
    NoSrtpProfile,

    /// <summary>The DTLS handshake did not end in time.</summary>
    HandshakeTimeout,

    /// <summary>The peer broke the DTLS protocol.</summary>
    Protocol,
}
