using System.Buffers.Binary;
using Telemed.Rtc.Rtp;
using Telemed.Rtc.Time;

namespace Telemed.Rtc.Rtcp;

/// <summary>A sender report (RFC 3550 section 6.4.1): what a sender sent, and which media time is which wall time.</summary>
/// <remarks>
/// <code>
/// |V=2|P|    RC   |   PT=SR=200   |             length            |
/// |                         SSRC of sender                        |
/// |              NTP timestamp, most significant word             |
/// |             NTP timestamp, least significant word             |
/// |                         RTP timestamp                         |
/// |                     sender's packet count                     |
/// |                      sender's octet count                     |
/// |                       report blocks × RC                      |
/// </code>
/// </remarks>
public readonly ref struct SenderReport
{
    internal const int FixedLength = 24;

    private SenderReport(ReadOnlySpan<byte> payload, int blocks)
    {
        Ssrc = new(BinaryPrimitives.ReadUInt32BigEndian(payload));
        Ntp = new(BinaryPrimitives.ReadUInt64BigEndian(payload[4..]));
        RtpTimestamp = BinaryPrimitives.ReadUInt32BigEndian(payload[12..]);
        PacketCount = BinaryPrimitives.ReadUInt32BigEndian(payload[16..]);
        OctetCount = BinaryPrimitives.ReadUInt32BigEndian(payload[20..]);
        Blocks = new(payload.Slice(FixedLength, blocks * ReportBlock.Length));
    }

    /// <summary>The stream that its sender reports on.</summary>
    public Ssrc Ssrc { get; }

    /// <summary>The sender's wall time.</summary>
    public NtpTime Ntp { get; }

    /// <summary>The media time of that instant.</summary>
    public uint RtpTimestamp { get; }

    /// <summary>Packets sent since the start, modulo 2^32.</summary>
    public uint PacketCount { get; }

    /// <summary>Payload bytes sent since the start, modulo 2^32.</summary>
    public uint OctetCount { get; }

    /// <summary>What the sender says of the streams it receives.</summary>
    public ReportBlockList Blocks { get; }

    /// <summary>False when the packet is of another type or too short for its count.</summary>
    public static bool TryParse(RtcpPacket packet, out SenderReport report)
    {
        report = default;
        if (packet.Type != RtcpPacketType.SenderReport
            || packet.Payload.Length < FixedLength + (packet.Count * ReportBlock.Length))
        {
            return false;
        }

        report = new(packet.Payload, packet.Count);
        return true;
    }
}
