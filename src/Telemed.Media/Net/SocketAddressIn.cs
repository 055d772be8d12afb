using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Telemed.Rtc.Session;

namespace Telemed.Media.Net;

/// <summary><c>struct sockaddr_in</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SocketAddressIn
{
    /// <summary>AF_INET.</summary>
    public ushort Family;

    /// <summary>Network order.</summary>
    public ushort Port;

    /// <summary>Network order.</summary>
    public uint Address;

    /// <summary>Unused.</summary>
    public ulong Zero;

    /// <summary>The address of a path's far end.</summary>
    public static SocketAddressIn From(in NetworkPath path) => From(path.IPv4, path.Port);

    /// <summary>An address and port, both in host order.</summary>
    public static SocketAddressIn From(uint address, ushort port) => new()
    {
        Family = Libc.AddressFamilyInet,
        Port = BinaryPrimitives.ReverseEndianness(port),
        Address = BinaryPrimitives.ReverseEndianness(address),
    };

    /// <summary>This address as the far end of a UDP path.</summary>
    public readonly NetworkPath ToPath() => NetworkPath.FromIPv4(
        BinaryPrimitives.ReverseEndianness(Address), BinaryPrimitives.ReverseEndianness(Port));
}
