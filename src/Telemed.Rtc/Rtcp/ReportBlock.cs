using System.Buffers.Binary;
using Telemed.Rtc.Rtp;

namespace Telemed.Rtc.Rtcp;

/// <summary>How well one stream arrives, as a reception report block says it (RFC 3550 section 6.4.1).</summary>
/// <param name="Ssrc">The stream that is reported on.</param>
/// <param name="FractionLost">Lost since the previous report, in 1/256.</param>
/// <param name="CumulativeLost">Lost since the start, clamped to 24 bits signed; duplicates may make it negative.</param>
/// <param name="HighestSequence">Highest sequence number received, wraps counted in the upper half.</param>
/// <param name="Jitter">Interarrival jitter in media ticks.</param>
/// <param name="LastSenderReport">The middle 32 bits of the last sender report's NTP time; 0 when there was none.</param>
/// <param name="DelaySinceLastSenderReport">Since that report came in, in 1/65536 s; 0 when there was none.</param>
public readonly record struct ReportBlock(
    Ssrc Ssrc,
    byte FractionLost,
    int CumulativeLost,
    uint HighestSequence,
    uint Jitter,
    uint LastSenderReport,
    uint DelaySinceLastSenderReport)
{
    /// <summary>Bytes of a block on the wire.</summary>
    public const int Length = 24;

    /// <summary>
    /// The round-trip time that this block shows when it comes in at <paramref name="nowCompact"/>, the middle 32 bits of
    /// our NTP clock (RFC 3550 section 6.4.1). Null when no sender report is echoed or the clocks contradict.
    /// </summary>
    public TimeSpan? RoundTrip(uint nowCompact)
    {
        var units = (int)(nowCompact - LastSenderReport - DelaySinceLastSenderReport);
        return LastSenderReport == 0 || units < 0
            ? null
            : new TimeSpan((long)units * TimeSpan.TicksPerSecond / 65536);
    }

    internal static ReportBlock Read(ReadOnlySpan<byte> data) => new(
        new(BinaryPrimitives.ReadUInt32BigEndian(data)),
        data[4],
        BinaryPrimitives.ReadInt32BigEndian(data[4..]) << 8 >> 8,
        BinaryPrimitives.ReadUInt32BigEndian(data[8..]),
        BinaryPrimitives.ReadUInt32BigEndian(data[12..]),
        BinaryPrimitives.ReadUInt32BigEndian(data[16..]),
        BinaryPrimitives.ReadUInt32BigEndian(data[20..]));

    internal void Write(Span<byte> data)
    {
        BinaryPrimitives.WriteUInt32BigEndian(data, Ssrc.Value);
        BinaryPrimitives.WriteInt32BigEndian(data[4..], Math.Clamp(CumulativeLost, -0x800000, 0x7FFFFF) & 0xFFFFFF);
        data[4] = FractionLost;
        BinaryPrimitives.WriteUInt32BigEndian(data[8..], HighestSequence);
        BinaryPrimitives.WriteUInt32BigEndian(data[12..], Jitter);
        BinaryPrimitives.WriteUInt32BigEndian(data[16..], LastSenderReport);
        BinaryPrimitives.WriteUInt32BigEndian(data[20..], DelaySinceLastSenderReport);
    }
}
