namespace Telemed.Rtc.Dtls;

/// <summary>Why a DTLS association failed. Once failed it stays failed and yields no keys.</summary>
public enum DtlsFailure
{
    /// <summary>It has not failed.</summary>
    None,

    /// <summary>
    /// The peer's certificate does not have the fingerprint that signalling announced (RFC 8122 section 6.2).
    /// </summary>
    FingerprintMismatch,

    /// <summary>The peer sent no certificate.</summary>
    NoPeerCertificate,

    /// <summary>The peer ended the handshake with a fatal alert; it may have refused our certificate.</summary>
    RejectedByPeer,

    /// <summary>No SRTP protection profile in common (RFC 5764 section 4.1.2).</summary>
    NoSrtpProfile,

    /// <summary>The handshake did not end in time.</summary>
    HandshakeTimeout,

    /// <summary>The peer broke the protocol, or no version, cipher or group is in common.</summary>
    Protocol,
}
