namespace Telemed.Media.Recording;

/// <summary>Watches how full the recording disk is. Journal thread only.</summary>
/// <param name="percentFull">How full it is now, 0 to 100.</param>
internal sealed class DiskWatch(Func<double> percentFull)
{
    /// <summary>How often it looks, with or without a recording.</summary>
    public const int LookMilliseconds = 10_000;

    private static readonly int[] Watermarks = [70, 85, 95];

    private long _nextLook;
    private int _reached;

    /// <summary>How full the disk is, 0 to 100; 0 when nobody can tell.</summary>
    public double PercentFull() => percentFull();

    /// <summary>
    /// How full the disk under a path is, as df counts it: space that is reserved for others counts neither as used nor
    /// as free.
    /// </summary>
    public static double Measure(string path)
    {
        try
        {
            var drive = new DriveInfo(path);
            var used = drive.TotalSize - drive.TotalFreeSpace;
            var usable = used + drive.AvailableFreeSpace;
            return usable <= 0 ? 0 : 100.0 * used / usable;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    /// <summary>Every ten seconds: a problem when a watermark was crossed upwards since the last look.</summary>
    public RecordingProblem? Look(long nowMilliseconds)
    {
        if (nowMilliseconds < _nextLook)
        {
            return null;
        }

        _nextLook = nowMilliseconds + LookMilliseconds;
        var full = PercentFull();
        var before = _reached;
        _reached = Watermarks.LastOrDefault(mark => full >= mark);
        return _reached > before
            ? new("", RecordingProblemKind.DiskFilling, $"The recording disk is more than {_reached} percent full.")
            : null;
    }
}
