using Microsoft.Extensions.Logging.Abstractions;
using Telemed.Media.Recording;
using Telemed.RecorderRig.Senders;
using Telemed.Recording.Journal;
using Telemed.Rtc.Rtp;

namespace Telemed.Media.Tests.Recording;

/// <summary>A disk that hangs is seen from outside, and costs only the recordings that were on it (F7).</summary>
public sealed class StallTests : IDisposable
{
    private static readonly TrackDescription Voice =
        new("a", "a-voice", "0", TrackKind.Audio, "voice", "", "opus", 111, 48_000, 1000);

    private readonly Session _session = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _session.Dispose();

    [Fact]
    public async Task A_write_that_hangs_ends_its_recording_and_the_next_one_is_written_by_another_thread()
    {
        using var released = new ManualResetEventSlim();
        await using var recorder = new Recorder(
            _session.Options,
            NullLoggerFactory.Instance,
            path =>
            {
                if (path.EndsWith("r1/epoch-0/track-1.tmj", StringComparison.Ordinal))
                {
                    released.Wait(Cancel);
                }

                return JournalFile.Create(path);
            },
            () => 0,
            stallMilliseconds: 300);
        var hanging = await OpenAsync(recorder, 0);
        Send(hanging);

        var problem = await recorder.Problems.ReadAsync(Cancel);
        var end = await hanging.Completion.WaitAsync(Cancel);
        hanging.Close(new(1_000_000));
        var next = await OpenAsync(recorder, 1);
        Send(next);
        next.Close(new(2_000_000));
        var good = await next.Completion.WaitAsync(Cancel);
        released.Set();

        Assert.Equal((RecordingProblemKind.WriteStalled, "write-stalled", true), (problem.Kind, problem.Code, problem.Stopped));
        Assert.Equal(RecordingProblemKind.WriteStalled, end.Problem?.Kind);
        Assert.Null(good.Problem);
        Assert.Equal(10, _session.Library.Inspect("r1").Tracks.Where(track => track.Epoch == 1).Sum(track => track.Packets));
    }

    [Fact]
    public async Task A_recording_in_which_nobody_sends_is_not_stalled()
    {
        await using var recorder = new Recorder(
            _session.Options, NullLoggerFactory.Instance, JournalFile.Create, () => 0, stallMilliseconds: 100);
        var tap = await OpenAsync(recorder, 0);
        await Task.Delay(1500, Cancel); // many times the limit: nothing may happen in it
        tap.Close(new(1_000_000));

        Assert.Null((await tap.Completion.WaitAsync(Cancel)).Problem);
    }

    [Fact]
    public void What_was_taken_in_and_not_written_counts_from_the_last_byte_that_was()
    {
        using var ring = new TapRing(1 << 20);
        var watch = new WriteWatch(3000);
        Assert.Empty(watch.Stalled([], 0));
        Assert.Equal(0, ring.Taken);
        ring.TryWriteMedia(1, JournalRecordKind.Rtp, new(1), new byte[100]);
        Assert.True(ring.Taken >= 100);
    }

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

    private static Task<RecordingTap> OpenAsync(Recorder recorder, int epoch)
    {
        var start = new RecordingStart("r1", epoch, Session.StartedAt, []) { ConsultId = "consult-1" };
        return recorder.OpenAsync(start, new(0), Cancel);
    }
}
