using Microsoft.Win32.SafeHandles;

namespace Telemed.Media.Recording;

/// <summary>What a journal asks of a disk. Tests put one in its place that refuses, fills or hangs.</summary>
internal class JournalDisk
{
    /// <summary>Opens a new file, for the owner only, for writing at any offset.</summary>
    /// <exception cref="IOException">It exists already, or the disk refuses.</exception>
    public virtual SafeFileHandle Create(string path)
    {
        var handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read);
#pragma warning disable CA1416 // the node runs on Linux only
        File.SetUnixFileMode(handle, RecordingPaths.FileMode);
#pragma warning restore CA1416
        return handle;
    }

    /// <summary>Hands pieces to the kernel in one call: they survive the end of this process.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public virtual void Write(SafeFileHandle file, IReadOnlyList<ReadOnlyMemory<byte>> pieces, long offset)
    {
        if (pieces.Count == 1)
        {
            RandomAccess.Write(file, pieces[0].Span, offset);
        }
        else
        {
            RandomAccess.Write(file, pieces, offset);
        }
    }
}
