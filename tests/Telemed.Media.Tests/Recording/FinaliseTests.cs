using Telemed.Media.Ffmpeg;
using Telemed.RecorderRig.Senders;

namespace Telemed.Media.Tests.Recording;

/// <summary>From packets to a composed file: real codecs, the real recorder, the real ffmpeg.</summary>
public sealed class FinaliseTests
{
    private const int ToneA = 1000;
    private const int ToneB = 2500;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Beeps_and_flashes_stay_together_through_loss_jitter_drift_clock_step_mute_pause_and_reconnect()
    {
        using var session = new Session();
        var clipA = Clip.Make(10, ToneA, 0.3);
        var clipB = Clip.Make(10, ToneB, 0.7);
        SimulatedSender Sender(string id, uint ssrc, Clip clip, double from, double to, (double, double)? muted = null) => new(id, ssrc, (int)ssrc)
        {
            From = from,
            To = to,
            Video = clip,
            Audio = clip,
            Loops = true,
            Jitter = 0.2,
            Loss = 0.1,
            AudioDrift = 200,
            VideoDrift = -200,
            WallDrift = 200,
            WallStep = (12, 2),
            Muted = muted,
        };
        SimulatedSender[] senders =
        [
            Sender("a", 1000, clipA, 0, 30, (8, 11)),
            Sender("b", 2000, clipB, 6, 22),
            Sender("b", 3000, clipB, 24, 30),
        ];
        await session.RecordAsync("r1", 30, senders,
        [
            (5.0, (tap, now) => tap.Mark(now, "first; #mark=1")),
            (14.0, (tap, now) => tap.Pause(now, "b")),
            (19.0, (tap, now) => tap.Resume(now)),
            (24.0, (tap, now) => tap.Mark(now, "第二")),
        ]);

        var progress = new List<double>();
        var manifest = await session.Library.FinaliseAsync("r1", new Collector(progress), Cancel);

        Assert.Equal(25_000, manifest.DurationMs);
        Assert.InRange(manifest.Video.DurationMs, 24_500, 25_500);
        Assert.Equal((1280, 360), (manifest.Video.Width, manifest.Video.Height));
        var pause = Assert.Single(manifest.Pauses);
        Assert.Equal((14_000, 5000, "b"), (pause.AtMs, pause.DurationMs, pause.By));
        Assert.Equal([5000, 19_000], manifest.Marks.Select(mark => mark.AtMs));
        Assert.Equal(progress.Order(), progress);
        Assert.Equal(1, progress[^1]);

        var playback = Playback.Of(session.Library, "r1", session.Options.Directory);
        var probe = await Ffprobe.RunAsync("ffprobe", playback.FilePath, Cancel);
        Assert.Equal(["", "first; #mark=1", "第二"], probe.Chapters.Select(chapter => chapter.Title));
        Assert.Equal([0, 5, 19], probe.Chapters.Select(chapter => chapter.At.TotalSeconds));
        var flashesA = playback.Flashes(0, 0, 640, 360);
        var flashesB = playback.Flashes(640, 0, 640, 360);
        var beepsA = playback.Beeps(ToneA);
        var beepsB = playback.Beeps(ToneB);
        AssertTogether(flashesA.FindAll(at => at is < 7.5 or > 11.5), beepsA);
        AssertTogether(flashesB, beepsB);

        // 25 s less those that loss held back; none before B came; no beep of A while muted.
        Assert.InRange(flashesA.Count, 12, 26);
        Assert.InRange(flashesB.Count, 8, 18);
        Assert.True(flashesB[0] > 6);
        Assert.DoesNotContain(beepsA, at => at is > 8.2 and < 10.9);
        Assert.InRange(playback.Brightness(3, 640, 0, 640, 360), 0, 20);
    }

    private static void AssertTogether(List<double> flashes, List<double> beeps)
    {
        var skews = Playback.Skews(flashes, beeps).Select(Math.Abs).Order().ToList();
        var p95 = skews[(int)(skews.Count * 0.95)];
        Assert.True(p95 <= 0.040, $"p95 {p95 * 1000:F0} ms of {skews.Count}: {string.Join(' ', skews.Select(skew => $"{skew * 1000:F0}"))}");
        TestContext.Current.TestOutputHelper?.WriteLine($"p95 {p95 * 1000:F0} ms of {skews.Count}");
    }

    private sealed class Collector(List<double> heard) : IProgress<double>
    {
        public void Report(double value)
        {
            lock (heard)
            {
                heard.Add(value);
            }
        }
    }
}
