using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Telemed.Rtc.Srtp;

/// <summary>The few fields of RTP and RTCP headers that SRTP reads, on raw memory.</summary>
internal static unsafe class SrtpPacket
{
    public const int MinRtpLength = 12;
    public const int MinRtcpLength = 8;
    public const int RtpSequenceOffset = 2;
    public const int RtpSsrcOffset = 8;
    public const int RtcpSsrcOffset = 4;

    /// <summary>The E flag of an SRTCP packet (RFC 3711 section 3.4): the packet is encrypted.</summary>
    public const uint EncryptedFlag = 0x8000_0000;

    private const byte ExtensionBit = 0x10;
    private const byte CsrcCountMask = 0x0F;
    private const int VersionShift = 6;
    private const int Version = 2;

    /// <summary>
    /// The length of the RTP header with CSRCs and extension (RFC 3550 sections 5.1 and 5.3.1), or -1 when the packet
    /// is not RTP or the header does not fit into <paramref name="length"/>.
    /// </summary>
    public static int RtpHeaderLength(byte* packet, int length)
    {
        if (length < MinRtpLength || packet[0] >> VersionShift != Version)
            return -1;
        var header = MinRtpLength + ((packet[0] & CsrcCountMask) * 4);
        if ((packet[0] & ExtensionBit) != 0)
        {
            if (length < header + 4)
                return -1;
            header += 4 + (ReadUInt16(packet + header + 2) * 4);
        }

        return header <= length ? header : -1;
    }

    /// <summary>Whether it can be RTCP: long enough and version 2.</summary>
    public static bool IsRtcp(byte* packet, int length) =>
        length >= MinRtcpLength && packet[0] >> VersionShift == Version;

    public static ushort ReadUInt16(byte* at) => BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<ushort>(at));

    public static uint ReadUInt32(byte* at) => BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<uint>(at));

    public static void WriteUInt32(byte* at, uint value) =>
        Unsafe.WriteUnaligned(at, BinaryPrimitives.ReverseEndianness(value));

    public static void WriteUInt64(byte* at, ulong value) =>
        Unsafe.WriteUnaligned(at, BinaryPrimitives.ReverseEndianness(value));
}
