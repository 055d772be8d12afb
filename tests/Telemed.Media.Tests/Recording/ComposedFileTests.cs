using System.Globalization;
using System.Text.Json;
using Telemed.RecorderRig;
using Telemed.RecorderRig.Senders;
using Telemed.Recording.Finalising;
using Telemed.Recording.Manifest;

namespace Telemed.Media.Tests.Recording;

/// <summary>What a finished recording tells beside picture and sound, and what other programs say of its files.</summary>
public sealed class ComposedFileTests : IDisposable
{
    private readonly Session _session = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _session.Dispose();

    [Fact]
    public async Task An_exam_feed_is_a_track_of_its_own_at_its_full_size_and_has_a_tile()
    {
        var face = Clip.Make(4, 1000, 0.3);
        var exam = Clip.Make(4, 1000, 0.3, 640, 480);
        await _session.RecordAsync(
            "r1", 4, [new("a", 1, 1) { Audio = face, Video = face }, new("a", 100, 2) { Video = exam, VideoFeed = "ultrasound" }]);

        var manifest = await _session.Library.FinaliseAsync("r1", null, Cancel);

        var track = Assert.Single(manifest.Tracks, one => one.Feed == "ultrasound");
        Assert.Equal((640, 480), (track.Width, track.Height));
        var file = await ExportAsync("participant-1.webm");
        var sizes = Tool.Run(
            false, "ffprobe", "-v", "error", "-select_streams", "v", "-show_entries", "stream=width,height", "-of", "csv=p=0", file);
        Assert.Equal(["320,240", "640,480"], sizes.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal((1280, 360), (manifest.Video.Width, manifest.Video.Height));
    }

    [Fact]
    public async Task Who_speaks_and_what_is_missing_can_be_switched_on_as_captions()
    {
        var clip = Clip.Make(6, 1000, 0.3);
        await _session.RecordAsync("r1", 6, [new("a", 1, 1) { Audio = clip, Video = clip }], closes: false);
        await _session.RecordAsync("r1", 6, [new("a", 50, 2) { Audio = clip, Video = clip }], epoch: 1, startsAt: 9);

        var manifest = await _session.Library.FinaliseAsync("r1", null, Cancel);

        Assert.All(manifest.Speech, span => Assert.Equal("a", span.Participant));
        Assert.DoesNotContain(manifest.Speech, span => span.FromMs > 6_300 && span.ToMs < 8_900);
        var captions = await File.ReadAllTextAsync(await ExportAsync("captions.vtt"), Cancel);
        Assert.StartsWith("WEBVTT", captions, StringComparison.Ordinal);
        Assert.Contains("Name of a", captions, StringComparison.Ordinal);
        Assert.Contains("[服务器中断 server away", captions, StringComparison.Ordinal);
        var streams = Tool.Run(
            false, "ffprobe", "-v", "error", "-select_streams", "s", "-show_entries", "stream=codec_name:stream_tags=handler_name",
            "-of", "csv=p=0", await ExportAsync("video.mp4"));
        Assert.Equal(["mov_text,Speakers", "mov_text,Gaps"], streams.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task The_wave_form_and_the_film_strip_cover_the_whole_time_line()
    {
        var clip = Clip.Make(9, 1000, 0.3);
        await _session.RecordAsync("r1", 9, [new("a", 1, 1) { Audio = clip, Video = clip }]);
        await _session.Library.FinaliseAsync("r1", null, Cancel);

        using var preview = JsonDocument.Parse(await File.ReadAllBytesAsync(await ExportAsync("preview.json"), Cancel));
        var levels = Convert.FromBase64String(preview.RootElement.GetProperty("people")[0].GetProperty("levels").GetString()!);
        var film = preview.RootElement.GetProperty("film");

        // A beep of 100 ms each second: nine loud places, silence between.
        var onsets = Enumerable.Range(1, levels.Length - 1).Count(index => levels[index] > 100 && levels[index - 1] <= 100);
        Assert.Equal(9, onsets);
        Assert.Equal((2000, 5, 10), (film.GetProperty("stepMs").GetInt32(), film.GetProperty("count").GetInt32(), film.GetProperty("columns").GetInt32()));
        var size = Tool.Run(
            false, "ffprobe", "-v", "error", "-show_entries", "stream=width,height", "-of", "csv=p=0", await ExportAsync("filmstrip.jpg"));
        Assert.Equal($"1600,{film.GetProperty("height").GetInt32()}", size.Trim());
    }

    [Fact]
    public async Task Other_programs_read_every_file_without_a_warning()
    {
        var clip = Clip.Make(6, 1000, 0.3);
        var other = Clip.Make(6, 2500, 0.7);
        await _session.RecordAsync(
            "r1",
            6,
            [new("a", 1, 1) { Audio = clip, Video = clip, Loss = 0.1, Jitter = 0.2 }, new("b", 100, 2) { Audio = other, Video = other, From = 1.5 }],
            [(2.0, (tap, now) => tap.Mark(now, "mark"))]);
        await _session.Library.FinaliseAsync("r1", null, Cancel);

        foreach (var name in (string[])["video.mp4", "participant-1.webm", "participant-2.webm"])
        {
            var file = await ExportAsync(name);
            Assert.Equal("", Tool.Run(errors: true, "ffmpeg", "-v", "warning", "-nostdin", "-i", file, "-f", "null", "-"));
            if (name.EndsWith("webm", StringComparison.Ordinal))
            {
                using var identified = JsonDocument.Parse(Tool.Run(false, "mkvmerge", "-J", file));
                Assert.Equal(0, identified.RootElement.GetProperty("warnings").GetArrayLength());
                Assert.Equal(0, identified.RootElement.GetProperty("errors").GetArrayLength());
                Assert.Equal(2, identified.RootElement.GetProperty("tracks").GetArrayLength());
                var elements = Tool.Run(errors: true, "mkvinfo", "--all", file);
                Assert.DoesNotContain("unknown", elements, StringComparison.OrdinalIgnoreCase);
            }
        }
    }

    [Fact]
    public async Task What_was_drawn_is_a_track_that_a_player_shows_in_its_place_or_leaves_away()
    {
        var clip = Clip.Make(5, 1000, 0.3);
        int[] line = [2500, 5000, 7500, 5000];
        await _session.RecordAsync(
            "r1",
            5,
            [new("a", 1, 1) { Audio = clip, Video = clip }],
            [
                (1.0, (tap, now) => tap.OnDrawing(now, new("b", "a-face", line))),
                (1.5, (tap, now) => tap.OnDrawing(now, new("b", "somebody-else", line))),
                (2.0, (tap, now) => tap.Pause(now)),
                (2.5, (tap, now) => tap.OnDrawing(now, new("b", "a-face", [0, 0, 1, 1]))),
                (3.0, (tap, now) => tap.Resume(now)),
                (4.0, (tap, now) => tap.OnDrawing(now, new("b", "a-face", []))),
            ]);

        var manifest = await _session.Library.FinaliseAsync("r1", null, Cancel);

        var file = await ExportAsync("video-drawings.mkv");
        Assert.Contains(manifest.Files(), one => one.Name == "video-drawings.mkv");
        var streams = Tool.Run(
            false, "ffprobe", "-v", "error", "-show_entries", "stream=codec_name:stream_disposition=default", "-of", "csv=p=0", file);
        Assert.Equal(["h264,1", "aac,1", "ass,0"], streams.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal("", Tool.Run(errors: true, "ffmpeg", "-v", "warning", "-nostdin", "-i", file, "-f", "null", "-"));
        using var identified = JsonDocument.Parse(Tool.Run(false, "mkvmerge", "-J", file));
        Assert.Equal(0, identified.RootElement.GetProperty("warnings").GetArrayLength());

        // A pause has no length: wiped at the time line's third second. Whoever plays it sees the line in the middle of the picture.
        Assert.False(IsYellow(file, 0.5, shown: true));
        Assert.True(IsYellow(file, 2.0, shown: true));
        Assert.False(IsYellow(file, 2.0, shown: false));
        Assert.False(IsYellow(file, 3.5, shown: true));
        using var preview = JsonDocument.Parse(await File.ReadAllBytesAsync(await ExportAsync("preview.json"), Cancel));
        var stroke = Assert.Single(preview.RootElement.GetProperty("drawings").EnumerateArray());
        Assert.Equal((1000, 3000), (stroke.GetProperty("fromMs").GetInt32(), stroke.GetProperty("toMs").GetInt32()));
        Assert.Equal([300, 270, 660, 270], stroke.GetProperty("points").EnumerateArray().Select(one => one.GetInt32()));
    }

    [Fact]
    public async Task The_composed_file_too_is_the_same_when_it_is_made_again()
    {
        var clip = Clip.Make(4, 1000, 0.3);
        await _session.RecordAsync("r1", 4, [new("a", 1, 1) { Video = clip, Audio = clip, Loss = 0.05, Jitter = 0.2 }]);
        var first = await _session.Library.FinaliseAsync("r1", null, Cancel);
        var again = await _session.Library.FinaliseAsync("r1", null, Cancel);

        Assert.Equal(first.Files(), again.Files());
        Assert.Equal(ManifestJson.Write(first), ManifestJson.Write(again));
    }

    [Fact]
    public void Captions_of_one_track_never_overlap()
    {
        ManifestSpeech[] speech = [new("a", 0, 3000), new("b", 2000, 5000), new("a", 6000, 7000)];

        var captions = CaptionTrack.Speakers(speech, name => name.ToUpper(CultureInfo.InvariantCulture));

        Assert.Equal(
            [new(0, 2000, "A"), new(2000, 3000, "A / B"), new(3000, 5000, "B"), new Caption(6000, 7000, "A")], captions);
    }

    [Fact]
    public async Task Captions_behind_an_hour_of_silence_and_longer_than_an_hour_stay_where_they_are_in_an_mp4()
    {
        Caption[] captions = [new(4_800_000, 4_805_000, "after"), new(6_000_000, 10_000_000, "long")];
        var vtt = Path.Combine(_session.Options.Directory, "captions.vtt");
        var mp4 = Path.Combine(_session.Options.Directory, "captions.mp4");
        await File.WriteAllTextAsync(vtt, CaptionTrack.ToWebVtt(CaptionTrack.ForMp4(captions)), Cancel);

        var said = Tool.Run(
            errors: true, "ffmpeg", "-v", "warning", "-nostdin", "-i", vtt, "-c:s", "mov_text", "-f", "mp4", mp4);

        Assert.Equal("", said);
        var shown = Tool.Run(false, "ffprobe", "-v", "error", "-show_entries", "packet=pts_time,duration_time,size", "-of", "csv=p=0", mp4)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(','))
            .Where(packet => int.Parse(packet[2], CultureInfo.InvariantCulture) > 5); // two bytes of length; blank ones have three more
        Assert.Equal(
            ["4800.000000+5.000000", "6000.000000+1800.000000", "7800.000000+1800.000000", "9600.000000+400.000000"],
            shown.Select(packet => packet[0] + "+" + packet[1]));
    }

    /// <summary>Whether the middle of the composed picture has the pen's colour.</summary>
    private bool IsYellow(string file, double seconds, bool shown)
    {
        var pixel = Path.Combine(_session.Options.Directory, "pixel.raw");
        var filter = string.Create(
            CultureInfo.InvariantCulture, $"{(shown ? $"subtitles={file}," : "")}trim=start={seconds:F1},format=rgb24,crop=1:1:480:270");
        Tool.Run(
            false, "ffmpeg", "-v", "error", "-nostdin", "-y", "-i", file, "-vf", filter, "-frames:v", "1", "-f", "rawvideo", pixel);
        var colours = File.ReadAllBytes(pixel);
        return colours[0] > 200 && colours[1] > 170 && colours[2] < 80;
    }

    private async Task<string> ExportAsync(string name)
    {
        var folder = Path.Combine(_session.Options.Directory, "export");
        if (!Directory.Exists(folder))
        {
            await _session.Library.ExportAsync("r1", folder, Cancel);
        }

        return Path.Combine(folder, name);
    }
}
