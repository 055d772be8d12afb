using System.Runtime.InteropServices;

namespace Telemed.Media.Net;

/// <summary>The system calls of the media thread; blittable, so that a call costs little more than in C.</summary>
internal static unsafe partial class Libc
{
    public const int AddressFamilyInet = 2;
    public const int AddressFamilyInet6 = 10;
    public const int SocketDatagram = 2;
    public const int SocketNonBlocking = 0x800;
    public const int SocketCloseOnExec = 0x80000;
    public const int LevelSocket = 1;
    public const int LevelIp = 0;
    public const int LevelTcp = 6;
    public const int LevelUdp = 17;
    public const int LevelIPv6 = 41;
    public const int OptionSendBuffer = 7;
    public const int OptionReceiveBuffer = 8;
    public const int IpPacketInfo = 8;
    public const int IPv6Only = 26;
    public const int IPv6ReceivePacketInfo = 49;
    public const int IPv6PacketInfo = 50;
    public const int TcpNotSentLowWater = 25;
    public const int UdpSegment = 103;
    public const int MessageDontWait = 0x40;
    public const int MessageTruncated = 0x20;
    public const int MessageNoSignal = 0x4000;
    public const short PollIn = 1;
    public const short PollOut = 4;
    public const int ErrorInterrupted = 4;
    public const int ErrorIo = 5;
    public const int ErrorAgain = 11;
    public const int ErrorInvalid = 22;
    public const int ErrorNotSupported = 95;
    public const int ErrorNoBuffers = 105;
    public const int ClockThreadCpu = 3;

    [LibraryImport("libc", EntryPoint = "socket")]
    internal static partial int Socket(int domain, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "bind")]
    internal static partial int Bind(int fd, SocketName* address, uint length);

    [LibraryImport("libc", EntryPoint = "getsockname")]
    internal static partial int GetSocketName(int fd, SocketName* address, uint* length);

    [LibraryImport("libc", EntryPoint = "setsockopt")]
    internal static partial int SetSocketOption(int fd, int level, int option, void* value, uint length);

    [LibraryImport("libc", EntryPoint = "recvmmsg")]
    internal static partial int ReceiveMessages(int fd, MultiMessage* messages, uint count, int flags, void* timeout);

    [LibraryImport("libc", EntryPoint = "sendmmsg")]
    internal static partial int SendMessages(int fd, MultiMessage* messages, uint count, int flags);

    [LibraryImport("libc", EntryPoint = "send")]
    internal static partial nint Send(int fd, void* buffer, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "ppoll")]
    internal static partial int Poll(PollEntry* entries, ulong count, TimeSpec* timeout, void* signals);

    [LibraryImport("libc", EntryPoint = "eventfd")]
    internal static partial int EventFd(uint initial, int flags);

    [LibraryImport("libc", EntryPoint = "read")]
    internal static partial nint Read(int fd, void* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "write")]
    internal static partial nint Write(int fd, void* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "close")]
    internal static partial int Close(int fd);

    /// <summary><c>sched_setattr(2)</c>, for which glibc has a name only since 2.41; 0 as who is the calling thread.</summary>
    internal static long SetSchedule(SchedulingAttributes* attributes) =>
        SystemCall(RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 274 : 314, 0, (nint)attributes, 0);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial long SystemCall(long number, nint first, nint second, nint third);

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    internal static partial int ClockGetTime(int clock, TimeSpec* time);
}
