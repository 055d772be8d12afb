using System.Buffers.Binary;

namespace Telemed.Rtc.Rtcp;

/// <summary>
/// Transport-wide congestion feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01 section 3.1): which packets of
/// a transport arrived, and when. Enumerate it for the packets.
/// </summary>
/// <remarks>
/// <code>
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |      base sequence number     |      packet status count      |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                 reference time (64 ms)        | fb pkt. count |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |          packet chunk         |  ...          |  recv deltas (250 µs)
/// </code>
/// A chunk is 16 bits: run length <c>0 SS LLLLLLLLLLLLL</c>, one-bit vector <c>10 S×14</c>, two-bit vector
/// <c>11 SS×7</c>. Symbol 0: not received; 1: delta of one byte; 2: delta of two bytes, signed.
/// </remarks>
public readonly ref struct TransportFeedback
{
    /// <summary>Ticks of 250 µs in one unit of the reference time (64 ms).</summary>
    public const int TicksPerReference = 256;

    internal const int FixedLength = FeedbackHeader.Length + 8;
    private readonly ReadOnlySpan<byte> _chunks;
    private readonly ReadOnlySpan<byte> _deltas;

    private TransportFeedback(FeedbackHeader header, ReadOnlySpan<byte> payload, int chunkBytes)
    {
        Header = header;
        BaseSequenceNumber = BinaryPrimitives.ReadUInt16BigEndian(payload[8..]);
        StatusCount = BinaryPrimitives.ReadUInt16BigEndian(payload[10..]);
        ReferenceTime = (int)BinaryPrimitives.ReadUInt32BigEndian(payload[12..]) >> 8;
        FeedbackCount = payload[15];
        _chunks = payload.Slice(FixedLength, chunkBytes);
        _deltas = payload[(FixedLength + chunkBytes)..];
    }

    /// <summary>Who reports; the media SSRC is any of the sender's.</summary>
    public FeedbackHeader Header { get; }

    /// <summary>The transport-wide sequence number of the first status.</summary>
    public ushort BaseSequenceNumber { get; }

    /// <summary>How many packets are reported on.</summary>
    public int StatusCount { get; }

    /// <summary>The receiver's clock in units of 64 ms, 24 bits signed; wraps about every 12 days.</summary>
    public int ReferenceTime { get; }

    /// <summary>Grows by one with each feedback packet, modulo 256: a gap means lost feedback.</summary>
    public byte FeedbackCount { get; }

    /// <summary>False when the packet is something else, or its chunks or deltas do not fill the count.</summary>
    public static bool TryParse(RtcpPacket packet, out TransportFeedback feedback)
    {
        feedback = default;
        if (!FeedbackHeader.TryParse(
                packet, RtcpPacketType.TransportFeedback, RtcpFormat.TransportWideFeedback, out var header)
            || packet.Payload.Length < FixedLength)
        {
            return false;
        }

        var payload = packet.Payload;
        var count = BinaryPrimitives.ReadUInt16BigEndian(payload[10..]);
        if (count == 0 || !TryMeasure(payload[FixedLength..], count, out var chunkBytes))
        {
            return false;
        }

        feedback = new(header, payload, chunkBytes);
        return true;
    }

    /// <summary>Walks the packet statuses in order of sequence number.</summary>
    public TransportFeedbackEnumerator GetEnumerator() =>
        new(_chunks, _deltas, BaseSequenceNumber, StatusCount, (long)ReferenceTime * TicksPerReference);

    private static bool TryMeasure(ReadOnlySpan<byte> data, int count, out int chunkBytes)
    {
        chunkBytes = 0;
        var deltaBytes = 0;
        for (var left = count; left > 0;)
        {
            if (chunkBytes + 2 > data.Length)
            {
                return false;
            }

            var chunk = new TransportFeedbackChunk(BinaryPrimitives.ReadUInt16BigEndian(data[chunkBytes..]));
            chunkBytes += 2;
            var covered = Math.Min(left, chunk.Count);
            if (covered == 0 || !chunk.TryCountDeltaBytes(covered, out var bytes))
            {
                return false;
            }

            deltaBytes += bytes;
            left -= covered;
        }

        return chunkBytes + deltaBytes <= data.Length;
    }
}
