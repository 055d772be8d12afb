namespace Telemed.Rtc.Sdp;

/// <summary>The writer's DTLS role (RFC 8842 section 4.1).</summary>
public enum SdpSetup
{
    /// <summary>Not said.</summary>
    None,

    /// <summary>Either; the answerer chooses.</summary>
    ActPass,

    /// <summary>The writer starts the handshake.</summary>
    Active,

    /// <summary>The writer waits for it.</summary>
    Passive,
}
