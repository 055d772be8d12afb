using System.Buffers.Binary;

namespace Telemed.Rtc.Rtp;

/// <summary>A view of one plain (not encrypted) RTP packet. It owns nothing and copies nothing.</summary>
/// <remarks>
/// RFC 3550 section 5.1:
/// <code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |V=2|P|X|  CC   |M|     PT      |       sequence number         |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                           timestamp                           |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                             SSRC                              |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |            CSRC × CC, header extension if X, payload          |
/// </code>
/// </remarks>
public readonly ref struct RtpPacket
{
    /// <summary>Bytes of a header without contributing sources and extension.</summary>
    public const int FixedHeaderLength = 12;

    private readonly ReadOnlySpan<byte> _packet;
    private readonly int _extensionOffset;

    private RtpPacket(ReadOnlySpan<byte> packet, int headerLength, int extensionOffset, int paddingLength)
    {
        _packet = packet;
        _extensionOffset = extensionOffset;
        HeaderLength = headerLength;
        PaddingLength = paddingLength;
    }

    /// <summary>The whole packet, header to padding.</summary>
    public ReadOnlySpan<byte> Bytes => _packet;

    /// <summary>The marker bit: last packet of a video frame, first of a talk spurt.</summary>
    public bool Marker => (_packet[1] & 0x80) != 0;

    /// <summary>The payload type, 0 to 127.</summary>
    public byte PayloadType => (byte)(_packet[1] & 0x7F);

    /// <summary>The sequence number, which wraps at 2^16.</summary>
    public ushort SequenceNumber => BinaryPrimitives.ReadUInt16BigEndian(_packet[2..]);

    /// <summary>The media time in units of the payload type's clock rate; wraps at 2^32.</summary>
    public uint Timestamp => BinaryPrimitives.ReadUInt32BigEndian(_packet[4..]);

    /// <summary>The stream that the packet belongs to.</summary>
    public Ssrc Ssrc => new(BinaryPrimitives.ReadUInt32BigEndian(_packet[8..]));

    /// <summary>Contributing sources, 0 to 15.</summary>
    public int CsrcCount => _packet[0] & 0x0F;

    /// <summary>Bytes before the payload: fixed header, contributing sources and extension.</summary>
    public int HeaderLength { get; }

    /// <summary>Bytes of padding at the end, the count byte included; 0 without padding.</summary>
    public int PaddingLength { get; }

    /// <summary>The payload without padding; empty in a padding-only probe.</summary>
    public ReadOnlySpan<byte> Payload => _packet[HeaderLength..^PaddingLength];

    /// <summary>Whether a header extension is there.</summary>
    public bool HasExtension => _extensionOffset != 0;

    /// <summary>The extension's "defined by profile" field; 0 without an extension.</summary>
    public ushort ExtensionProfile =>
        HasExtension ? BinaryPrimitives.ReadUInt16BigEndian(_packet[_extensionOffset..]) : (ushort)0;

    /// <summary>The extension's content after its four-byte head; empty without an extension.</summary>
    public ReadOnlySpan<byte> ExtensionData =>
        HasExtension ? _packet[(_extensionOffset + 4)..HeaderLength] : default;

    /// <summary>The extension elements in wire order (RFC 8285); empty for a foreign profile.</summary>
    public RtpExtensionEnumerator Extensions => new(ExtensionProfile, ExtensionData);

    /// <summary>
    /// Looks at a packet. False when version, lengths or padding are impossible; never throws.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> packet, out RtpPacket view)
    {
        view = default;
        if (!RtpHeader.TryMeasure(packet, out var headerLength, out var extensionOffset))
        {
            return false;
        }

        var padding = 0;
        if ((packet[0] & 0x20) != 0)
        {
            padding = packet[^1];
            if (padding == 0 || padding > packet.Length - headerLength)
            {
                return false;
            }
        }

        view = new(packet, headerLength, extensionOffset, padding);
        return true;
    }

    /// <summary>Finds one extension element by its negotiated id (1 to 14, or 255 in the two-byte form).</summary>
    public bool TryGetExtension(byte id, out ReadOnlySpan<byte> value)
    {
        foreach (var element in Extensions)
        {
            if (element.Id == id)
            {
                value = element.Value;
                return true;
            }
        }

        value = default;
        return false;
    }
}
