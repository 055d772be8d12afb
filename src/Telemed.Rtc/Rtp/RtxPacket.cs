using System.Buffers.Binary;

namespace Telemed.Rtc.Rtp;

/// <summary>Wraps and unwraps retransmissions (RFC 4588 section 4): a payload led by the original sequence number.</summary>
/// <remarks>
/// <code>
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                  RTP header (own SSRC, PT, sequence)          |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |            OSN                |                               |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+  original payload             |
/// </code>
/// </remarks>
public static class RtxPacket
{
    /// <summary>Bytes that wrapping adds.</summary>
    public const int Overhead = 2;

    /// <summary>
    /// Writes the retransmission of <paramref name="original"/>. Header extensions and padding are kept.
    /// Returns its length, or 0 when the original is not RTP or the destination is too short.
    /// </summary>
    public static int Wrap(
        ReadOnlySpan<byte> original, Span<byte> destination, byte payloadType, Ssrc ssrc, ushort sequenceNumber)
    {
        if (!RtpHeader.TryMeasure(original, out var header) || destination.Length < original.Length + Overhead)
        {
            return 0;
        }

        original[..header].CopyTo(destination);
        BinaryPrimitives.WriteUInt16BigEndian(destination[header..], RtpHeader.GetSequenceNumber(original));
        original[header..].CopyTo(destination[(header + Overhead)..]);
        RtpHeader.SetPayloadType(destination, payloadType);
        RtpHeader.SetSsrc(destination, ssrc);
        RtpHeader.SetSequenceNumber(destination, sequenceNumber);
        return original.Length + Overhead;
    }

    /// <summary>
    /// Turns a retransmission back into the original, in place: the payload moves two bytes forward. Returns the
    /// original's length, or 0 for a packet that carries no original (a padding-only probe, or not RTP).
    /// </summary>
    public static int UnwrapInPlace(Span<byte> packet, byte payloadType, Ssrc ssrc)
    {
        if (!RtpPacket.TryParse(packet, out var view) || view.Payload.Length < Overhead)
        {
            return 0;
        }

        var header = view.HeaderLength;
        var original = BinaryPrimitives.ReadUInt16BigEndian(packet[header..]);
        packet[(header + Overhead)..].CopyTo(packet[header..]);
        RtpHeader.SetPayloadType(packet, payloadType);
        RtpHeader.SetSsrc(packet, ssrc);
        RtpHeader.SetSequenceNumber(packet, original);
        return packet.Length - Overhead;
    }
}
