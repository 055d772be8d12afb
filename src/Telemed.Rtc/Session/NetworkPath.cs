using System.Net;
using System.Net.Sockets;

namespace Telemed.Rtc.Session;

/// <summary>
/// The far end of a media path: protocol, IPv4 or IPv6 address (IPv4 in its mapped form) and port. A value without
/// references, so that it can be a key and can be compared on the media path without allocation.
/// </summary>
/// <param name="AddressHigh">The upper 64 bits of the IPv6 or IPv4-mapped address, in network order.</param>
/// <param name="AddressLow">The lower 64 bits.</param>
/// <param name="Port">The port, in host order.</param>
/// <param name="Protocol">UDP or TCP.</param>
public readonly record struct NetworkPath(ulong AddressHigh, ulong AddressLow, ushort Port, NetworkProtocol Protocol)
{
    private const ulong MappedPrefix = 0x0000_FFFF_0000_0000;

    /// <summary>Whether the address is an IPv4 one.</summary>
    public bool IsIPv4 => AddressHigh == 0 && (AddressLow & 0xFFFF_FFFF_0000_0000) == MappedPrefix;

    /// <summary>The IPv4 address in host order; meaningful only when <see cref="IsIPv4"/>.</summary>
    public uint IPv4 => (uint)AddressLow;

    /// <summary>The path to an IPv4 address given in host order.</summary>
    public static NetworkPath FromIPv4(uint address, ushort port, NetworkProtocol protocol = NetworkProtocol.Udp) =>
        new(0, MappedPrefix | address, port, protocol);

    /// <summary>The path to an end point; allocates, so for set-up and tests only.</summary>
    public static NetworkPath From(IPEndPoint endPoint, NetworkProtocol protocol = NetworkProtocol.Udp)
    {
        Span<byte> bytes = stackalloc byte[16];
        endPoint.Address.MapToIPv6().TryWriteBytes(bytes, out _);
        return new(
            System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes),
            System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]),
            (ushort)endPoint.Port,
            protocol);
    }

    /// <summary>This path as an end point; allocates, so for set-up and tests only.</summary>
    public IPEndPoint ToEndPoint()
    {
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes, AddressHigh);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], AddressLow);
        var address = new IPAddress(bytes);
        return new(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address, Port);
    }

    /// <summary>The address family that a socket for this path needs.</summary>
    public AddressFamily Family => IsIPv4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6;
}
