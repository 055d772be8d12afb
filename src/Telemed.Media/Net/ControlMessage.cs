namespace Telemed.Media.Net;

/// <summary>The ancillary items we use (cmsg(3)): the segment size and the local address.</summary>
internal static unsafe class ControlMessage
{
    /// <summary>Room for a segment size and an IPv6 address.</summary>
    public const int BufferSize = 64;

    private const int HeaderSize = 16;
    private const int PacketInfoSize = 12;
    private const int SpecifiedDestinationOffset = HeaderSize + 4;
    private const int DestinationOffset = HeaderSize + 8;

    /// <summary><c>struct in6_pktinfo</c>: the address, then the interface's index.</summary>
    private const int PacketInfo6Size = 20;

    /// <summary>Writes a segment size.</summary>
    /// <returns>The bytes used.</returns>
    public static int WriteSegmentSize(byte* buffer, ushort size)
    {
        WriteHeader(buffer, HeaderSize + sizeof(ushort), Libc.LevelUdp, Libc.UdpSegment);
        *(ushort*)(buffer + HeaderSize) = size;
        return HeaderSize + 8;
    }

    /// <summary>Writes the local address that a datagram is to leave from, as a socket of that family takes it.</summary>
    /// <returns>The bytes used.</returns>
    public static int WriteLocalAddress(byte* buffer, LocalAddress local, bool isIPv6)
    {
        if (isIPv6)
        {
            WriteHeader(buffer, HeaderSize + PacketInfo6Size, Libc.LevelIPv6, Libc.IPv6PacketInfo);
            *(ulong*)(buffer + HeaderSize) = local.High;
            *(ulong*)(buffer + HeaderSize + 8) = local.Low;
            *(int*)(buffer + HeaderSize + 16) = 0;
            return HeaderSize + 24;
        }

        WriteHeader(buffer, HeaderSize + PacketInfoSize, Libc.LevelIp, Libc.IpPacketInfo);
        *(int*)(buffer + HeaderSize) = 0;
        *(uint*)(buffer + SpecifiedDestinationOffset) = (uint)local.Low;
        *(uint*)(buffer + DestinationOffset) = 0;
        return HeaderSize + 16;
    }

    /// <summary>The local address that a datagram was sent to; the default value when the item is not there.</summary>
    public static LocalAddress ReadLocalAddress(byte* buffer, nuint length)
    {
        if (length >= HeaderSize + PacketInfoSize
            && ((int*)buffer)[2] == Libc.LevelIp && ((int*)buffer)[3] == Libc.IpPacketInfo)
        {
            return new(0, *(uint*)(buffer + SpecifiedDestinationOffset));
        }

        return length >= HeaderSize + PacketInfo6Size
            && ((int*)buffer)[2] == Libc.LevelIPv6 && ((int*)buffer)[3] == Libc.IPv6PacketInfo
                ? new(*(ulong*)(buffer + HeaderSize), *(ulong*)(buffer + HeaderSize + 8))
                : default;
    }

    private static void WriteHeader(byte* buffer, nuint length, int level, int type)
    {
        *(nuint*)buffer = length;
        ((int*)buffer)[2] = level;
        ((int*)buffer)[3] = type;
    }
}
