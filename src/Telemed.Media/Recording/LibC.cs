using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Telemed.Media.Recording;

/// <summary>The few calls of the C library that .NET does not offer.</summary>
internal static partial class LibC
{
    private const int ReadOnlyDirectory = 0x10000 | 0x80000; // O_DIRECTORY | O_CLOEXEC
    private const uint BeginWriting = 2; // SYNC_FILE_RANGE_WRITE
    private const int KeepSize = 1; // FALLOC_FL_KEEP_SIZE
    private const int AddressSpace = 9; // RLIMIT_AS

    /// <summary>The number of the fault when somebody else holds a lock (EWOULDBLOCK).</summary>
    public const int WouldBlock = 11;

    /// <summary>Forces a file's written bytes to the disk.</summary>
    /// <exception cref="IOException">The disk refused them.</exception>
    public static void SyncData(SafeFileHandle file)
    {
        if (FileDataSync(file) != 0)
        {
            throw Fault("fdatasync");
        }
    }

    /// <summary>Lets the kernel begin to write a part of a file to the disk, without waiting for it and without any promise: a
    /// <see cref="SyncData"/> that follows has less to wait for. Where the file system cannot, nothing happens.</summary>
    public static void BeginSync(SafeFileHandle file, long offset, long length) =>
        _ = SyncFileRange(file, offset, length, BeginWriting);

    /// <summary>Forces a directory's entries to the disk, so that a new file's name survives a power cut.</summary>
    /// <exception cref="IOException">The directory cannot be opened or synchronised.</exception>
    public static void SyncDirectory(string path)
    {
        var handle = Open(path, ReadOnlyDirectory);
        if (handle < 0)
        {
            throw Fault("open");
        }

        using var owned = new SafeFileHandle(handle, ownsHandle: true);
        if (FileSync(owned) != 0)
        {
            throw Fault("fsync");
        }
    }

    /// <summary>Asks for disk space in advance; where the file system cannot, nothing happens.</summary>
    public static void Reserve(SafeFileHandle file, long offset, long length) =>
        _ = Allocate(file, KeepSize, offset, length);

    /// <summary>Bounds a process's address space; false when the process is gone.</summary>
    public static bool LimitMemory(int process, ulong bytes)
    {
        var limit = new ResourceLimit { Soft = bytes, Hard = bytes };
        return ProcessLimit(process, AddressSpace, in limit, IntPtr.Zero) == 0;
    }

    private static IOException Fault(string call)
    {
        var number = Marshal.GetLastPInvokeError();
        return new($"{call} failed: {Marshal.GetPInvokeErrorMessage(number)}", number);
    }

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int FileDataSync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "sync_file_range")]
    private static partial int SyncFileRange(SafeFileHandle file, long offset, long length, uint flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FileSync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fallocate")]
    private static partial int Allocate(SafeFileHandle file, int mode, long offset, long length);

    [LibraryImport("libc", EntryPoint = "prlimit")]
    private static partial int ProcessLimit(int process, int resource, in ResourceLimit limit, IntPtr old);

    [StructLayout(LayoutKind.Sequential)]
    private struct ResourceLimit
    {
        public ulong Soft;
        public ulong Hard;
    }
}
