namespace Telemed.Rtc.Stun;

/// <summary>One attribute of a message and its place in it.</summary>
public readonly ref struct StunAttribute
{
    internal StunAttribute(StunAttributeType type, int offset, ReadOnlySpan<byte> value)
    {
        Type = type;
        Offset = offset;
        Value = value;
    }

    /// <summary>Its type; may be one that the enum does not name.</summary>
    public StunAttributeType Type { get; }

    /// <summary>Where its four-byte head starts in the message.</summary>
    public int Offset { get; }

    /// <summary>Its value without padding.</summary>
    public ReadOnlySpan<byte> Value { get; }

    /// <summary>Whether a receiver that does not know it must refuse the message (RFC 8489 section 14).</summary>
    public bool IsComprehensionRequired => (ushort)Type < 0x8000;
}
