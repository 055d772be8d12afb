using System.Buffers.Binary;
using Telemed.Rtc.Rtp;

namespace Telemed.Rtc.Rtcp;

/// <summary>A receiver report (RFC 3550 section 6.4.2): the reporter's SSRC and its report blocks.</summary>
public readonly ref struct ReceiverReport
{
    private ReceiverReport(ReadOnlySpan<byte> payload, int blocks)
    {
        Ssrc = new(BinaryPrimitives.ReadUInt32BigEndian(payload));
        Blocks = new(payload.Slice(4, blocks * ReportBlock.Length));
    }

    /// <summary>Who reports.</summary>
    public Ssrc Ssrc { get; }

    /// <summary>What it says of the streams it receives.</summary>
    public ReportBlockList Blocks { get; }

    /// <summary>False when the packet is of another type or too short for its count.</summary>
    public static bool TryParse(RtcpPacket packet, out ReceiverReport report)
    {
        report = default;
        if (packet.Type != RtcpPacketType.ReceiverReport
            || packet.Payload.Length < 4 + (packet.Count * ReportBlock.Length))
        {
            return false;
        }

        report = new(packet.Payload, packet.Count);
        return true;
    }
}
