using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Telemed.Rtc.Session;

namespace Telemed.Cli.Load;

/// <summary>A participant's own UDP socket, connected to the server's candidate. One thread.</summary>
internal sealed unsafe class LoadSocket : IDisposable
{
    private const int BufferBytes = 1 << 20;
    private int _fd;

    /// <summary>Opens a socket.</summary>
    /// <param name="to">The server's candidate, IPv4.</param>
    /// <param name="options">What it asks of the kernel.</param>
    /// <exception cref="CliException">The system gives no socket.</exception>
    public LoadSocket(in NetworkPath to, LoadSocketOptions options)
    {
        _fd = LoadNative.Socket(LoadNative.Inet, LoadNative.Datagram | LoadNative.NonBlocking | LoadNative.CloseOnExec, 0);
        var address = new LoadNative.Address
        {
            Family = LoadNative.Inet,
            Port = BinaryPrimitives.ReverseEndianness(to.Port),
            Ip = BinaryPrimitives.ReverseEndianness(to.IPv4),
        };
        if (_fd < 0 || LoadNative.Connect(_fd, &address, (uint)sizeof(LoadNative.Address)) != 0)
        {
            throw new CliException($"no UDP socket could be opened (errno {Marshal.GetLastPInvokeError()}); raise the limit of open files");
        }

        Options = options;
        Set(LoadNative.SocketLevel, LoadNative.ReceiveBuffer, BufferBytes);
        Set(LoadNative.SocketLevel, LoadNative.SendBuffer, BufferBytes);
        if (options.HasFlag(LoadSocketOptions.Stamped))
        {
            Set(LoadNative.SocketLevel, LoadNative.TimestampNs, 1);
        }

        if (options.HasFlag(LoadSocketOptions.Coalescing) && !Set(LoadNative.UdpLevel, LoadNative.UdpCoalesce, 1))
        {
            Dispose();
            throw new CliException("this kernel hands no runs of datagrams over (UDP_GRO, Linux 5.0)");
        }
    }

    /// <summary>The descriptor.</summary>
    public int Fd => _fd;

    /// <summary>What it asks of the kernel.</summary>
    public LoadSocketOptions Options { get; }

    /// <summary>Sends; what the kernel does not take is lost.</summary>
    public void Send(ReadOnlySpan<byte> datagram)
    {
        fixed (byte* bytes = datagram)
        {
            _ = LoadNative.Send(_fd, bytes, (nuint)datagram.Length, LoadNative.DontWait);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_fd >= 0)
        {
            _ = LoadNative.Close(_fd);
            _fd = -1;
        }
    }

    private bool Set(int level, int option, int value) => LoadNative.SetOption(_fd, level, option, &value, sizeof(int)) == 0;
}
