using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging.Abstractions;
using Telemed.Media.Recording;

namespace Telemed.RecorderRig.Sync;

/// <summary>Finishes a recording in a process of its own and tells the most memory that it and its ffmpeg took.</summary>
internal static partial class FinaliseChild
{
    private const int OfChildren = -1; // RUSAGE_CHILDREN
    private const int Words = 18;
    private const int MaximumResident = 4; // ru_maxrss, in KiB, behind two times of two words each

    /// <summary>Finishes <c>r1</c> in a folder; prints its own peak and that of its largest child in MiB.</summary>
    public static async Task<int> RunAsync(string folder)
    {
        using var library = new RecordingLibrary(Options(folder), NullLoggerFactory.Instance);
        await library.FinaliseAsync("r1", null, CancellationToken.None);
        var peak = Process.GetCurrentProcess().PeakWorkingSet64 / (double)(1 << 20);
        Span<long> usage = stackalloc long[Words];
        _ = Usage(OfChildren, ref usage[0]);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{peak:F0} {usage[MaximumResident] / 1024.0:F0}"));
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

    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static partial int Usage(int who, ref long usage);
}
