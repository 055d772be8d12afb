namespace Telemed.Media.Recording;

/// <summary>The disk that recordings are kept on. Any thread.</summary>
public static class RecordingDisk
{
    /// <summary>How full the disk under a directory is, 0 to 100, as df counts it; 0 when nobody can tell.</summary>
    public static double PercentFull(string directory) => DiskWatch.Measure(directory);
}
