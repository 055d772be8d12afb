using System.Buffers.Binary;
using Telemed.Rtc.Rtp;

namespace Telemed.Rtc.Rtcp;

/// <summary>A command to send key frames (RFC 5104 section 4.3.1), for one or more streams.</summary>
/// <remarks>
/// The header's media SSRC is unused; each item is:
/// <code>
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                              SSRC                             |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// | Seq nr.       |    Reserved                                   |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// </code>
/// </remarks>
public readonly ref struct FullIntraRequest
{
    private readonly ReadOnlySpan<byte> _items;

    private FullIntraRequest(Ssrc sender, ReadOnlySpan<byte> items)
    {
        Sender = sender;
        _items = items;
    }

    /// <summary>Who asks.</summary>
    public Ssrc Sender { get; }

    /// <summary>How many streams it asks.</summary>
    public int Count => _items.Length / 8;

    /// <summary>The stream asked at a place from 0 to <see cref="Count"/> - 1.</summary>
    public Ssrc this[int index] => new(BinaryPrimitives.ReadUInt32BigEndian(_items[(index * 8)..]));

    /// <summary>The command's number for that stream; a repeated command repeats the number.</summary>
    public byte CommandNumber(int index) => _items[(index * 8) + 4];

    /// <summary>False when the packet is something else or holds no whole item.</summary>
    public static bool TryParse(RtcpPacket packet, out FullIntraRequest request)
    {
        request = default;
        if (!FeedbackHeader.TryParse(packet, RtcpPacketType.PayloadFeedback, RtcpFormat.FullIntraRequest, out var header)
            || packet.Payload.Length < FeedbackHeader.Length + 8)
        {
            return false;
        }

        var items = packet.Payload[FeedbackHeader.Length..];
        request = new(header.Sender, items[..(items.Length & ~7)]);
        return true;
    }
}
