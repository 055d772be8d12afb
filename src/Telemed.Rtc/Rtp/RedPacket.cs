using System.Buffers.Binary;

namespace Telemed.Rtc.Rtp;

/// <summary>Takes packets of redundant audio (RFC 2198) apart into the plain packets that they stand for.</summary>
public static class RedPacket
{
    /// <summary>The longest packet that <see cref="Recover"/> writes.</summary>
    public const int MostRecovered = RtpPacket.FixedHeaderLength + RedPayload.MostLength;

    /// <summary>Writes the plain packet that an earlier block stands for. RED does not tell its number.</summary>
    /// <param name="packet">The redundant packet.</param>
    /// <param name="payload">Its payload.</param>
    /// <param name="index">Which block, 0 for the oldest.</param>
    /// <param name="sequenceNumber">The number of the plain packet.</param>
    /// <param name="destination">Room for <see cref="MostRecovered"/> bytes.</param>
    /// <returns>The length of the plain packet.</returns>
    public static int Recover(RtpPacket packet, RedPayload payload, int index, ushort sequenceNumber, Span<byte> destination)
    {
        var block = payload[index];
        destination[0] = 0x80;
        destination[1] = block.PayloadType;
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], sequenceNumber);
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], packet.Timestamp - (uint)block.TimestampOffset);
        BinaryPrimitives.WriteUInt32BigEndian(destination[8..], packet.Ssrc.Value);
        block.Data.CopyTo(destination[RtpPacket.FixedHeaderLength..]);
        return RtpPacket.FixedHeaderLength + block.Data.Length;
    }

    /// <summary>
    /// Makes a redundant packet plain, in place: only its own payload stays, under that payload's type; padding goes. Returns
    /// the plain packet's length, or 0 when the payload is not redundant audio.
    /// </summary>
    public static int StripInPlace(Span<byte> packet)
    {
        if (!RtpPacket.TryParse(packet, out var view) || !RedPayload.TryParse(view.Payload, out var payload))
        {
            return 0;
        }

        var (header, length, type) = (view.HeaderLength, payload.Own.Length, payload.OwnType);
        var start = header + view.Payload.Length - length;
        packet.Slice(start, length).CopyTo(packet[header..]);
        packet[0] &= 0xDF;
        RtpHeader.SetPayloadType(packet, type);
        return header + length;
    }
}
