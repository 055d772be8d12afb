namespace Telemed.Rtc.Rtcp;

/// <summary>A request to send packets again (RFC 4585 section 6.2.1). Enumerate it for the sequence numbers.</summary>
/// <remarks>
/// Each item is a packet id and a bit mask of the 16 numbers after it:
/// <code>
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |            PID                |             BLP               |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// </code>
/// </remarks>
public readonly ref struct GenericNack
{
    private readonly ReadOnlySpan<byte> _items;

    private GenericNack(FeedbackHeader header, ReadOnlySpan<byte> items)
    {
        Header = header;
        _items = items;
    }

    /// <summary>Who asks, and of which stream.</summary>
    public FeedbackHeader Header { get; }

    /// <summary>False when the packet is something else or holds no whole item.</summary>
    public static bool TryParse(RtcpPacket packet, out GenericNack nack)
    {
        nack = default;
        if (!FeedbackHeader.TryParse(packet, RtcpPacketType.TransportFeedback, RtcpFormat.GenericNack, out var header)
            || packet.Payload.Length < FeedbackHeader.Length + 4)
        {
            return false;
        }

        var items = packet.Payload[FeedbackHeader.Length..];
        nack = new(header, items[..(items.Length & ~3)]);
        return true;
    }

    /// <summary>Walks the sequence numbers asked for, in wire order.</summary>
    public NackEnumerator GetEnumerator() => new(_items);
}
