using System.Buffers.Binary;
using Telemed.Rtc.Rtp;
using Telemed.Rtc.Time;

namespace Telemed.Rtc.Rtcp;

/// <summary>
/// Writes RTCP packets one behind the other into a given buffer. Each method returns false, and writes nothing, when the
/// packet does not fit. Allocates nothing. The wire forms are drawn at the reader of the same name.
/// </summary>
public ref struct RtcpWriter
{
    private readonly Span<byte> _buffer;

    /// <summary>Starts an empty compound in <paramref name="buffer"/>.</summary>
    public RtcpWriter(Span<byte> buffer) => _buffer = buffer;

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    /// <summary>What has been written so far.</summary>
    public readonly ReadOnlySpan<byte> Written => _buffer[..Length];

    /// <summary>Adds a sender report with up to 31 report blocks.</summary>
    public bool TryAddSenderReport(
        Ssrc ssrc,
        NtpTime ntp,
        uint rtpTimestamp,
        uint packetCount,
        uint octetCount,
        scoped ReadOnlySpan<ReportBlock> blocks = default)
    {
        var length = SenderReport.FixedLength + (blocks.Length * ReportBlock.Length);
        if (blocks.Length > 31 || !TryStart(RtcpPacketType.SenderReport, (byte)blocks.Length, length, out var body))
        {
            return false;
        }

        BinaryPrimitives.WriteUInt32BigEndian(body, ssrc.Value);
        BinaryPrimitives.WriteUInt64BigEndian(body[4..], ntp.Value);
        BinaryPrimitives.WriteUInt32BigEndian(body[12..], rtpTimestamp);
        BinaryPrimitives.WriteUInt32BigEndian(body[16..], packetCount);
        BinaryPrimitives.WriteUInt32BigEndian(body[20..], octetCount);
        WriteBlocks(body[SenderReport.FixedLength..], blocks);
        return true;
    }

    /// <summary>Adds a receiver report with up to 31 report blocks.</summary>
    public bool TryAddReceiverReport(Ssrc ssrc, scoped ReadOnlySpan<ReportBlock> blocks)
    {
        var length = 4 + (blocks.Length * ReportBlock.Length);
        if (blocks.Length > 31 || !TryStart(RtcpPacketType.ReceiverReport, (byte)blocks.Length, length, out var body))
        {
            return false;
        }

        BinaryPrimitives.WriteUInt32BigEndian(body, ssrc.Value);
        WriteBlocks(body[4..], blocks);
        return true;
    }

    /// <summary>Adds a source description of one source with its CNAME (at most 255 bytes of UTF-8).</summary>
    public bool TryAddSourceDescription(Ssrc ssrc, scoped ReadOnlySpan<byte> cname)
    {
        // SSRC, item head, text, and zero bytes up to the next word, at least one.
        var length = (4 + 2 + cname.Length + 4) & ~3;
        if (cname.Length > 255 || !TryStart(RtcpPacketType.SourceDescription, 1, length, out var body))
        {
            return false;
        }

        BinaryPrimitives.WriteUInt32BigEndian(body, ssrc.Value);
        body[4] = 1;
        body[5] = (byte)cname.Length;
        cname.CopyTo(body[6..]);
        body[(6 + cname.Length)..].Clear();
        return true;
    }

    /// <summary>Adds a goodbye for up to 31 streams.</summary>
    public bool TryAddGoodbye(scoped ReadOnlySpan<Ssrc> sources)
    {
        if (sources.Length > 31 || !TryStart(RtcpPacketType.Goodbye, (byte)sources.Length, sources.Length * 4, out var body))
        {
            return false;
        }

        WriteSources(body, sources);
        return true;
    }

    /// <summary>
    /// Adds a NACK for <paramref name="missing"/>, which must be in sending order (wrap included) for compact items; other
    /// orders are correct but longer. At least one number.
    /// </summary>
    public bool TryAddNack(Ssrc sender, Ssrc media, scoped ReadOnlySpan<ushort> missing)
    {
        var items = CountNackItems(missing);
        if (items == 0 || !TryStartFeedback(
                RtcpPacketType.TransportFeedback, RtcpFormat.GenericNack, sender, media, items * 4, out var body))
        {
            return false;
        }

        for (var index = 0; index < missing.Length; body = body[4..])
        {
            var packetId = missing[index++];
            var mask = 0;
            for (; index < missing.Length && IsInMask(packetId, missing[index]); index++)
            {
                mask |= 1 << (ushort)(missing[index] - packetId - 1);
            }

            BinaryPrimitives.WriteUInt16BigEndian(body, packetId);
            BinaryPrimitives.WriteUInt16BigEndian(body[2..], (ushort)mask);
        }

        return true;
    }

    /// <summary>Adds a picture loss indication.</summary>
    public bool TryAddPictureLossIndication(Ssrc sender, Ssrc media) => TryStartFeedback(
        RtcpPacketType.PayloadFeedback, RtcpFormat.PictureLossIndication, sender, media, 0, out _);

    /// <summary>Adds a full intra request for one stream.</summary>
    /// <param name="sender">Who asks.</param>
    /// <param name="media">The stream asked.</param>
    /// <param name="commandNumber">Raised by one for each new request to that stream.</param>
    public bool TryAddFullIntraRequest(Ssrc sender, Ssrc media, byte commandNumber)
    {
        if (!TryStartFeedback(
                RtcpPacketType.PayloadFeedback, RtcpFormat.FullIntraRequest, sender, default, 8, out var body))
        {
            return false;
        }

        BinaryPrimitives.WriteUInt32BigEndian(body, media.Value);
        BinaryPrimitives.WriteUInt32BigEndian(body[4..], (uint)commandNumber << 24);
        return true;
    }

    /// <summary>Adds a REMB for up to 255 streams. The rate loses what does not fit 18 significant bits.</summary>
    public bool TryAddReceiverEstimatedBitrate(Ssrc sender, ulong bitsPerSecond, scoped ReadOnlySpan<Ssrc> sources)
    {
        if (sources.Length > 255 || !TryStartFeedback(
                RtcpPacketType.PayloadFeedback,
                RtcpFormat.ApplicationLayer,
                sender,
                default,
                8 + (sources.Length * 4),
                out var body))
        {
            return false;
        }

        var exponent = Math.Max(0, 64 - 18 - System.Numerics.BitOperations.LeadingZeroCount(bitsPerSecond));
        var mantissa = (uint)(bitsPerSecond >> exponent);
        BinaryPrimitives.WriteUInt32BigEndian(body, ReceiverEstimatedBitrate.Identifier);
        BinaryPrimitives.WriteUInt32BigEndian(
            body[4..], ((uint)sources.Length << 24) | ((uint)exponent << 18) | mantissa);
        WriteSources(body[8..], sources);
        return true;
    }

    /// <summary>
    /// Starts a feedback packet whose content the caller writes; <paramref name="contentLength"/> is a multiple of 4.
    /// </summary>
    internal bool TryStartFeedback(
        RtcpPacketType type, byte format, Ssrc sender, Ssrc media, int contentLength, out Span<byte> content)
    {
        content = default;
        if (!TryStart(type, format, FeedbackHeader.Length + contentLength, out var body))
        {
            return false;
        }

        BinaryPrimitives.WriteUInt32BigEndian(body, sender.Value);
        BinaryPrimitives.WriteUInt32BigEndian(body[4..], media.Value);
        content = body[FeedbackHeader.Length..];
        return true;
    }

    private static bool IsInMask(ushort packetId, ushort number) => (ushort)(number - packetId - 1) < 16;

    private static int CountNackItems(scoped ReadOnlySpan<ushort> missing)
    {
        var items = 0;
        for (var index = 0; index < missing.Length; items++)
        {
            var packetId = missing[index++];
            while (index < missing.Length && IsInMask(packetId, missing[index]))
            {
                index++;
            }
        }

        return items;
    }

    private static void WriteBlocks(Span<byte> body, scoped ReadOnlySpan<ReportBlock> blocks)
    {
        for (var index = 0; index < blocks.Length; index++)
        {
            blocks[index].Write(body[(index * ReportBlock.Length)..]);
        }
    }

    private static void WriteSources(Span<byte> body, scoped ReadOnlySpan<Ssrc> sources)
    {
        for (var index = 0; index < sources.Length; index++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(body[(index * 4)..], sources[index].Value);
        }
    }

    private bool TryStart(RtcpPacketType type, byte count, int bodyLength, out Span<byte> body)
    {
        body = default;
        var length = RtcpPacket.HeaderLength + bodyLength;
        if (length > _buffer.Length - Length || length / 4 > ushort.MaxValue)
        {
            return false;
        }

        var packet = _buffer.Slice(Length, length);
        packet[0] = (byte)(0x80 | count);
        packet[1] = (byte)type;
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)(bodyLength / 4));
        body = packet[RtcpPacket.HeaderLength..];
        Length += length;
        return true;
    }
}
