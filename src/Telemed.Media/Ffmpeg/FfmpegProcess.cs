using System.ComponentModel;
using System.Diagnostics;
using Telemed.Media.Recording;

namespace Telemed.Media.Ffmpeg;

/// <summary>
/// Runs ffmpeg or ffprobe as a process of low priority: arguments as a list (no shell ever sees them), bounded in time and
/// memory, killed with its children when given up.
/// </summary>
internal static class FfmpegProcess
{
    /// <summary>Bytes: the most that the C library lets a piece have that it keeps, and more than any picture of ours.</summary>
    private const string LargestKept = "33554432";

    /// <summary>Bytes that it keeps of what was freed.</summary>
    private const string KeptFreed = "268435456";

    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">A path, or a name to look up in PATH.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="limits">What it may take.</param>
    /// <param name="onLine">Hears each line of its standard output.</param>
    /// <param name="ct">Kills it.</param>
    /// <exception cref="FfmpegException">It is missing, failed, or took too long.</exception>
    public static Task RunAsync(
        string program,
        IEnumerable<string> arguments,
        FfmpegLimits limits,
        Action<string> onLine,
        CancellationToken ct) => RunAsync(program, arguments, limits, process => ReadAsync(process.StandardOutput, onLine), ct);

    /// <summary>Runs a program whose standard output is data.</summary>
    /// <param name="program">A path, or a name to look up in PATH.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="limits">What it may take.</param>
    /// <param name="onBytes">Hears its standard output, piece by piece.</param>
    /// <param name="ct">Kills it.</param>
    /// <exception cref="FfmpegException">It is missing, failed, or took too long.</exception>
    public static Task ReadBytesAsync(
        string program,
        IEnumerable<string> arguments,
        FfmpegLimits limits,
        Action<ReadOnlyMemory<byte>> onBytes,
        CancellationToken ct) =>
        RunAsync(program, arguments, limits, process => ReadAsync(process.StandardOutput.BaseStream, onBytes), ct);

    private static async Task RunAsync(
        string program,
        IEnumerable<string> arguments,
        FfmpegLimits limits,
        Func<Process, Task> read,
        CancellationToken ct)
    {
        using var process = Start(program, arguments);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(limits.Time);
        Restrain(process, limits);
        var errors = new ErrorTail();
        var reading = Task.WhenAll(errors.ReadAsync(process.StandardError), read(process));
        try
        {
            await process.WaitForExitAsync(deadline.Token);
            await reading;
        }
        catch (OperationCanceledException)
        {
            Kill(process);
            await process.WaitForExitAsync(CancellationToken.None);
            await reading;
            ct.ThrowIfCancellationRequested();
            throw new FfmpegException(
                FfmpegFailure.TimedOut, $"{Name(program)} took longer than {limits.Time}.", errors.ToString());
        }

        if (process.ExitCode != 0)
        {
            throw new FfmpegException(
                FfmpegFailure.Failed, $"{Name(program)} ended with {process.ExitCode}.", errors.ToString());
        }
    }

    private static Process Start(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // The C library would give each picture's memory back to the kernel and take it anew, zeroed, for the next one: a tenth of
        // the time of composing. What is kept is bounded by the limit below.
        start.Environment["MALLOC_MMAP_THRESHOLD_"] = LargestKept;
        start.Environment["MALLOC_TRIM_THRESHOLD_"] = KeptFreed;
        try
        {
            var process = Process.Start(start)!;
            process.StandardInput.Close();
            return process;
        }
        catch (Win32Exception exception)
        {
            throw new FfmpegException(FfmpegFailure.NotFound, $"{Name(program)} cannot be run.", "", exception);
        }
    }

    /// <summary>Media threads come first, and memory is bounded before the program has done any work.</summary>
    private static void Restrain(Process process, FfmpegLimits limits)
    {
        LibC.LimitMemory(process.Id, (ulong)limits.MemoryBytes);
        try
        {
            process.PriorityClass = ProcessPriorityClass.BelowNormal;
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException)
        {
            // It has ended already; its exit code tells the rest.
        }
    }

    private static async Task ReadAsync(StreamReader output, Action<string> onLine)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            onLine(line);
        }
    }

    private static async Task ReadAsync(Stream output, Action<ReadOnlyMemory<byte>> onBytes)
    {
        var buffer = new byte[64 * 1024];
        for (int count; (count = await output.ReadAsync(buffer)) > 0;)
        {
            onBytes(buffer.AsMemory(0, count));
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It ended in the meantime.
        }
    }

    private static string Name(string program) => Path.GetFileName(program);
}
