namespace Telemed.Rtc.Stun;

/// <summary>The STUN messages of ICE: method Binding in its four classes (RFC 8489 section 5).</summary>
public enum StunMessageType : ushort
{
    /// <summary>A check, which wants an answer.</summary>
    BindingRequest = 0x0001,

    /// <summary>A keep-alive, which wants none.</summary>
    BindingIndication = 0x0011,

    /// <summary>A good answer.</summary>
    BindingSuccess = 0x0101,

    /// <summary>A refusal.</summary>
    BindingError = 0x0111,
}
