using System.Buffers.Binary;

namespace Telemed.Rtc.Rtcp;

/// <summary>A view of one packet of an RTCP compound.</summary>
/// <remarks>
/// RFC 3550 section 6.1; length counts 32-bit words after the first:
/// <code>
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |V=2|P| RC/FMT  |      PT       |            length             |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// </code>
/// </remarks>
public readonly ref struct RtcpPacket
{
    internal const int HeaderLength = 4;
    private readonly int _padding;

    private RtcpPacket(ReadOnlySpan<byte> bytes, int padding)
    {
        Bytes = bytes;
        _padding = padding;
    }

    /// <summary>The whole packet, header and padding included.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>The packet type; may be one that the enum does not name.</summary>
    public RtcpPacketType Type => Bytes.IsEmpty ? RtcpPacketType.None : (RtcpPacketType)Bytes[1];

    /// <summary>The five-bit field: how many reports, sources or items, or a feedback packet's FMT.</summary>
    public byte Count => Bytes.IsEmpty ? (byte)0 : (byte)(Bytes[0] & 0x1F);

    /// <summary>What follows the four-byte header, without padding.</summary>
    public ReadOnlySpan<byte> Payload => Bytes.IsEmpty ? default : Bytes[HeaderLength..^_padding];

    /// <summary>
    /// Takes the first packet off <paramref name="data"/>. False when version, length or padding are impossible.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> data, out RtcpPacket packet)
    {
        packet = default;
        if (data.Length < HeaderLength || data[0] >> 6 != 2)
        {
            return false;
        }

        var length = HeaderLength + (BinaryPrimitives.ReadUInt16BigEndian(data[2..]) * 4);
        if (length > data.Length)
        {
            return false;
        }

        var padding = (data[0] & 0x20) != 0 ? data[length - 1] : 0;
        // Padding counts itself. RFC 3550 section 6.4.1 wants a multiple of four, but transport-wide feedback fills
        // its last word by one to three bytes, so any count is taken.
        if (((data[0] & 0x20) != 0 && padding == 0) || padding > length - HeaderLength)
        {
            return false;
        }

        packet = new(data[..length], padding);
        return true;
    }
}
