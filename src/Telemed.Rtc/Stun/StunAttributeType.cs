namespace Telemed.Rtc.Stun;

/// <summary>The STUN attributes that ICE uses (RFC 8489 section 18.3, RFC 8445 section 16.1).</summary>
public enum StunAttributeType : ushort
{
    /// <summary>Who checks whom: the receiver's fragment, a colon, the sender's fragment.</summary>
    Username = 0x0006,

    /// <summary>HMAC-SHA1 of all before it.</summary>
    MessageIntegrity = 0x0008,

    /// <summary>Why a request was refused.</summary>
    ErrorCode = 0x0009,

    /// <summary>Attributes that were not understood.</summary>
    UnknownAttributes = 0x000A,

    /// <summary>Where the request came from, hidden from translators by the cookie.</summary>
    XorMappedAddress = 0x0020,

    /// <summary>The priority a peer-reflexive candidate would have.</summary>
    Priority = 0x0024,

    /// <summary>The controlling side's choice of this pair.</summary>
    UseCandidate = 0x0025,

    /// <summary>The sender's name and version.</summary>
    Software = 0x8022,

    /// <summary>CRC-32 of all before it.</summary>
    Fingerprint = 0x8028,

    /// <summary>The sender is controlled; its tie breaker.</summary>
    IceControlled = 0x8029,

    /// <summary>The sender is controlling; its tie breaker.</summary>
    IceControlling = 0x802A,
}
