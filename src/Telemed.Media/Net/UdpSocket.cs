using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Telemed.Rtc.Session;

namespace Telemed.Media.Net;

/// <summary>
/// A non-blocking UDP socket with large buffers. One thread uses it. A socket bound to all addresses asks the kernel for
/// the address each datagram was sent to, so that the reply can leave from there. One bound to <c>::</c> carries IPv4 as
/// well (RFC 3493 section 3.7); where the kernel has no IPv6 it is an IPv4 socket.
/// </summary>
internal sealed unsafe class UdpSocket : IDisposable
{
    private const int BufferBytes = 4 << 20;
    private int _fd;

    private UdpSocket(int fd, ushort port, bool boundToAny, bool isIPv6)
    {
        _fd = fd;
        Port = port;
        BoundToAny = boundToAny;
        IsIPv6 = isIPv6;
        CanSegment = Set(Libc.LevelUdp, Libc.UdpSegment, 0);
    }

    /// <summary>The descriptor.</summary>
    public int Fd => _fd;

    /// <summary>The local port.</summary>
    public ushort Port { get; }

    /// <summary>Whether datagrams carry the local address that they came to and must name the one they leave from.</summary>
    public bool BoundToAny { get; }

    /// <summary>Whether names are IPv6 ones, with IPv4 addresses mapped.</summary>
    public bool IsIPv6 { get; }

    /// <summary>Whether the kernel takes several equal datagrams as one message (UDP_SEGMENT, Linux 4.18).</summary>
    public bool CanSegment { get; }

    /// <summary>Opens and binds a socket.</summary>
    /// <exception cref="IOException">It could not be opened or bound; the message names the port and the errno.</exception>
    public static UdpSocket Bind(IPAddress address, int port)
    {
        if (address.Equals(IPAddress.IPv6Any) && !Socket.OSSupportsIPv6)
        {
            address = IPAddress.Any;
        }

        var isIPv6 = address.AddressFamily == AddressFamily.InterNetworkV6;
        var fd = Libc.Socket(
            isIPv6 ? Libc.AddressFamilyInet6 : Libc.AddressFamilyInet,
            Libc.SocketDatagram | Libc.SocketNonBlocking | Libc.SocketCloseOnExec,
            0);
        if (fd < 0)
        {
            throw new IOException($"No UDP socket could be opened (errno {Marshal.GetLastSystemError()}).");
        }

        var both = 0;
        if (isIPv6)
        {
            _ = Libc.SetSocketOption(fd, Libc.LevelIPv6, Libc.IPv6Only, &both, sizeof(int));
        }

        var name = SocketName.From(NetworkPath.From(new(address, port)), isIPv6);
        var length = name.Length;
        if (Libc.Bind(fd, &name, length) != 0 || Libc.GetSocketName(fd, &name, &length) != 0)
        {
            var error = Marshal.GetLastSystemError();
            _ = Libc.Close(fd);
            throw new IOException($"UDP port {port} could not be bound (errno {error}).");
        }

        var isAny = address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);
        var socket = new UdpSocket(fd, name.ToPath().Port, isAny, isIPv6);
        socket.Prepare();
        return socket;
    }

    /// <summary>Closes the socket; no thread may be using it.</summary>
    public void Dispose()
    {
        if (_fd >= 0)
        {
            _ = Libc.Close(_fd);
            _fd = -1;
        }
    }

    private void Prepare()
    {
        // The kernel caps these at its own limits; what it grants is enough to work with.
        Set(Libc.LevelSocket, Libc.OptionReceiveBuffer, BufferBytes);
        Set(Libc.LevelSocket, Libc.OptionSendBuffer, BufferBytes);
        if (BoundToAny && IsIPv6)
        {
            Set(Libc.LevelIPv6, Libc.IPv6ReceivePacketInfo, 1);
        }
        else if (BoundToAny)
        {
            Set(Libc.LevelIp, Libc.IpPacketInfo, 1);
        }
    }

    private bool Set(int level, int option, int value) =>
        Libc.SetSocketOption(_fd, level, option, &value, sizeof(int)) == 0;
}
