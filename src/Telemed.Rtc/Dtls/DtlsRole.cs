namespace Telemed.Rtc.Dtls;

/// <summary>
/// Which side of the DTLS handshake an end point takes (the SDP attribute a=setup, RFC 4145 section 4).
/// </summary>
public enum DtlsRole
{
    /// <summary>Waits for the ClientHello: a=setup:passive.</summary>
    Passive,

    /// <summary>Sends the ClientHello: a=setup:active.</summary>
    Active,
}
