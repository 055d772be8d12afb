using System.Runtime.InteropServices;
using System.Text;

namespace Telemed.Links.Box;

/// <summary>
/// A network interface whose packets this process reads and writes (Linux TUN, IP packets without a link header). The
/// interface may be moved into another network namespace; the descriptor stays here.
/// </summary>
internal sealed unsafe partial class TunDevice : IDisposable
{
    private const int ReadWrite = 2;
    private const int NonBlocking = 0x800;
    private const ulong SetInterface = 0x4004_54CA;
    private const short TunWithoutHeader = 0x0001 | 0x1000;
    private const int NameLength = 16;
    private const int RequestSize = 40;

    private readonly int _fd;

    public TunDevice(string name)
    {
        Name = name;
        _fd = Open("/dev/net/tun", ReadWrite | NonBlocking);
        Assert.True(_fd >= 0, $"/dev/net/tun cannot be opened (errno {Marshal.GetLastSystemError()})");
        Span<byte> request = stackalloc byte[RequestSize];
        request.Clear();
        Encoding.ASCII.GetBytes(name, request);
        BitConverter.TryWriteBytes(request[NameLength..], TunWithoutHeader);
        fixed (byte* bytes = request)
        {
            Assert.True(Control(_fd, SetInterface, bytes) == 0, $"{name} cannot be made (errno {Marshal.GetLastSystemError()})");
        }
    }

    public string Name { get; }

    public int Descriptor => _fd;

    /// <summary>Takes the next packet; 0 when there is none now.</summary>
    public int Take(Span<byte> buffer)
    {
        fixed (byte* bytes = buffer)
        {
            return (int)Math.Max(0, Read(_fd, bytes, (nuint)buffer.Length));
        }
    }

    /// <summary>Hands a packet to the interface; one that it refuses is lost.</summary>
    public void Put(ReadOnlySpan<byte> packet)
    {
        fixed (byte* bytes = packet)
        {
            _ = Write(_fd, bytes, (nuint)packet.Length);
        }
    }

    public void Dispose() => _ = Close(_fd);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int Control(int fd, ulong request, byte* argument);

    [LibraryImport("libc", EntryPoint = "read")]
    private static partial nint Read(int fd, byte* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "write")]
    private static partial nint Write(int fd, byte* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int fd);
}
