using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Win32.SafeHandles;
using Telemed.Media.Recording;
using Telemed.RecorderRig;
using Telemed.RecorderRig.Senders;
using Telemed.Recording.Journal;
using Telemed.Rtc.Rtp;
using Telemed.Rtc.Time;

namespace Telemed.Media.Tests.Recording;

/// <summary>The way from the tap to the disk.</summary>
public sealed class RecorderTests : RecorderTest
{
    [Fact]
    public async Task What_passes_the_tap_is_on_the_disk_packet_for_packet()
    {
        await using var recorder = NewRecorder();
        var tap = await OpenAsync(recorder, "r1");
        var track = tap.AddTrack(Voice, new(0));
        for (var index = 0; index < 500; index++)
        {
            tap.OnRtp(track, new(index * 1000), Packet(index));
        }

        tap.OnSenderReport(track, new(1), new(1UL << 32), 77);
        tap.Close(new(1_000_000));
        var end = await tap.Completion.WaitAsync(Cancel);

        var inspection = Session.Library.Inspect("r1");
        var found = Assert.Single(inspection.Tracks);
        Assert.Null(end.Problem);
        Assert.Equal(0, end.DroppedPackets);
        Assert.Equal(500, found.Packets);
        Assert.Equal(1, found.SenderReports);
        Assert.Equal(JournalEnd.Complete, found.End);
        Assert.Equal(Voice, found.Description);
        Assert.Equal(500, inspection.PacketsBySsrc[1000]);
        Assert.Equal(500, inspection.PacketsByParticipant["a"]);
        Assert.Equal("consult-1", inspection.ConsultId);
    }

    [Fact]
    public async Task Nothing_reaches_the_disk_while_paused_or_after_a_tracks_end()
    {
        await using var recorder = NewRecorder();
        var tap = await OpenAsync(recorder, "r1");
        var track = tap.AddTrack(Voice, new(0));
        tap.OnRtp(track, new(1), Packet(1));
        tap.Pause(new(2));
        tap.OnRtp(track, new(3), Packet(2));
        tap.Resume(new(4));
        tap.OnRtp(track, new(5), Packet(3));
        tap.OnTrackEnded(track, new(6));
        tap.OnRtp(track, new(7), Packet(4));
        tap.Close(new(8));
        tap.OnRtp(track, new(9), Packet(5));
        await tap.Completion.WaitAsync(Cancel);

        Assert.Equal(2, Session.Library.Inspect("r1").PacketsBySsrc[1000]);
    }

    [Fact]
    public async Task The_tap_allocates_nothing_per_packet()
    {
        await using var recorder = NewRecorder();
        var tap = await OpenAsync(recorder, "r1");
        var track = tap.AddTrack(Voice, new(0));
        var video = tap.AddTrack(Voice with { Kind = TrackKind.Video, Codec = "VP8" }, new(0));
        var packet = Packet(1);
        tap.OnRtp(track, new(1), packet);
        tap.OnRtp(video, new(1), packet);
        tap.OnSenderReport(track, new(1), default, 0);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var index = 0; index < 10_000; index++)
        {
            tap.OnRtp(track, new(index), packet);
            tap.OnRtp(video, new(index), packet);
            tap.OnSenderReport(track, new(index), default, 0);
            tap.TakeKeyFrameRequest(video, new(index));
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        tap.Close(new(1));
        await tap.Completion.WaitAsync(Cancel);
    }

    [Fact]
    public async Task A_full_queue_is_counted_told_and_written_as_a_gap()
    {
        Session.Options.QueueKilobytes = 256;
        using var disk = new TestDisk("r1/epoch-0/journal.tmj");
        await using var recorder = NewRecorder(disk);
        var tap = await OpenAsync(recorder, "r1");
        disk.HangsInWrite = true;
        var track = tap.AddTrack(Voice, new(0));
        var sent = 0;
        while (tap.Dropped < 100)
        {
            sent++;
            tap.OnRtp(track, new(sent * 1_000_000L), Packet(sent));
        }

        disk.HangsInWrite = false;
        disk.Release();
        var problem = await recorder.Problems.ReadAsync(Cancel);
        tap.OnRtp(track, new(++sent * 1_000_000L), Packet(sent));
        tap.Close(new((sent + 1) * 1_000_000L));
        var end = await tap.Completion.WaitAsync(Cancel);

        var found = Assert.Single(Session.Library.Inspect("r1").Tracks);
        Assert.Equal(RecordingProblemKind.QueueOverflow, problem.Kind);
        Assert.Equal("queue-overflow", problem.Code);
        Assert.Equal(end.DroppedPackets, found.DroppedPackets);
        Assert.Equal(sent - end.DroppedPackets, found.Packets);
        Assert.InRange(end.DroppedPackets, 100, 101);
    }

    [Fact]
    public async Task Written_packets_survive_a_process_that_never_closes()
    {
        await using (var recorder = NewRecorder())
        {
            var tap = await OpenAsync(recorder, "r1");
            var track = tap.AddTrack(Voice, new(0));
            for (var index = 0; index < 50; index++)
            {
                tap.OnRtp(track, new(index), Packet(index));
            }

            // Read while the writer still holds it, as after a kill; it may write them in any number of pieces.
            await EventuallyAsync(() => Session.Library.Inspect("r1").Tracks is [{ Packets: 50 }]);
            Assert.Equal(JournalEnd.Unfinished, Assert.Single(Session.Library.Inspect("r1").Tracks).End);
            tap.Close(new(100));
        }

        Assert.Equal(["r1"], Session.Library.Unfinished().Select(recording => recording.RecordingId));
    }

    [Fact]
    public async Task Disk_space_is_reserved_ahead_and_given_back_at_the_end()
    {
        await using var recorder = NewRecorder();
        var tap = await OpenAsync(recorder, "r1");
        var track = tap.AddTrack(Voice, new(0));
        tap.OnRtp(track, new(0), Packet(0));
        await EventuallyAsync(() => Session.Library.Inspect("r1").Tracks is [{ Packets: 1 }]);
        var file = Path.Combine(Session.Folder("r1"), "epoch-0", "journal.tmj");

        var whileWritten = Occupied(file);
        tap.Close(new(100));
        var end = await tap.Completion.WaitAsync(Cancel);

        Assert.InRange(whileWritten, 1 << 20, 2 << 20);
        Assert.InRange(Occupied(file), 1, end.SizeBytes + (64 << 10));
    }

    [Theory]
    [InlineData(0, 600)]
    [InlineData(20, 580)]
    [InlineData(300, 300)]
    [InlineData(449, 151)]
    [InlineData(5000, 150)]
    public void A_slow_disk_is_asked_sooner_so_that_no_more_is_lost(long took, long untilNext) =>
        Assert.Equal(untilNext, JournalLoop.UntilNextCommit(600, took));

    [Fact]
    public async Task Files_are_for_the_owner_only_and_named_after_nobody()
    {
        await Session.RecordAsync("r1", 1, [new("a", 1, 1) { Audio = Clip.Make(4, 1000, 0.3) }]);

        var folders = Directory.GetDirectories(Session.Options.Directory, "*", SearchOption.AllDirectories);
        var files = Directory.GetFiles(Session.Options.Directory, "*", SearchOption.AllDirectories);

#pragma warning disable CA1416 // the node runs on Linux only
        Assert.All(folders, folder => Assert.Equal(RecordingPaths.DirectoryMode, File.GetUnixFileMode(folder)));
        Assert.All(files, file => Assert.Equal(RecordingPaths.FileMode, File.GetUnixFileMode(file)));
#pragma warning restore CA1416
        Assert.Equal(
            [".keys/case-consult-1.json", ".keys/master.key", "r1/epoch-0/journal.tmj"],
            files.Select(file => Path.GetRelativePath(Session.Options.Directory, file)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("../r1", 0, RecordingRefusal.BadId)]
    [InlineData("", 0, RecordingRefusal.BadId)]
    [InlineData("r1", -1, RecordingRefusal.BadId)]
    [InlineData("r1", 0, RecordingRefusal.EpochExists)]
    public async Task A_start_that_cannot_be_is_refused(string id, int epoch, RecordingRefusal expected)
    {
        await using var recorder = NewRecorder();
        var first = await OpenAsync(recorder, "r1");

        var refused = await Assert.ThrowsAsync<RecordingException>(() => OpenAsync(recorder, id, epoch));

        Assert.Equal(expected, refused.Refusal);
        first.Close(new(1));
    }

    [Fact]
    public async Task A_key_frame_is_asked_for_at_the_start_after_a_loss_and_after_a_pause()
    {
        await using var recorder = NewRecorder();
        var tap = await OpenAsync(recorder, "r1");
        var video = tap.AddTrack(Voice with { Kind = TrackKind.Video, Codec = "VP8" }, Seconds(0));
        Assert.True(tap.TakeKeyFrameRequest(video, Seconds(1)));
        Assert.False(tap.TakeKeyFrameRequest(video, Seconds(1.5)));

        tap.OnRtp(video, Seconds(1.6), Vp8(10, key: true));
        Assert.False(tap.TakeKeyFrameRequest(video, Seconds(3)));

        tap.OnRtp(video, Seconds(4), Vp8(12, key: false));
        Assert.False(tap.TakeKeyFrameRequest(video, Seconds(4.1)));
        Assert.True(tap.TakeKeyFrameRequest(video, Seconds(4.5)));

        tap.OnRtp(video, Seconds(5), Vp8(13, key: true));
        tap.Pause(Seconds(6));
        tap.Resume(Seconds(7));
        Assert.True(tap.TakeKeyFrameRequest(video, Seconds(7)));
        tap.Close(Seconds(8));
    }

    [Fact]
    public async Task A_hole_that_somebody_repairs_costs_no_key_frame()
    {
        await using var recorder = NewRecorder();
        var tap = await OpenAsync(recorder, "r1");
        var video = tap.AddTrack(Voice with { Kind = TrackKind.Video, Codec = "VP8" }, Seconds(0), isRepaired: true);

        tap.OnRtp(video, Seconds(1), Vp8(10, key: true));
        tap.OnRtp(video, Seconds(2), Vp8(12, key: false));
        tap.OnRtp(video, Seconds(2.1), Vp8(11, key: false));

        Assert.False(tap.TakeKeyFrameRequest(video, Seconds(9)));
        tap.Close(Seconds(10));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_journal_that_cannot_be_made_is_refused_and_can_be_made_later(bool strange)
    {
        var disk = new RefusingDisk { Fault = strange ? new InvalidOperationException() : new IOException() };
        await using var recorder = NewRecorder(disk);

        var refused = await Assert.ThrowsAsync<RecordingException>(() => OpenAsync(recorder, "r1"));
        disk.Fault = null;
        var tap = await OpenAsync(recorder, "r1");
        tap.Close(Seconds(1));
        var end = await tap.Completion.WaitAsync(Cancel);

        Assert.Equal(RecordingRefusal.Unwritable, refused.Refusal);
        Assert.Null(end.Problem);
    }

    [Fact]
    public void Every_fault_of_the_options_is_listed()
    {
        var options = new RecordingOptions
        {
            Directory = " ",
            MasterKeyFile = "/nowhere/master.key",
            QueueKilobytes = 1,
            CommitMilliseconds = 2000,
            ComposeThreads = 0,
        };

        var faults = options.Validate();

        Assert.Equal(5, faults.Count);
        Assert.Contains("Telemed:Recording:QueueKilobytes must be 256 to 65536; it is 1.", faults);
        var thrown = Assert.Throws<ArgumentException>(() => new RecordingLibrary(options, NullLoggerFactory.Instance));
        Assert.All(faults, fault => Assert.Contains(fault, thrown.Message, StringComparison.Ordinal));
    }

    private static async Task EventuallyAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(20, Cancel);
        }
    }

    /// <summary>Bytes of the disk that a file takes up.</summary>
    private static long Occupied(string file)
    {
        var words = Tool.Run(false, "stat", "-c", "%b %B", file).Split(' ');
        return long.Parse(words[0], CultureInfo.InvariantCulture) * long.Parse(words[1], CultureInfo.InvariantCulture);
    }

    private static MonotonicTime Seconds(double seconds) => new((long)(seconds * 1e9));

    private static byte[] Vp8(ushort sequence, bool key)
    {
        var buffer = new byte[100];
        var writer = new RtpPacketWriter(buffer, true, 96, sequence, 0, new(1000));
        return buffer[..writer.Finish([0x10, key ? (byte)0 : (byte)1, 0, 0])];
    }

    /// <summary>A disk on which no file can be made.</summary>
    private sealed class RefusingDisk : JournalDisk
    {
        public volatile Exception? Fault;

        public override SafeFileHandle Create(string path) => Fault is { } fault ? throw fault : base.Create(path);
    }
}
