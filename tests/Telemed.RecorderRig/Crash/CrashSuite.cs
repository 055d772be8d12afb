using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Telemed.Media.Recording;
using Telemed.RecorderRig.Senders;

namespace Telemed.RecorderRig.Crash;

/// <summary>
/// Breaks live recordings off, again and again: by SIGKILL at a random moment, by a disk that fills, by a file system that is
/// taken away. After each, the same recording goes on in its next epoch, is finished, verified and looked at by ffprobe.
/// </summary>
internal static class CrashSuite
{
    private const double PacketMs = 20;
    private const double FullSpeed = 4;

    /// <summary>Runs what the arguments ask for; 0 when it ran, whatever it found, and 1 with <c>--strict</c> when a goal was
    /// missed. <c>--paced</c> leaves out what a machine adds that stands still (<see cref="MediaClock"/>).</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var kills = Number(arguments, "--kills");
        var full = Number(arguments, "--full");
        var broken = Number(arguments, "--broken");
        var seed = Number(arguments, "--seed");
        var folder = Directory.CreateTempSubdirectory("telemed-crash-").FullName;
        try
        {
            var clip = Path.Combine(folder, "clip");
            Clip.Make(RecordChild.ClipSeconds, 1000, 0.3).Write(clip);
            var work = Enumerable.Range(0, kills).Select(index => ("kill", index))
                .Concat(Enumerable.Range(0, full).Select(index => ("full", index)))
                .Concat(Enumerable.Range(0, broken).Select(index => ("broken", index)));
            var runs = new System.Collections.Concurrent.ConcurrentBag<CrashRun>();
            await Parallel.ForEachAsync(work, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (one, _) =>
            {
                var (kind, index) = one;
                var place = Path.Combine(folder, $"{kind}-{index}");
                var run = await OneAsync(kind, place, clip, arguments.Contains(MediaClock.Paced), new Random((seed * 1000) + index));
                if (run.Fault is not null)
                {
                    Console.Error.WriteLine($"{kind} {index}: {run.Fault}");
                }

                runs.Add(run);
            });
            var figures = Figures([.. runs]);
            Figure.Write(figures, Text(arguments, "--json"));
            return arguments.Contains("--strict") && !figures.All(figure => figure.Holds) ? 1 : 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<CrashRun> OneAsync(string kind, string place, string clip, bool isPaced, Random random)
    {
        using var disk = ScratchDisk.Make(kind, place, random);
        try
        {
            return await BreakAsync(kind, disk, clip, isPaced, random);
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException or RecordingException
            or TimeoutException or UnauthorizedAccessException)
        {
            return new(kind, 0, $"{exception.GetType().Name}: {exception.Message} {exception.InnerException?.Message}");
        }
    }

    private static async Task<CrashRun> BreakAsync(string kind, ScratchDisk disk, string clip, bool isPaced, Random random)
    {
        var speed = kind == "full" ? FullSpeed : 1;
        int handed;
        using (var child = new ChildProcess(disk.Folder, clip, speed, isPaced))
        {
            await child.Begun.WaitAsync(TimeSpan.FromSeconds(60));
            var wait = TimeSpan.FromSeconds(0.3 + (2.7 * random.NextDouble()));
            if (kind != "full")
            {
                await Task.Delay(wait);
            }

            if (kind == "kill")
            {
                child.Kill();
            }
            else if (kind == "broken")
            {
                ShutDown.FileSystem(disk.Folder);
            }

            var word = await child.Ended.WaitAsync(TimeSpan.FromSeconds(60));
            handed = child.Handed;
            var expected = kind switch { "kill" => "gone", "full" => "fault disk-full", _ => "fault write-failed" };
            if (word != expected)
            {
                return new(kind, 0, $"the recorder said '{word}', not '{expected}'");
            }
        }

        disk.Repair();
        if (await RecordChild.ContinueAsync(disk.Folder, Clip.Read(clip)) is { Problem: { } problem })
        {
            return new(kind, 0, $"the next epoch ended with '{problem.Code}'");
        }

        return await FinishAsync(kind, disk.Folder, handed, speed);
    }

    private static async Task<CrashRun> FinishAsync(string kind, string folder, int handed, double speed)
    {
        using var library = new RecordingLibrary(RecordChild.Options(folder), NullLoggerFactory.Instance);
        var manifest = await library.FinaliseAsync(RecordChild.Recording, null, CancellationToken.None);
        var kept = manifest.Tracks
            .Where(track => track is { Epoch: 0, Kind: Recording.Journal.TrackKind.Audio })
            .Sum(track => track.Packets);
        var lost = Math.Max(0, handed - kept) * PacketMs / speed;
        var verdict = library.Verify(RecordChild.Recording);
        if (!verdict.Sound)
        {
            return new(kind, lost, string.Join(' ', verdict.Faults));
        }

        if (library.Unfinished().Count > 0)
        {
            return new(kind, lost, "the recording counts as unfinished");
        }

        var export = Path.Combine(folder, "export");
        await library.ExportAsync(RecordChild.Recording, export, CancellationToken.None);
        foreach (var file in Directory.EnumerateFiles(export, "*.mp4").Concat(Directory.EnumerateFiles(export, "*.webm")))
        {
            var said = Tool.Run(errors: true, "ffmpeg", "-v", "warning", "-nostdin", "-i", file, "-f", "null", "-");
            if (said.Length > 0)
            {
                return new(kind, lost, $"{Path.GetFileName(file)}: {said}");
            }
        }

        return new(kind, lost, manifest.Tracks.Any(track => track.Epoch == 1) ? null : "the next epoch is missing");
    }

    private static List<Figure> Figures(IReadOnlyList<CrashRun> runs)
    {
        var figures = new List<Figure>();
        foreach (var group in runs.GroupBy(run => run.Kind).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var what = group.Key switch
            {
                "kill" => "kill -9 of a live recording",
                "full" => "the disk full",
                _ => "the file system taken away",
            };
            var lost = group.Select(run => run.LostMs).Order().ToList();
            var bad = group.Count(run => run.Fault is not null);
            figures.Add(new($"{what}: runs", lost.Count, "runs", "-", true));
            figures.Add(new($"{what}: most that was lost", lost[^1], "ms", "<= 1000", lost[^1] <= 1000, string.Create(
                CultureInfo.InvariantCulture, $"median {lost[lost.Count / 2]:0} ms")));
            figures.Add(new($"{what}: unrecoverable, stuck or unreadable", bad, "runs", "0", bad == 0));
        }

        return figures;
    }

    private static int Number(string[] arguments, string name) =>
        int.Parse(Text(arguments, name) ?? "0", CultureInfo.InvariantCulture);

    private static string? Text(string[] arguments, string name)
    {
        var at = Array.IndexOf(arguments, name);
        return at >= 0 && at + 1 < arguments.Length ? arguments[at + 1] : null;
    }
}
