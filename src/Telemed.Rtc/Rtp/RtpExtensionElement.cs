namespace Telemed.Rtc.Rtp;

/// <summary>One header extension element: its negotiated id and its bytes in the packet.</summary>
public readonly ref struct RtpExtensionElement
{
    internal RtpExtensionElement(byte id, int offset, ReadOnlySpan<byte> value)
    {
        Id = id;
        Offset = offset;
        Value = value;
    }

    /// <summary>The id that the SDP's extmap gave it; 1 to 14, or to 255 in the two-byte form.</summary>
    public byte Id { get; }

    /// <summary>Where the value starts within <see cref="RtpPacket.ExtensionData"/>.</summary>
    public int Offset { get; }

    /// <summary>The value; may be empty in the two-byte form.</summary>
    public ReadOnlySpan<byte> Value { get; }
}
