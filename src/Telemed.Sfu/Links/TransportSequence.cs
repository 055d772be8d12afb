using System.Buffers.Binary;
using Telemed.Rtc.Rtp;

namespace Telemed.Sfu.Links;

/// <summary>
/// The one header extension that packets to receivers carry: the transport-wide sequence number, in an RFC 8285 block of
/// one-byte headers with a byte of padding. Its place is fixed, so that the number can be written when the packet goes.
/// </summary>
/// <remarks>
/// <code>
/// |  0xBE    |  0xDE    |        1 (word)     |  ID | 1  |  number            |  0  |
/// </code>
/// </remarks>
internal static class TransportSequence
{
    /// <summary>Bytes that the block adds to the fixed header.</summary>
    public const int Length = 8;

    private const int NumberOffset = RtpPacket.FixedHeaderLength + 5;

    /// <summary>Whether an id fits the one-byte form.</summary>
    public static bool IsUsable(byte id) => id is > 0 and < 15;

    /// <summary>Writes the block behind a fixed header, and says in the header that it is there.</summary>
    public static void WriteBlock(Span<byte> packet, byte id)
    {
        packet[0] |= 0x10;
        BinaryPrimitives.WriteUInt32BigEndian(packet[RtpPacket.FixedHeaderLength..], 0xBEDE0001);
        BinaryPrimitives.WriteUInt32BigEndian(packet[(RtpPacket.FixedHeaderLength + 4)..], (uint)((id << 4) | 1) << 24);
    }

    /// <summary>Writes the number into a packet with the block.</summary>
    public static void WriteNumber(Span<byte> packet, ushort number) =>
        BinaryPrimitives.WriteUInt16BigEndian(packet[NumberOffset..], number);
}
