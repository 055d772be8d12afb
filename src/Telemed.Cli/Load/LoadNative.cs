using System.Runtime.InteropServices;

namespace Telemed.Cli.Load;

/// <summary>The system calls of the load generator (Linux, 64 bits); blittable.</summary>
internal static unsafe partial class LoadNative
{
    public const int Inet = 2;
    public const int UdpLevel = 17;
    public const int UdpCoalesce = 104;
    public const int Datagram = 2;
    public const int NonBlocking = 0x800;
    public const int CloseOnExec = 0x80000;
    public const int SocketLevel = 1;
    public const int SendBuffer = 7;
    public const int ReceiveBuffer = 8;
    public const int TimestampNs = 35;
    public const int DontWait = 0x40;
    public const int EpollIn = 1;
    public const int EpollAdd = 1;
    public const int Realtime = 0;

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    internal static partial int Socket(int domain, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "connect", SetLastError = true)]
    internal static partial int Connect(int fd, Address* address, uint length);

    [LibraryImport("libc", EntryPoint = "setsockopt")]
    internal static partial int SetOption(int fd, int level, int option, void* value, uint length);

    [LibraryImport("libc", EntryPoint = "send")]
    internal static partial nint Send(int fd, byte* bytes, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "recvmmsg")]
    internal static partial int Receive(int fd, Message* messages, uint count, int flags, void* timeout);

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    internal static partial int EpollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    internal static partial int EpollControl(int epoll, int operation, int fd, Ready* what);

    [LibraryImport("libc", EntryPoint = "epoll_wait")]
    internal static partial int EpollWait(int epoll, Ready* ready, int most, int milliseconds);

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    internal static partial int ClockGetTime(int clock, Time* time);

    [LibraryImport("libc", EntryPoint = "close")]
    internal static partial int Close(int fd);

    /// <summary>Wall time in nanoseconds since 1970, the clock of the kernel's receive stamps.</summary>
    public static long WallNanoseconds
    {
        get
        {
            Time time;
            _ = ClockGetTime(Realtime, &time);
            return (time.Seconds * 1_000_000_000) + time.Nanoseconds;
        }
    }

    /// <summary><c>struct sockaddr_in</c>; port and address in network order.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Address
    {
        public ushort Family;
        public ushort Port;
        public uint Ip;
        public ulong Zero;
    }

    /// <summary><c>struct iovec</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Vector
    {
        public byte* Base;
        public nuint Length;
    }

    /// <summary><c>struct mmsghdr</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Message
    {
        public void* Name;
        public uint NameLength;
        public Vector* Vectors;
        public nuint VectorCount;
        public byte* Control;
        public nuint ControlLength;
        public int Flags;
        public int Padding;
        public uint Length;
        public int EndPadding;
    }

    /// <summary><c>struct cmsghdr</c>; its value follows, the next begins at a multiple of eight.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct ControlHeader
    {
        public nuint Length;
        public int Level;
        public int Type;
    }

    /// <summary><c>struct timespec</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Time
    {
        public long Seconds;
        public long Nanoseconds;
    }

    /// <summary><c>struct epoll_event</c> as x86-64 packs it; the load generator runs there only.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    internal struct Ready
    {
        public uint Events;
        public int Index;
        public int Unused;
    }
}
