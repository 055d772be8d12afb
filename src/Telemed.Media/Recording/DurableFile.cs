namespace Telemed.Media.Recording;

/// <summary>Files that are on the disk when a call returns.</summary>
internal static class DurableFile
{
    /// <summary>Options of every file made here: for the owner only, and not there before.</summary>
    public static FileStreamOptions CreateOptions => new()
    {
        Mode = FileMode.CreateNew,
        Access = FileAccess.ReadWrite,
        Share = FileShare.Read,
#pragma warning disable CA1416 // the node runs on Linux only
        UnixCreateMode = RecordingPaths.FileMode,
#pragma warning restore CA1416
    };

    /// <summary>Writes a new file.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        using var file = new FileStream(path, CreateOptions);
        file.Write(content);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Puts a finished temporary file in its place: the old content or the new, never half.</summary>
    public static void Replace(string temporary, string path)
    {
        File.Move(temporary, path, overwrite: true);
        LibC.SyncDirectory(Path.GetDirectoryName(path)!);
    }
}
