using System.Globalization;
using Telemed.Browser.Tests.Fixtures;

namespace Telemed.Browser.Tests;

/// <summary>What must hold in a consult of two people at two real browsers, from the request to the played recording.</summary>
public sealed class WholeStoryTests(WholeStory story) : IClassFixture<WholeStory>
{
    private const double FlashBrightness = 170;
    private static readonly string[] Halves = ["iw/2:ih:0:0", "iw/2:ih:iw/2:0"];

    [Fact]
    public void The_specialists_page_rings_within_a_second_of_the_request() => Assert.InRange(story.Story.RingAfterMs, 0, 1_000);

    [Fact]
    public void The_first_frame_is_shown_within_a_second_of_the_click_on_join()
    {
        var sorted = story.FirstFramesMs.Order().ToList();
        TestContext.Current.TestOutputHelper?.WriteLine($"first frames after ms: {string.Join(", ", story.FirstFramesMs.Select(ms => $"{ms:0}"))}");
        Assert.InRange(sorted[sorted.Count / 2], 0, 1_000);
    }

    [Fact]
    public void Each_decodes_the_others_picture_at_the_cameras_rate()
    {
        var (doctor, specialist) = (story.Watched.Select(both => both.Doctor).ToList(), story.Watched.Select(both => both.Specialist).ToList());
        foreach (var (watcher, watched) in new[] { (doctor, specialist), (specialist, doctor) })
        {
            // A busy machine slows the fake cameras: what counts is that what they delivered is decoded on the other side.
            var (from, to) = (WholeStory.SettledAfterSeconds, WholeStory.WatchedSeconds);
            var camera = watched[to].CameraFrames - watched[from].CameraFrames;
            var decoded = watcher[to].FramesDecoded - watcher[from].FramesDecoded;
            var seconds = Enumerable.Range(1, to).Select(at =>
                $"{watcher[at].FramesDecoded - watcher[at - 1].FramesDecoded} of {watched[at].CameraFrames - watched[at - 1].CameraFrames}");
            TestContext.Current.TestOutputHelper?.WriteLine($"decoded of captured, second by second: {string.Join(", ", seconds)}");
            Assert.InRange(camera / (double)(to - from), FaceClip.FrameRate * 0.6, FaceClip.FrameRate * 1.1);
            Assert.InRange(decoded / (double)camera, 0.9, 1.1);
        }
    }

    [Fact]
    public void Each_hears_the_other()
    {
        Assert.True(story.Watched[^1].Doctor.AudioEnergy - story.Watched[0].Doctor.AudioEnergy > 1e-4);
        Assert.True(story.Watched[^1].Specialist.AudioEnergy - story.Watched[0].Specialist.AudioEnergy > 1e-4);
    }

    [Fact]
    public void No_packet_is_lost_on_the_loopback()
    {
        Assert.Equal(0, story.Watched[^1].Doctor.PacketsLost);
        Assert.Equal(0, story.Watched[^1].Specialist.PacketsLost);
    }

    [Fact]
    public void Media_goes_through_the_relay_and_never_from_browser_to_browser()
    {
        Assert.Equal(story.Story.Server.MediaPort, story.Watched[^1].Doctor.Remote!.Port);
        Assert.Equal(story.Story.Server.MediaPort, story.Watched[^1].Specialist.Remote!.Port);
    }

    [Fact]
    public void Both_play_the_recording_and_jump_to_the_mark() => Assert.All(story.Played, played =>
    {
        Assert.True(played.Plays);
        Assert.Equal(played.Mark, played.Stood, tolerance: 0.5);
    });

    [Fact]
    public async Task The_composed_file_holds_sound_and_picture_and_lasts_as_long_as_was_recorded()
    {
        var streams = (await story.Composed.ProbeAsync())["streams"]!.AsArray().Select(stream => (string)stream!["codec_type"]!).ToList();
        Assert.Single(streams, "video");
        Assert.Single(streams, "audio");
        Assert.Equal(story.RecordedSeconds, await story.Composed.DurationAsync(), tolerance: 1);
    }

    [Fact]
    public async Task Both_faces_are_in_the_composed_file()
    {
        // Past the start and before the end.
        foreach (var wanted in (double[])[2.5, 5.5, await story.Composed.DurationAsync() - 2.5])
        {
            var at = await BetweenFlashesAsync(wanted);
            var seen = new List<string>();
            foreach (var half in Halves) seen.Add(await FaceOfAsync(half, at));
            Assert.Equal(["clinic", "specialist"], seen.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task The_paused_part_is_absent()
    {
        // The clinic was mute in the pause for four seconds: with that part there would be a gap without beeps.
        var beeps = await story.Composed.BeepsAsync();
        Assert.InRange(beeps.Count, (int)story.RecordedSeconds - 3, (int)story.RecordedSeconds + 2);
        Assert.All(beeps.Zip(beeps.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 0.3, 2.2));
        var pauses = story.RecordingView["gaps"]!.AsArray().Where(gap => ((string)gap!["cause"]!).Contains("pause", StringComparison.OrdinalIgnoreCase));
        Assert.True(pauses.Count() <= 1);
    }

    [Fact]
    public async Task The_mark_is_a_chapter()
    {
        var starts = (await story.Composed.ProbeAsync())["chapters"]!.AsArray()
            .Select(chapter => double.Parse((string)chapter!["start_time"]!, CultureInfo.InvariantCulture)).ToList();
        // The file begins up to a second before the page is told that the recording is on.
        var (least, most) = (story.MarkedBetweenSeconds.Least, story.MarkedBetweenSeconds.Most + 1);
        Assert.Contains(starts, start => start >= least && start <= most);
        Assert.Contains(story.RecordingView["marks"]!.AsArray(), mark => (double)mark!["atMs"]! / 1000 >= least && (double)mark["atMs"]! / 1000 <= most);
    }

    [Fact]
    public async Task Beep_and_flash_are_as_far_apart_in_the_file_as_at_the_clinic_within_80_ms_at_the_95th_percentile()
    {
        var clinic = await FaceOfAsync(Halves[0], await BetweenFlashesAsync(2.5)) == "clinic" ? Halves[0] : Halves[1];
        var flashes = await FlashesAsync(story.Composed, clinic);
        var beeps = await story.Composed.BeepsAsync();
        Assert.True(flashes.Count >= 10, $"{flashes.Count} flashes");
        var started = story.Captured.FirstAt("on");
        var paused = story.Captured.FirstAt("paused");
        var cut = story.Captured.FirstAt("on", paused) - paused;
        // The file begins before the page is told that the recording is on; the mark, whose moment both know, tells by how much.
        var (least, most) = story.MarkedBetweenSeconds;
        var begun = started + ((least + most) / 2 * 1000) - (double)story.RecordingView["marks"]![0]!["atMs"]!;
        // Of a flash beside the cut the beep may have fallen to the pause.
        bool IsBefore(double at) => at < paused - begun - 600;
        bool IsAfter(double at) => at > paused - begun + 600;
        var (shown, heard) = (flashes.Select(at => at * 1000).ToList(), beeps.Select(at => at * 1000).ToList());
        var apart = story.Captured.FurtherApart([.. shown.Where(IsBefore)], [.. heard.Where(IsBefore)], begun)
            .Concat(story.Captured.FurtherApart([.. shown.Where(IsAfter)], [.. heard.Where(IsAfter)], begun + cut)).Order().ToList();
        var p95 = apart[(int)Math.Ceiling(apart.Count * 0.95) - 1];
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{apart.Count} flashes are further from their beeps than when captured by ms: p50 {apart[apart.Count / 2]:0} p95 {p95:0} max {apart[^1]:0}");
        Assert.InRange(p95, 0, 80);
    }

    [Fact]
    public Task The_recording_is_as_it_was_written() => TelemedTool.VerifyAsync(story.Story.Server, story.Recording);

    [Fact]
    public void No_exception_was_logged_by_server_or_pages()
    {
        story.Story.Server.AssertNoExceptionLogged();
        Assert.Empty(story.Story.Doctor.PageErrors);
        Assert.Empty(story.Story.Specialist.PageErrors);
    }

    private static async Task<IReadOnlyList<double>> FlashesAsync(MediaFile file, string crop)
    {
        var frames = await file.BrightnessAsync(crop);
        return [.. frames.Zip(frames.Skip(1))
            .Where(pair => pair.First.Brightness < FlashBrightness && pair.Second.Brightness >= FlashBrightness)
            .Select(pair => pair.Second.At)];
    }

    // The clip's white flash, once a second, falls anywhere in the file: nobody's face is to be seen in it.
    private async Task<double> BetweenFlashesAsync(double wanted)
    {
        var bright = new List<double>();
        foreach (var half in Halves)
        {
            bright.AddRange((await story.Composed.BrightnessAsync(half)).Where(frame => frame.Brightness >= FlashBrightness).Select(frame => frame.At));
        }

        return Enumerable.Range(0, 10).Select(tenth => wanted + (tenth / 10.0)).First(at => bright.TrueForAll(flash => Math.Abs(flash - at) > 0.15));
    }

    // Whose clip looks most like that part of the file; anything else is as far from every clip as black is.
    private async Task<string> FaceOfAsync(string crop, double at)
    {
        var seen = await story.Composed.ThumbnailAsync(at, crop);
        var distances = new List<(string Name, double Distance)>();
        foreach (var clip in (FaceClip[])[FaceClip.Clinic, FaceClip.Specialist, FaceClip.Nurse])
        {
            var face = await new MediaFile(await clip.WebmAsync()).ThumbnailAsync(2.5);
            distances.Add((clip.Name, MediaFile.Difference(seen, face)));
        }

        var nearest = distances.MinBy(pair => pair.Distance);
        Assert.True(nearest.Distance < 25, $"nothing like a face at {at} s in {crop}: {string.Join(", ", distances)}");
        return nearest.Name;
    }
}
