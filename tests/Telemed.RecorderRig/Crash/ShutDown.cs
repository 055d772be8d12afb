using System.Runtime.InteropServices;

namespace Telemed.RecorderRig.Crash;

/// <summary>Takes an ext4 file system away at once, as a pulled plug would: nothing that is not on the disk gets there any
/// more, and every further write fails.</summary>
internal static partial class ShutDown
{
    private const uint Ext4Shutdown = 0x8004587D; // _IOR('X', 125, __u32)
    private const uint NoLogFlush = 2;

    // O_DIRECTORY | O_CLOEXEC: a program that another run starts meanwhile would keep the file system busy.
    private const int DirectoryOnly = 0x10000 | 0x80000;

    /// <summary>Shuts down the file system that a folder lies on.</summary>
    public static void FileSystem(string folder)
    {
        var directory = Open(folder, DirectoryOnly);
        var flags = NoLogFlush;
        var answer = Control(directory, Ext4Shutdown, ref flags);
        var error = Marshal.GetLastPInvokeError();
        _ = Close(directory);
        if (answer != 0)
        {
            throw new IOException($"the file system cannot be shut down: error {error}");
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(int file, uint request, ref uint value);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);
}
