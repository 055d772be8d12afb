namespace Telemed.Rtc.Dtls;

/// <summary>What OpenSSL's packed error codes say about a failed handshake.</summary>
internal static class OpenSslError
{
    private const nuint ReasonMask = 0x7F_FFFF;

    // SSL_AD_REASON_OFFSET: a fatal alert received from the peer is 1000 and the alert's number.
    private const int FirstAlert = 1000;
    private const int LastAlert = 1255;

    // SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE.
    private const int NoCertificate = 199;

    /// <summary>The typed reason of an error from ERR_get_error.</summary>
    public static DtlsFailure Classify(nuint error) => (int)(error & ReasonMask) switch
    {
        NoCertificate => DtlsFailure.NoPeerCertificate,
        >= FirstAlert and <= LastAlert => DtlsFailure.RejectedByPeer,
        _ => DtlsFailure.Protocol,
    };
}
