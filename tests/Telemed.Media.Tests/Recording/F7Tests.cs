using Microsoft.Extensions.Logging.Abstractions;
using Telemed.Media.Recording;
using Telemed.RecorderRig.Senders;
using Telemed.Recording.Journal;
using Telemed.Rtc.Rtp;

namespace Telemed.Media.Tests.Recording;

/// <summary>F7: a recording that dies is seen by a watchdog on written bytes, and costs only those that were on that disk.</summary>
public sealed class F7Tests : IDisposable
{
    private static readonly TrackDescription Voice =
        new("a", "a-voice", "0", TrackKind.Audio, "voice", "", "opus", 111, 48_000, 1000);

    private readonly Session _session = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _session.Dispose();

    [Fact]
    public async Task A_write_that_hangs_ends_its_recording_and_the_next_one_is_written_by_another_thread()
    {
        using var disk = new TestDisk("r1/epoch-0/journal.tmj");
        await using var recorder = NewRecorder(disk);
        var hanging = await OpenAsync(recorder, 0);
        disk.HangsInWrite = true;
        Send(hanging);
        await disk.Hung.WaitAsync(Cancel);
        WatchForLong(recorder);

        var problem = await recorder.Problems.ReadAsync(Cancel);
        var end = await hanging.Completion.WaitAsync(Cancel);
        hanging.Close(new(1_000_000));
        var next = await OpenAsync(recorder, 1);
        Send(next);
        next.Close(new(2_000_000));
        var good = await next.Completion.WaitAsync(Cancel);
        disk.Release();

        Assert.Equal((RecordingProblemKind.WriteStalled, "write-stalled", true), (problem.Kind, problem.Code, problem.Stopped));
        Assert.Equal(RecordingProblemKind.WriteStalled, end.Problem?.Kind);
        Assert.Null(good.Problem);
        Assert.Equal(10, _session.Library.Inspect("r1").Tracks.Where(track => track.Epoch == 1).Sum(track => track.Packets));
    }

    [Fact]
    public async Task A_journal_that_hangs_while_it_is_made_is_refused_and_the_next_one_is_made()
    {
        using var disk = new TestDisk("r1/epoch-0/journal.tmj") { HangsInCreate = true };
        await using var recorder = NewRecorder(disk);
        var hanging = OpenAsync(recorder, 0);
        await disk.Hung.WaitAsync(Cancel);
        WatchForLong(recorder);

        var next = await OpenAsync(recorder, 1);
        disk.Release();
        var refused = await Assert.ThrowsAsync<RecordingException>(() => hanging);
        next.Close(new(1_000_000));

        Assert.Equal(RecordingRefusal.Unwritable, refused.Refusal);
        Assert.Null((await next.Completion.WaitAsync(Cancel)).Problem);
    }

    [Fact]
    public void Only_what_was_taken_in_and_not_written_for_too_long_is_stalled()
    {
        using var journal = new JournalSession(
            Start(0), new(0), new(_session.Options.Directory), new(new byte[32]), 1 << 20, new JournalDisk(), () => { });
        var watch = new WriteWatch(3000);
        Assert.Empty(watch.Stalled([journal], 0));
        Assert.Empty(watch.Stalled([journal], 1_000_000)); // nobody sent

        Send(journal.Tap);
        Assert.Empty(watch.Stalled([journal], 1_002_999));
        Assert.Equal([journal], watch.Stalled([journal], 1_003_000));

        journal.Drain();
        journal.Flush();
        Assert.Empty(watch.Stalled([journal], 2_000_000));
        Send(journal.Tap);
        Assert.Empty(watch.Stalled([journal], 2_002_999));
        Assert.Empty(watch.Stalled([], 2_003_000));
        journal.Tap.Close(new(1_000_000));
    }

    /// <summary>Lets the watchdog look now and much later.</summary>
    private static void WatchForLong(Recorder recorder)
    {
        recorder.Watch(Environment.TickCount64);
        recorder.Watch(Environment.TickCount64 + (2L * Session.NoStall));
    }

    private Recorder NewRecorder(TestDisk disk) =>
        new(_session.Options, NullLoggerFactory.Instance, disk, () => 0, Session.NoStall);

    private static void Send(RecordingTap tap)
    {
        var track = tap.AddTrack(Voice, new(0));
        for (var index = 0; index < 10; index++)
        {
            var buffer = new byte[200];
            var writer = new RtpPacketWriter(buffer, false, 111, (ushort)index, (uint)(index * 960), new(1000));
            tap.OnRtp(track, new(index * 1000), buffer.AsSpan(0, writer.Finish(new byte[100])));
        }
    }

    private static Task<RecordingTap> OpenAsync(Recorder recorder, int epoch) =>
        recorder.OpenAsync(Start(epoch), new(0), Cancel);

    private static RecordingStart Start(int epoch) => new("r1", epoch, Session.StartedAt, []) { ConsultId = "consult-1" };
}
