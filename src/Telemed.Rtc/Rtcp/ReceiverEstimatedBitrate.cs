using System.Buffers.Binary;
using Telemed.Rtc.Rtp;

namespace Telemed.Rtc.Rtcp;

/// <summary>A receiver's estimate of what its link carries, REMB (draft-alvestrand-rmcat-remb-03 section 2.2).</summary>
/// <remarks>
/// <code>
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |  Unique identifier 'R' 'E' 'M' 'B'                            |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |  Num SSRC     | BR Exp    |  BR Mantissa                      |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |   SSRC feedback × Num                                         |
/// </code>
/// </remarks>
public readonly ref struct ReceiverEstimatedBitrate
{
    internal const uint Identifier = 0x52454D42;
    private readonly ReadOnlySpan<byte> _sources;

    private ReceiverEstimatedBitrate(Ssrc sender, ulong bitsPerSecond, ReadOnlySpan<byte> sources)
    {
        Sender = sender;
        BitsPerSecond = bitsPerSecond;
        _sources = sources;
    }

    /// <summary>Who estimates.</summary>
    public Ssrc Sender { get; }

    /// <summary>The estimate in bit/s; an exponent beyond 64 bits saturates.</summary>
    public ulong BitsPerSecond { get; }

    /// <summary>How many streams it covers, 0 to 255.</summary>
    public int Count => _sources.Length / 4;

    /// <summary>The stream at a place from 0 to <see cref="Count"/> - 1.</summary>
    public Ssrc this[int index] => new(BinaryPrimitives.ReadUInt32BigEndian(_sources[(index * 4)..]));

    /// <summary>False when the packet is something else or too short for its count.</summary>
    public static bool TryParse(RtcpPacket packet, out ReceiverEstimatedBitrate estimate)
    {
        estimate = default;
        if (!FeedbackHeader.TryParse(packet, RtcpPacketType.PayloadFeedback, RtcpFormat.ApplicationLayer, out var header)
            || packet.Payload.Length < FeedbackHeader.Length + 8
            || BinaryPrimitives.ReadUInt32BigEndian(packet.Payload[8..]) != Identifier)
        {
            return false;
        }

        var count = packet.Payload[12];
        var exponent = packet.Payload[13] >> 2;
        var mantissa = BinaryPrimitives.ReadUInt32BigEndian(packet.Payload[12..]) & 0x3FFFF;
        if (packet.Payload.Length < 16 + (count * 4))
        {
            return false;
        }

        var wide = (UInt128)mantissa << exponent;
        var rate = wide > ulong.MaxValue ? ulong.MaxValue : (ulong)wide;
        estimate = new(header.Sender, rate, packet.Payload.Slice(16, count * 4));
        return true;
    }
}
