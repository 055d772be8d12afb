using System.Diagnostics;

namespace Telemed.Cli.Doctor;

/// <summary>Whether the data directory can be written, how often a second it can be made durable, and how full it is.</summary>
internal static class DiskCheck
{
    private const int Rounds = 50;
    private const int Block = 4096;
    // A journal is made durable twice a second per recording; ten recordings beside a database want this.
    private const double LeastPerSecond = 50;
    private const double FullAtPercent = 95;

    /// <summary>Writes and syncs a small file some times.</summary>
    public static async Task<Finding> RunAsync(string directory, CancellationToken stop)
    {
        const string What = "data directory";
        try
        {
            Directory.CreateDirectory(directory);
            var rate = await SyncRateAsync(directory, stop);
            var drive = new DriveInfo(directory);
            var full = 100.0 * (drive.TotalSize - drive.AvailableFreeSpace) / drive.TotalSize;
            var says = $"{directory}: {rate:0} syncs/s, {full:0} % full";
            if (rate < LeastPerSecond) return new Finding(false, What, $"{says}: the disk is too slow for recordings");
            return full < FullAtPercent ? new Finding(true, What, says) : new Finding(false, What, $"{says}: recordings will be refused");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return new Finding(false, What, fault.Message);
        }
    }

    private static async Task<double> SyncRateAsync(string directory, CancellationToken stop)
    {
        var path = Path.Combine(directory, $".doctor-{Guid.NewGuid():N}");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.DeleteOnClose };
        await using var file = new FileStream(path, options);
        var block = new byte[Block];
        var watch = Stopwatch.StartNew();
        for (var round = 0; round < Rounds; round++)
        {
            await file.WriteAsync(block, stop);
            file.Flush(flushToDisk: true);
        }

        return Rounds / watch.Elapsed.TotalSeconds;
    }
}
