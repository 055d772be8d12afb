using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Telemed.Media.Recording;

namespace Telemed.RecorderRig.Sync;

/// <summary>Finishes a recording in a process of its own and tells the most memory that it took.</summary>
internal static class FinaliseChild
{
    /// <summary>Finishes <c>r1</c> in a folder; prints its own peak in MiB.</summary>
    public static async Task<int> RunAsync(string folder)
    {
        using var library = new RecordingLibrary(Options(folder), NullLoggerFactory.Instance);
        await library.FinaliseAsync("r1", null, CancellationToken.None);
        var peak = Process.GetCurrentProcess().PeakWorkingSet64 / (double)(1 << 20);
        Console.WriteLine(peak.ToString("F0", CultureInfo.InvariantCulture));
        return 0;
    }

    /// <summary>The options of the folder.</summary>
    public static RecordingOptions Options(string folder) => new()
    {
        Directory = folder,
        QueueKilobytes = 65_536,
        RefuseAtPercentFull = 100,
        ComposeTimeFactor = 100,
    };
}
