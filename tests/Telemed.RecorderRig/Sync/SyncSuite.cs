using System.Diagnostics;
using System.Globalization;
using Telemed.Media.Recording;
using Telemed.RecorderRig.Senders;
using Telemed.Recording.Finalising;

namespace Telemed.RecorderRig.Sync;

/// <summary>
/// How well sound and picture stay together in the composed file, and what finishing costs: senders in virtual time with
/// wrong clocks on a bad network, the real recorder, the real ffmpeg.
/// </summary>
internal static class SyncSuite
{
    private const int ToneA = 1000;
    private const double FrameMs = 1000.0 / Clip.FramesPerSecond;

    /// <summary>Runs the parts that are named: <c>together</c>, <c>speed</c>, <c>journal</c>, and the long ones <c>hour</c>
    /// and <c>memory</c>. Without a name all of them; <c>--short</c> stands for those that are not long.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        (string Name, bool IsLong, Func<Task<List<Figure>>> Run)[] parts =
        [
            ("together", false, TogetherAsync),
            ("speed", false, SpeedAsync),
            ("journal", false, JournalCost.MeasureAsync),
            ("hour", true, HourAsync),
            ("memory", true, MemoryAsync),
        ];
        var isNamed = parts.Any(part => arguments.Contains(part.Name));
        var figures = new List<Figure>();
        foreach (var (name, isLong, run) in parts)
        {
            if (isNamed ? arguments.Contains(name) : !(isLong && arguments.Contains("--short")))
            {
                figures.AddRange(await run());
            }
        }

        var at = Array.IndexOf(arguments, "--json");
        Figure.Write(figures, at >= 0 && at + 1 < arguments.Length ? arguments[at + 1] : null);
        return 0;
    }

    /// <summary>Two people for a minute with each thing that can go wrong, and for three with all of them.</summary>
    private static async Task<List<Figure>> TogetherAsync()
    {
        var figures = new List<Figure>();
        foreach (var one in Enum.GetValues<Impairments>())
        {
            var all = one == Impairments.All;
            var skews = (await SyncTrial.RunAsync(one, all ? 180 : 60)).Select(Math.Abs).Order().ToList();
            var p95 = skews[(int)(skews.Count * 0.95)] * 1000;
            figures.Add(new($"beep against flash, composed, p95: {one}", p95, "ms", "<= 40", p95 <= 40, string.Create(
                CultureInfo.InvariantCulture, $"{skews.Count} flashes, median {skews[skews.Count / 2] * 1000:0} ms, most {skews[^1] * 1000:0} ms")));
            if (all)
            {
                figures.Add(new("beep against flash: pairs that were found", skews.Count, "pairs", ">= 200", skews.Count >= 200));
            }
        }

        return figures;
    }

    /// <summary>One person for an hour: how far the end is from the beginning.</summary>
    private static async Task<List<Figure>> HourAsync()
    {
        using var session = new Session();
        var clip = Clip.Make(20, ToneA, 0.3, 160, 120);
        await session.RecordAsync(
            "r1",
            3600,
            [
                new("a", 1000, 1)
                {
                    Video = clip,
                    Audio = clip,
                    Loops = true,
                    To = 3600,
                    Loss = 0.1,
                    Jitter = 0.2,
                    AudioDrift = 200,
                    VideoDrift = -200,
                    WallDrift = 200,
                    WallStep = (1800, 2),
                },
            ]);
        session.Options.ComposeTimeFactor = 100;
        var manifest = await session.Library.FinaliseAsync("r1", null, CancellationToken.None);
        var playback = Playback.Of(session.Library, "r1", session.Options.Directory);
        var flashes = playback.Flashes(0, 0, manifest.Video.Width, manifest.Video.Height);
        var beeps = playback.Beeps(ToneA);
        var first = Median(Signed(flashes.FindAll(at => at < 300), beeps));
        var last = Median(Signed(flashes.FindAll(at => at > 3300), beeps));
        var drift = Math.Abs(last - first) * 1000;
        var length = Math.Abs(manifest.Video.DurationMs - 3_600_000.0);
        return
        [
            new("drift of sound against picture in an hour", drift, "ms", $"<= {FrameMs:0} (a frame)", drift <= FrameMs),
            new("length of the hour's file: error", length, "ms", "<= 100", length <= 100),
        ];
    }

    /// <summary>Finishing speed: the participants' files on one core, the composed file at 720p.</summary>
    private static async Task<List<Figure>> SpeedAsync()
    {
        const int Seconds = 300;
        using var session = new Session();
        var clips = Enumerable.Range(0, 4).Select(index => Clip.Make(20, 800 + (index * 300), 0.2 * index, 640, 480)).ToList();
        await session.RecordAsync("r1", Seconds, clips.Select((clip, index) => new SimulatedSender($"p{index}", 1000 + (uint)(index * 10), index)
        {
            Video = clip,
            Audio = clip,
            Loops = true,
            To = Seconds,
            Loss = 0.02,
        }));
        var keys = KeyStore.Open(new(session.Options.Directory), null).Find("consult-1")!;
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        var project = RecordingProject.Open(Files(session.Folder("r1")), keys)!;
        foreach (var person in project.People)
        {
            await using var file = File.Create(Path.Combine(session.Options.Directory, $"{person.Number}.webm"));
            project.Write(person, file, _ => { });
        }

        var cpu = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds;
        var clock = Stopwatch.StartNew();
        var manifest = await session.Library.FinaliseAsync("r1", null, CancellationToken.None);
        var wall = clock.Elapsed.TotalSeconds;
        var people = Seconds * clips.Count / cpu;
        return
        [
            new("participants' files: recorded time per CPU time, one person", people, "x", ">= 20", people >= 20),
            new("participants' files: all four of a consult", Seconds / cpu, "x", ">= 20", Seconds / cpu >= 20),
            new($"whole finish, four people at {manifest.Video.Width}x{manifest.Video.Height}", Seconds / wall, "x", ">= 2", Seconds / wall >= 2, string.Create(
                CultureInfo.InvariantCulture, $"{wall:0.0} s of wall time for {Seconds} s, {Environment.ProcessorCount} cores")),
        ];
    }

    /// <summary>The most memory that finishing two hours of two people takes.</summary>
    private static async Task<List<Figure>> MemoryAsync()
    {
        const int Seconds = 7200;
        using var session = new Session();
        var clip = Clip.Make(20, ToneA, 0.3, 160, 120);
        await session.RecordAsync("r1", Seconds, [new("a", 1000, 1) { Video = clip, Audio = clip, Loops = true, To = Seconds, Loss = 0.01 }]);
        var folder = session.Options.Directory;
        var peaks = Tool.Run(false, "dotnet", typeof(SyncSuite).Assembly.Location, "finalise", folder).Split(' ');
        var (own, ffmpeg) = (Number(peaks[0]), Number(peaks[1]));
        return
        [
            new("memory of the process that finishes two hours", own, "MiB", "<= 200", own <= 200),
            new("memory of its ffmpeg", ffmpeg, "MiB", "<= 200", ffmpeg <= 200),
        ];
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static List<double> Signed(List<double> flashes, List<double> beeps) =>
        [.. Playback.Skews(flashes, beeps).Where(skew => Math.Abs(skew) < 0.3)];

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static List<SegmentSource> Files(string folder) =>
        [new(0, "epoch-0/journal.tmj", () => File.OpenRead(Path.Combine(folder, "epoch-0", "journal.tmj")))];
}
