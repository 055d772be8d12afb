namespace Telemed.Media.Net;

/// <summary>The two ancillary items we use (cmsg(3)): the segment size and the local address.</summary>
internal static unsafe class ControlMessage
{
    /// <summary>Room for both items and some to spare.</summary>
    public const int BufferSize = 64;

    private const int HeaderSize = 16;
    private const int PacketInfoSize = 12;
    private const int SpecifiedDestinationOffset = HeaderSize + 4;
    private const int DestinationOffset = HeaderSize + 8;

    /// <summary>Writes a segment size.</summary>
    /// <returns>The bytes used.</returns>
    public static int WriteSegmentSize(byte* buffer, ushort size)
    {
        WriteHeader(buffer, HeaderSize + sizeof(ushort), Libc.LevelUdp, Libc.UdpSegment);
        *(ushort*)(buffer + HeaderSize) = size;
        return HeaderSize + 8;
    }

    /// <summary>Writes the local address that a datagram is to leave from (network order).</summary>
    /// <returns>The bytes used.</returns>
    public static int WriteLocalAddress(byte* buffer, uint local)
    {
        WriteHeader(buffer, HeaderSize + PacketInfoSize, Libc.LevelIp, Libc.IpPacketInfo);
        *(int*)(buffer + HeaderSize) = 0;
        *(uint*)(buffer + SpecifiedDestinationOffset) = local;
        *(uint*)(buffer + DestinationOffset) = 0;
        return HeaderSize + 16;
    }

    /// <summary>The local address that a datagram was sent to (network order); 0 when the item is not there.</summary>
    public static uint ReadLocalAddress(byte* buffer, nuint length)
    {
        var isThere = length >= HeaderSize + PacketInfoSize
            && ((int*)buffer)[2] == Libc.LevelIp && ((int*)buffer)[3] == Libc.IpPacketInfo;
        return isThere ? *(uint*)(buffer + SpecifiedDestinationOffset) : 0;
    }

    private static void WriteHeader(byte* buffer, nuint length, int level, int type)
    {
        *(nuint*)buffer = length;
        ((int*)buffer)[2] = level;
        ((int*)buffer)[3] = type;
    }
}
