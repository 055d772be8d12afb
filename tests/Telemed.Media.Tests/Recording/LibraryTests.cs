using Microsoft.Extensions.Logging.Abstractions;
using Telemed.Media.Ffmpeg;
using Telemed.Media.Recording;
using Telemed.RecorderRig.Senders;
using Telemed.Recording.Journal;
using Telemed.Recording.Manifest;
using Telemed.TestKit.Files;

namespace Telemed.Media.Tests.Recording;

/// <summary>Finished recordings of every odd kind, and what becomes of them on the disk.</summary>
public sealed class LibraryTests : IDisposable
{
    private readonly Session _session = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _session.Dispose();

    [Fact]
    public async Task The_same_journal_gives_the_same_bytes()
    {
        var clip = Clip.Make(4, 1000, 0.3);
        await _session.RecordAsync("r1", 4, [new("a", 1, 1) { Video = clip, Audio = clip, Loss = 0.05, Jitter = 0.2 }]);

        var first = await _session.Library.FinaliseAsync("r1", null, Cancel);
        var again = await _session.Library.FinaliseAsync("r1", null, Cancel);

        Assert.NotNull(first.Participants[0].File);
        Assert.Equal(first.Participants[0].File, again.Participants[0].File);
        Assert.Equal(first.Segments.Select(segment => segment.Sha256), again.Segments.Select(segment => segment.Sha256));
        Assert.Empty(_session.Library.Unfinished());
        Assert.False(Directory.Exists(Path.Combine(_session.Folder("r1"), "work")));
    }

    [Fact]
    public async Task Sound_without_any_picture_gives_a_file_that_plays()
    {
        var clip = Clip.Make(4, 1000, 0.3);
        await _session.RecordAsync("r1", 4, [new("a", 1, 1) { Audio = clip }, new("b", 10, 2) { Audio = clip, From = 1 }]);

        var manifest = await _session.Library.FinaliseAsync("r1", null, Cancel);

        await AssertPlaysAsync("r1", 4);
        Assert.Equal(2, manifest.Participants.Count(person => person.File is not null));
        Assert.True(Playback.Of(_session.Library, "r1", _session.Options.Directory).Beeps(1000).Count >= 4);
    }

    [Fact]
    public async Task A_recording_without_any_media_gives_a_file_that_plays()
    {
        await _session.RecordAsync("r1", 3, [new("a", 1, 1)]);

        var manifest = await _session.Library.FinaliseAsync("r1", null, Cancel);

        await AssertPlaysAsync("r1", 3);
        Assert.Empty(manifest.Tracks);
    }

    [Fact]
    public async Task A_picture_that_changes_its_size_in_mid_stream_goes_on()
    {
        var small = Clip.Make(3, 1000, 0.3, 160, 120);
        var large = Clip.Make(3, 1000, 0.3, 480, 360);
        var both = Clip.Join(small, large);
        await _session.RecordAsync("r1", 6, [new("a", 1, 1) { Video = both, Audio = both }]);

        await _session.Library.FinaliseAsync("r1", null, Cancel);

        await AssertPlaysAsync("r1", 6);
        var flashes = Playback.Of(_session.Library, "r1", _session.Options.Directory).Flashes(0, 0, 960, 540);
        Assert.Equal(6, flashes.Count);
    }

    [Fact]
    public async Task Another_layer_of_a_picture_is_another_track_and_the_files_go_on_with_it()
    {
        var large = Clip.Make(3, 1000, 0.3, 480, 360);
        var small = Clip.Make(3, 1000, 0.3, 160, 120);
        await _session.RecordAsync("r1", 6,
        [
            new("a", 10, 1) { Video = large, Audio = large, To = 3, VideoLayer = "h" },
            new("a", 20, 2) { Video = small, Audio = small, From = 3, To = 6, VideoLayer = "l" },
        ]);

        var manifest = await _session.Library.FinaliseAsync("r1", null, Cancel);

        Assert.Equal(
            [("h", 480, 360), ("l", 160, 120)],
            manifest.Tracks.Where(track => track.Kind == TrackKind.Video).Select(track => (track.Layer, track.Width, track.Height)));
        Assert.All(manifest.Tracks.Where(track => track.Kind == TrackKind.Audio), track => Assert.Null(track.Layer));
        await AssertPlaysAsync("r1", 6);
        Assert.Equal(6, Playback.Of(_session.Library, "r1", _session.Options.Directory).Flashes(0, 0, 960, 540).Count);
    }

    [Fact]
    public async Task Two_epochs_under_one_id_give_one_file_with_a_marked_gap()
    {
        var clip = Clip.Make(4, 1000, 0.3);
        await _session.RecordAsync("r1", 4, [new("a", 1, 1) { Video = clip, Audio = clip }], closes: false);
        await _session.RecordAsync(
            "r1", 4, [new("a", 50, 2) { Video = clip, Audio = clip }], epoch: 1, startsAt: 7);

        var manifest = await _session.Library.FinaliseAsync("r1", null, Cancel);

        var gap = Assert.Single(manifest.Gaps, entry => entry.Cause == GapCause.ServerAway);
        Assert.InRange(gap.FromMs, 3900, 4600);
        Assert.Equal(7000, gap.ToMs);
        Assert.Equal(11_000, manifest.DurationMs);
        var file = Assert.Single(manifest.Participants).File;
        Assert.NotNull(file);
        await AssertPlaysAsync("r1", 11);
        var playback = Playback.Of(_session.Library, "r1", _session.Options.Directory);
        var beeps = playback.Beeps(1000);
        Assert.Equal(8, beeps.Count);
        Assert.DoesNotContain(beeps, at => at is > 4.1 and < 7.2);
        Assert.All(Playback.Skews(playback.Flashes(0, 0, 960, 540), beeps), skew => Assert.InRange(skew, -0.08, 0.08));
    }

    [Fact]
    public async Task H264_makes_a_matroska_file_and_plays()
    {
        var clip = Clip.MakeH264(4, 0.3);
        await _session.RecordAsync("r1", 4, [new("a", 1, 1) { Video = clip, IsH264 = true }]);

        var manifest = await _session.Library.FinaliseAsync("r1", null, Cancel);

        Assert.Equal("participant-1.mkv", Assert.Single(manifest.Participants).File?.Name);
        await AssertPlaysAsync("r1", 4);
        Assert.Equal(4, Playback.Of(_session.Library, "r1", _session.Options.Directory).Flashes(0, 0, 960, 540).Count);
    }

    [Fact]
    public async Task A_flipped_byte_is_found_and_never_played()
    {
        await RecordShortAsync("r1");
        await _session.Library.FinaliseAsync("r1", null, Cancel);
        Assert.Equal([], _session.Library.Verify("r1").Faults);

        Tampering.FlipMiddle(Path.Combine(_session.Folder("r1"), "final", "video.mp4.tmf"));
        Tampering.FlipMiddle(Path.Combine(_session.Folder("r1"), "epoch-0", "journal.tmj"));
        var verdict = _session.Library.Verify("r1");

        Assert.False(verdict.Sound);
        Assert.Contains(verdict.Faults, fault => fault.StartsWith("video.mp4: ", StringComparison.Ordinal));
        Assert.Contains(verdict.Faults, fault => fault.StartsWith("epoch-0/journal.tmj: ", StringComparison.Ordinal));
        using var video = _session.Library.OpenVideo("r1")!;
        Assert.Throws<InvalidDataException>(() => video.CopyTo(Stream.Null));
    }

    [Fact]
    public async Task Without_the_cases_key_nothing_can_be_read()
    {
        await RecordShortAsync("r1");
        await _session.Library.FinaliseAsync("r1", null, Cancel);

        File.Delete(Path.Combine(_session.Options.Directory, ".keys", "case-consult-1.json"));

        Assert.Equal(RecordingRefusal.NoKey, Refused(() => _session.Library.OpenVideo("r1")));
        Assert.Equal(RecordingRefusal.NoKey, Refused(() => _session.Library.Find("r1")));
        Assert.Equal(RecordingRefusal.NoKey, Refused(() => _session.Library.Inspect("r1")));
    }

    [Fact]
    public async Task An_export_holds_every_file_in_plain()
    {
        await RecordShortAsync("r1");
        var manifest = await _session.Library.FinaliseAsync("r1", null, Cancel);
        var folder = Path.Combine(_session.Options.Directory, "export");

        await _session.Library.ExportAsync("r1", folder, Cancel);

        Assert.Equal(
            [
                "captions.vtt", "certificate.pem", "filmstrip.jpg", "manifest.json", "manifest.sig", "participant-1.webm",
                "preview.json", "video.mp4",
            ],
            Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        var json = await File.ReadAllBytesAsync(Path.Combine(folder, "manifest.json"), Cancel);
        Assert.Equal(manifest.Video, ManifestJson.Read(json)?.Video);
        var probe = await Ffprobe.RunAsync("ffprobe", Path.Combine(folder, "participant-1.webm"), Cancel);
        Assert.Equal(1, probe.AudioStreams);
    }

    [Fact]
    public async Task Of_two_nodes_that_share_the_directory_one_at_a_time_makes_the_files_and_only_what_is_still_its_own()
    {
        await RecordShortAsync("r1");
        using var other = new RecordingLibrary(_session.Options, NullLoggerFactory.Instance);
        RecordingRefusal? beside = null;

        var late = await Assert.ThrowsAsync<RecordingException>(() => _session.Library.FinaliseAsync("r1", null, Cancel, async ct =>
        {
            beside = (await Assert.ThrowsAsync<RecordingException>(() => other.FinaliseAsync("r1", null, ct))).Refusal;
            return false; // Meanwhile the other node took it over.
        }));

        Assert.Equal((RecordingRefusal.Busy, RecordingRefusal.TakenOver), (beside, late.Refusal));
        Assert.Null(_session.Library.Find("r1"));
        await other.FinaliseAsync("r1", null, Cancel);
        Assert.True(_session.Library.Verify("r1").Sound);
        Assert.Empty(_session.Library.Unfinished());
    }

    [Fact]
    public async Task A_missing_ffmpeg_is_a_typed_failure_and_leaves_the_journal()
    {
        await RecordShortAsync("r1");
        _session.Options.Ffmpeg = "/nowhere/ffmpeg";

        var failed = await Assert.ThrowsAsync<RecordingException>(() => _session.Library.FinaliseAsync("r1", null, Cancel));

        Assert.Equal(RecordingRefusal.ComposeFailed, failed.Refusal);
        Assert.Null(_session.Library.Find("r1"));
        Assert.Single(_session.Library.Unfinished());
        Assert.True(_session.Library.Verify("r1").Sound);
    }

    [Fact]
    public void What_is_not_there_is_refused()
    {
        Assert.Equal(RecordingRefusal.NotFound, Refused(() => _session.Library.Inspect("nobody")));
        Assert.Equal(RecordingRefusal.NotFound, Refused(() => _session.Library.Verify("../etc")));
        Assert.Null(_session.Library.Find("../etc"));
        Assert.Null(_session.Library.OpenFile("nobody", "video.mp4"));
    }

    [Fact]
    public async Task Ffmpeg_is_killed_when_it_takes_too_long_or_is_given_up()
    {
        string[] endless = ["-v", "error", "-re", "-f", "lavfi", "-i", "anullsrc", "-f", "null", "-"];
        var slow = await Assert.ThrowsAsync<FfmpegException>(() => FfmpegProcess.RunAsync(
            "ffmpeg", endless, new(TimeSpan.FromMilliseconds(300), 4L << 30), _ => { }, Cancel));
        using var given = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => FfmpegProcess.RunAsync(
            "ffmpeg", endless, new(TimeSpan.FromMinutes(5), 4L << 30), _ => { }, given.Token));
        var failed = await Assert.ThrowsAsync<FfmpegException>(() => FfmpegProcess.RunAsync(
            "ffmpeg", ["-v", "error", "-i", "/nowhere"], new(TimeSpan.FromMinutes(5), 4L << 30), _ => { }, Cancel));

        Assert.Equal(FfmpegFailure.TimedOut, slow.Failure);
        Assert.Equal(FfmpegFailure.Failed, failed.Failure);
        Assert.Contains("/nowhere", failed.ErrorTail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_journal_cut_at_any_moment_is_finalised_and_loses_less_than_a_second()
    {
        var clip = Clip.Make(12, 1000, 0.3);
        await _session.RecordAsync("r1", 12, [new("a", 1, 1) { Video = clip, Audio = clip }], closes: false);
        var journal = CutJournal.Of(_session, "r1");
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            var (project, reachedMs, tornMs) = journal.Cut(random);
            using var output = new MemoryStream();
            var written = project.Write(project.People[0], output, _ => { });

            Assert.NotEmpty(written.Tracks);
            Assert.InRange(written.DurationMs, reachedMs - 1000, tornMs + 100);
        }
    }

    [Fact]
    public async Task A_recording_whose_process_was_killed_is_finalised_and_plays()
    {
        var clip = Clip.Make(4, 1000, 0.3);
        await _session.RecordAsync("r1", 4, [new("a", 1, 1) { Video = clip, Audio = clip }], closes: false);
        foreach (var file in Directory.GetFiles(Path.Combine(_session.Folder("r1"), "epoch-0")))
        {
            using var torn = File.OpenWrite(file);
            torn.SetLength(torn.Length - 10); // the last write did not come through
        }

        Assert.Single(_session.Library.Unfinished());
        var manifest = await _session.Library.FinaliseAsync("r1", null, Cancel);

        Assert.All(manifest.Segments, segment => Assert.NotEqual(JournalEnd.Complete, segment.End));
        Assert.NotEqual(0, manifest.Video.SizeBytes);
        await using var video = _session.Library.OpenVideo("r1");
        Assert.NotNull(video);
        Assert.True(_session.Library.Verify("r1").Sound);
    }

    private async Task RecordShortAsync(string id) =>
        await _session.RecordAsync(id, 2, [new("a", 1, 1) { Audio = Clip.Make(4, 1000, 0.3) }]);

    private async Task AssertPlaysAsync(string id, double seconds)
    {
        var playback = Playback.Of(_session.Library, id, _session.Options.Directory);
        var probe = await Ffprobe.RunAsync("ffprobe", playback.FilePath, Cancel);
        Assert.InRange(probe.Duration.TotalSeconds, seconds - 1, seconds + 1);
        Assert.Equal((1, 1), (probe.VideoStreams, probe.AudioStreams));
    }

    private static RecordingRefusal Refused(Func<object?> action) => Assert.Throws<RecordingException>(action).Refusal;
}
