using System.Diagnostics;
using System.Globalization;
using Telemed.Media.Recording;
using Telemed.RecorderRig.Senders;
using Telemed.Recording.Finalising;
using Telemed.Recording.Journal;

namespace Telemed.RecorderRig.Sync;

/// <summary>
/// How well sound and picture stay together in the composed file, and what finishing costs: senders in virtual time with
/// wrong clocks on a bad network, the real recorder, the real ffmpeg.
/// </summary>
internal static class SyncSuite
{
    private const int ToneA = 1000;
    private const int ToneB = 2500;
    private const double FrameMs = 1000.0 / Clip.FramesPerSecond;

    /// <summary>Runs everything; <c>--short</c> leaves out the hour and the two hours.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var figures = new List<Figure>();
        figures.AddRange(await TogetherAsync());
        figures.AddRange(await SpeedAsync());
        figures.Add(await JournalCostAsync());
        if (!arguments.Contains("--short"))
        {
            figures.AddRange(await HourAsync());
            figures.AddRange(await MemoryAsync());
        }

        var at = Array.IndexOf(arguments, "--json");
        Figure.Write(figures, at >= 0 && at + 1 < arguments.Length ? arguments[at + 1] : null);
        return 0;
    }

    /// <summary>Two people for three minutes with everything that can go wrong.</summary>
    private static async Task<List<Figure>> TogetherAsync()
    {
        using var session = new Session();
        var (clipA, clipB) = (Clip.Make(20, ToneA, 0.3), Clip.Make(20, ToneB, 0.7));
        SimulatedSender Bad(string id, uint ssrc, int seed, Clip clip, double from, double to, (double, double)? muted) => new(id, ssrc, seed)
        {
            Video = clip,
            Audio = clip,
            Loops = true,
            From = from,
            To = to,
            Loss = 0.1,
            Jitter = 0.2,
            AudioDrift = 200,
            VideoDrift = -200,
            WallDrift = 200,
            WallStep = (60, 2),
            Muted = muted,
        };
        await session.RecordAsync(
            "r1",
            180,
            [
                Bad("a", 1000, 1, clipA, 0, 180, (40, 50)),
                Bad("b", 2000, 2, clipB, 5, 100, null),
                Bad("b", 3000, 3, clipB, 110, 180, null), // after a reconnect, ten seconds later
            ],
            [(80.0, (tap, now) => tap.Pause(now)), (90.0, (tap, now) => tap.Resume(now))]);
        var manifest = await session.Library.FinaliseAsync("r1", null, CancellationToken.None);
        var playback = Playback.Of(session.Library, "r1", session.Options.Directory);
        var half = manifest.Video.Width / 2;
        var skews = Skews(playback, 0, half, manifest.Video.Height, ToneA, (39.0, 51.0))
            .Concat(Skews(playback, half, half, manifest.Video.Height, ToneB, null))
            .Order()
            .ToList();
        var p95 = skews[(int)(skews.Count * 0.95)] * 1000;
        return
        [
            new("beep against flash, composed, p95", p95, "ms", "<= 40", p95 <= 40, string.Create(
                CultureInfo.InvariantCulture,
                $"{skews.Count} flashes; 10 % loss, 200 ms jitter, 200 ppm, 2 s clock step, mute, pause, reconnect; most {skews[^1] * 1000:0} ms")),
            new("beep against flash: pairs that were found", skews.Count, "pairs", ">= 250", skews.Count >= 250),
        ];
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
        var project = RecordingProject.Open(Segments(session.Folder("r1")), keys)!;
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

    /// <summary>What the journal costs for each packet: queue, encryption, hash chain, file, disk.</summary>
    private static async Task<Figure> JournalCostAsync()
    {
        const int Packets = 400_000;
        using var session = new Session();
        await using var recorder = new Recorder(session.Options, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);
        var tap = await recorder.OpenAsync(
            new("r1", 0, Session.StartedAt, []) { ConsultId = "consult-1" }, new(0), CancellationToken.None);
        var track = tap.AddTrack(
            new TrackDescription("a", "a-face", "1", TrackKind.Video, "face", "", "VP8", 96, 90_000, 1000), new(0));
        var packet = new byte[1100];
        packet[0] = 0x80;
        packet[1] = 96;
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        for (var index = 0; index < Packets; index++)
        {
            while (tap.IsBusy)
            {
                await Task.Delay(1);
            }

            packet[2] = (byte)(index >> 8);
            packet[3] = (byte)index;
            tap.OnRtp(track, new(index * 1000L), packet);
        }

        tap.Close(new(Packets * 1000L));
        await tap.Completion;
        var micro = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalMicroseconds / Packets;
        return new("journal: CPU for each recorded packet of 1,100 bytes", micro, "µs", "<= 1.5 (10 % of 15 µs a packet in rooms of two)", micro <= 1.5);
    }

    /// <summary>The most memory that finishing two hours of two people takes.</summary>
    private static async Task<List<Figure>> MemoryAsync()
    {
        const int Seconds = 7200;
        using var session = new Session();
        var clip = Clip.Make(20, ToneA, 0.3, 160, 120);
        await session.RecordAsync("r1", Seconds, [new("a", 1000, 1) { Video = clip, Audio = clip, Loops = true, To = Seconds, Loss = 0.01 }]);
        var folder = session.Options.Directory;
        var own = double.Parse(
            Tool.Run(false, "dotnet", typeof(SyncSuite).Assembly.Location, "finalise", folder), CultureInfo.InvariantCulture);
        return [new("memory of the process that finishes two hours", own, "MiB", "<= 200", own <= 200)];
    }

    private static List<double> Skews(Playback playback, int x, int width, int height, int tone, (double From, double To)? leave)
    {
        var flashes = playback.Flashes(x, 0, width, height);
        if (leave is { } span)
        {
            flashes.RemoveAll(at => at >= span.From && at <= span.To);
        }

        // A flash whose beep was lost, or the other way round, is no pair.
        return [.. Playback.Skews(flashes, playback.Beeps(tone)).Select(Math.Abs).Where(skew => skew < 0.3)];
    }

    private static List<double> Signed(List<double> flashes, List<double> beeps) =>
        [.. Playback.Skews(flashes, beeps).Where(skew => Math.Abs(skew) < 0.3)];

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static List<SegmentSource> Segments(string folder) =>
        [.. Directory.GetFiles(Path.Combine(folder, "epoch-0"), "*.tmj").Order(StringComparer.Ordinal).Select(path =>
        {
            var name = Path.GetFileNameWithoutExtension(path);
            var track = name == "index" ? 0 : int.Parse(name["track-".Length..], CultureInfo.InvariantCulture);
            return new SegmentSource(0, track, "epoch-0/" + Path.GetFileName(path), () => File.OpenRead(path));
        })];
}
