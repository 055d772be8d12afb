using System.Buffers.Binary;

namespace Telemed.Links.Box;

/// <summary>The few fields of an IPv4 packet that the box looks at and rewrites, checksums included (RFC 1624).</summary>
internal static class IPv4Packet
{
    public const byte Tcp = 6;
    public const byte Udp = 17;

    private const int SourceAt = 12;
    private const int DestinationAt = 16;

    public static bool IsIPv4(ReadOnlySpan<byte> packet) => packet.Length >= 20 && packet[0] >> 4 == 4;

    public static byte Protocol(ReadOnlySpan<byte> packet) => packet[9];

    public static uint Source(ReadOnlySpan<byte> packet) => BinaryPrimitives.ReadUInt32BigEndian(packet[SourceAt..]);

    public static uint Destination(ReadOnlySpan<byte> packet) => BinaryPrimitives.ReadUInt32BigEndian(packet[DestinationAt..]);

    public static void SetSource(Span<byte> packet, uint address) => Rewrite(packet, SourceAt, address);

    public static void SetDestination(Span<byte> packet, uint address) => Rewrite(packet, DestinationAt, address);

    /// <summary>What the head of an RTP packet says, where a UDP packet holds one (RFC 5761 tells it from RTCP, RFC 7983 from the rest); null else. SRTP does not hide it.</summary>
    public static RtpHead? Rtp(ReadOnlySpan<byte> packet)
    {
        if (!IsIPv4(packet) || Protocol(packet) != Udp)
        {
            return null;
        }

        var data = packet[(((packet[0] & 15) * 4) + 8)..];
        return data.Length > 12 && data[0] >> 6 == 2 && data[1] is < 192 or > 223
            ? new(data[1] & 0x7F, BinaryPrimitives.ReadUInt16BigEndian(data[2..]), BinaryPrimitives.ReadUInt32BigEndian(data[4..]))
            : null;
    }

    private static void Rewrite(Span<byte> packet, int at, uint address)
    {
        var before = BinaryPrimitives.ReadUInt32BigEndian(packet[at..]);
        BinaryPrimitives.WriteUInt32BigEndian(packet[at..], address);
        Amend(packet[10..], before, address);
        var header = (packet[0] & 15) * 4;
        var checksumAt = Protocol(packet) == Udp ? header + 6 : Protocol(packet) == Tcp ? header + 16 : 0;

        // A UDP checksum of 0 says that there is none.
        if (checksumAt > 0 && checksumAt + 2 <= packet.Length && BinaryPrimitives.ReadUInt16BigEndian(packet[checksumAt..]) != 0)
        {
            Amend(packet[checksumAt..], before, address);
        }
    }

    private static void Amend(Span<byte> checksum, uint before, uint after)
    {
        var sum = (uint)(ushort)~BinaryPrimitives.ReadUInt16BigEndian(checksum);
        sum += (ushort)~(before >> 16) + (uint)(ushort)~before + (after >> 16) + (ushort)after;
        sum = (sum & 0xFFFF) + (sum >> 16);
        sum = (sum & 0xFFFF) + (sum >> 16);
        BinaryPrimitives.WriteUInt16BigEndian(checksum, (ushort)~sum);
    }
}
