using Telemed.Media.Recording;

namespace Telemed.Media.Tests.Recording;

/// <summary>F9: a disk that fills: alarms on the way up, no new recording at 95 %, running ones go on.</summary>
public sealed class F9Tests : RecorderTest
{
    [Fact]
    public async Task A_full_disk_ends_the_one_recording_and_leaves_the_other_alone()
    {
        using var disk = new TestDisk("r1/epoch-0/journal.tmj");
        await using var recorder = NewRecorder(disk);
        var full = await OpenAsync(recorder, "r1");
        disk.IsFull = true;
        var well = await OpenAsync(recorder, "r2");
        foreach (var tap in (RecordingTap[])[full, well])
        {
            var track = tap.AddTrack(Voice, new(0));
            for (var index = 0; index < 100; index++)
            {
                tap.OnRtp(track, new(index), Packet(index));
            }
        }

        var problem = await recorder.Problems.ReadAsync(Cancel);
        var end = await full.Completion.WaitAsync(Cancel);
        full.Close(new(1000));
        well.Close(new(1000));
        var other = await well.Completion.WaitAsync(Cancel);

        Assert.Equal(("r1", RecordingProblemKind.DiskFull), (problem.RecordingId, problem.Kind));
        Assert.Equal(RecordingProblemKind.DiskFull, end.Problem?.Kind);
        Assert.Null(other.Problem);
        Assert.Equal(100, Session.Library.Inspect("r2").PacketsBySsrc[1000]);
    }

    [Fact]
    public async Task A_disk_that_is_too_full_starts_no_recording_and_leaves_the_running_one()
    {
        var full = 94.0;
        await using var recorder = NewRecorder(percentFull: () => full);
        var running = await OpenAsync(recorder, "r1");
        full = 95;

        var refused = await Assert.ThrowsAsync<RecordingException>(() => OpenAsync(recorder, "r2"));
        running.OnRtp(running.AddTrack(Voice, new(0)), new(1), Packet(1));
        running.Close(new(2));
        var end = await running.Completion.WaitAsync(Cancel);

        Assert.Equal(RecordingRefusal.DiskFull, refused.Refusal);
        Assert.Null(end.Problem);
        Assert.Equal(1, Session.Library.Inspect("r1").PacketsBySsrc[1000]);
    }

    [Fact]
    public void Each_watermark_is_told_once_on_the_way_up()
    {
        var full = 0.0;
        var watch = new DiskWatch(() => full);
        var told = new List<double>();
        var now = 0L;
        foreach (var value in (double[])[60, 71, 72, 90, 96, 60, 71])
        {
            full = value;
            if (watch.Look(now) is { Code: "disk-filling" })
            {
                told.Add(value);
            }

            now += 10_000;
        }

        Assert.Equal([71, 90, 96, 71], told);
    }
}
