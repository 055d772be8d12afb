using System.Buffers.Binary;

namespace Telemed.Rtc.Rtp;

/// <summary>
/// Measures and rewrites the clear header of an RTP or SRTP packet in place. The setters expect a packet that
/// <see cref="TryMeasure(ReadOnlySpan{byte}, out int)"/> has accepted. Layout: see <see cref="RtpPacket"/>.
/// </summary>
public static class RtpHeader
{
    /// <summary>
    /// The header's length with contributing sources and extension. Works on encrypted packets, as it does not look
    /// at padding. False when this cannot be RTP version 2.
    /// </summary>
    public static bool TryMeasure(ReadOnlySpan<byte> packet, out int headerLength) =>
        TryMeasure(packet, out headerLength, out _);

    /// <summary>Reads the SSRC of a packet of at least 12 bytes.</summary>
    public static Ssrc GetSsrc(ReadOnlySpan<byte> packet) => new(BinaryPrimitives.ReadUInt32BigEndian(packet[8..]));

    /// <summary>Reads the sequence number of a packet of at least 12 bytes.</summary>
    public static ushort GetSequenceNumber(ReadOnlySpan<byte> packet) =>
        BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);

    /// <summary>Writes the sequence number.</summary>
    public static void SetSequenceNumber(Span<byte> packet, ushort value) =>
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], value);

    /// <summary>Writes the media timestamp.</summary>
    public static void SetTimestamp(Span<byte> packet, uint value) =>
        BinaryPrimitives.WriteUInt32BigEndian(packet[4..], value);

    /// <summary>Writes the SSRC.</summary>
    public static void SetSsrc(Span<byte> packet, Ssrc value) =>
        BinaryPrimitives.WriteUInt32BigEndian(packet[8..], value.Value);

    /// <summary>Writes the payload type (0 to 127) and leaves the marker.</summary>
    public static void SetPayloadType(Span<byte> packet, byte value) =>
        packet[1] = (byte)((packet[1] & 0x80) | (value & 0x7F));

    /// <summary>Writes the marker and leaves the payload type.</summary>
    public static void SetMarker(Span<byte> packet, bool value) =>
        packet[1] = (byte)((packet[1] & 0x7F) | (value ? 0x80 : 0));

    internal static bool TryMeasure(ReadOnlySpan<byte> packet, out int headerLength, out int extensionOffset)
    {
        headerLength = 0;
        extensionOffset = 0;
        if (packet.Length < RtpPacket.FixedHeaderLength || packet[0] >> 6 != 2)
        {
            return false;
        }

        var length = RtpPacket.FixedHeaderLength + ((packet[0] & 0x0F) * 4);
        if ((packet[0] & 0x10) != 0)
        {
            if (packet.Length < length + 4)
            {
                return false;
            }

            extensionOffset = length;
            length += 4 + (BinaryPrimitives.ReadUInt16BigEndian(packet[(length + 2)..]) * 4);
        }

        headerLength = length;
        return packet.Length >= length;
    }
}
