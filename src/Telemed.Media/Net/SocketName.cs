using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Telemed.Rtc.Session;

namespace Telemed.Media.Net;

/// <summary><c>struct sockaddr_in</c> or <c>struct sockaddr_in6</c>, as <see cref="Family"/> says.</summary>
[StructLayout(LayoutKind.Explicit, Size = 28)]
internal struct SocketName
{
    /// <summary>AF_INET or AF_INET6.</summary>
    [FieldOffset(0)]
    public ushort Family;

    /// <summary>Network order.</summary>
    [FieldOffset(2)]
    public ushort Port;

    /// <summary>The IPv4 address in network order.</summary>
    [FieldOffset(4)]
    public uint IPv4;

    /// <summary>The upper half of the IPv6 address in network order; zero with IPv4.</summary>
    [FieldOffset(8)]
    public ulong High;

    /// <summary>The lower half.</summary>
    [FieldOffset(16)]
    public ulong Low;

    /// <summary>The size that the kernel wants to hear for this family.</summary>
    public readonly uint Length => SizeOf(Family == Libc.AddressFamilyInet6);

    /// <summary>The size of a name of a socket's family.</summary>
    public static uint SizeOf(bool isIPv6) => isIPv6 ? 28u : 16u;

    /// <summary>The far end of a path as a socket of that family names it: an IPv6 socket has IPv4 addresses mapped.</summary>
    public static SocketName From(in NetworkPath path, bool isIPv6)
    {
        var port = BinaryPrimitives.ReverseEndianness(path.Port);
        return isIPv6
            ? new()
            {
                Family = Libc.AddressFamilyInet6,
                Port = port,
                High = BinaryPrimitives.ReverseEndianness(path.AddressHigh),
                Low = BinaryPrimitives.ReverseEndianness(path.AddressLow),
            }
            : new()
            {
                Family = Libc.AddressFamilyInet,
                Port = port,
                IPv4 = BinaryPrimitives.ReverseEndianness(path.IPv4),
            };
    }

    /// <summary>This name as the far end of a UDP path.</summary>
    public readonly NetworkPath ToPath() => Family == Libc.AddressFamilyInet6
        ? new(
            BinaryPrimitives.ReverseEndianness(High),
            BinaryPrimitives.ReverseEndianness(Low),
            BinaryPrimitives.ReverseEndianness(Port),
            NetworkProtocol.Udp)
        : NetworkPath.FromIPv4(BinaryPrimitives.ReverseEndianness(IPv4), BinaryPrimitives.ReverseEndianness(Port));
}
