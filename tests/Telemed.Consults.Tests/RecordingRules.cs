using Telemed.Consults.Ids;
using Telemed.Consults.Recordings;
using static Telemed.Consults.Tests.RecordingCases;

namespace Telemed.Consults.Tests;

public sealed class RecordingRules
{
    [Fact]
    public void It_starts_only_when_everybody_present_has_answered_and_somebody_agrees()
    {
        var waiting = Then(RecordingLife.Unknown, Request());
        Assert.Equal(RecordingStatus.AwaitingConsent, waiting.Status);
        Assert.False(waiting.MayRecord(A));

        var one = Then(waiting, new RecordingCommand.Answer(A, T0, A, true));
        Assert.Equal(RecordingStatus.AwaitingConsent, one.Status);
        Assert.Equal([B], one.WaitingFor);
        var both = Then(one, new RecordingCommand.Answer(B, T0, B, false));

        Assert.Equal(RecordingStatus.On, both.Status);
        Assert.True(both.MayRecord(A));
        Assert.False(both.MayRecord(B));
    }

    [Fact]
    public void It_starts_at_once_where_all_have_answered_before()
    {
        var on = Then(RecordingLife.Unknown, new RecordingCommand.Request(
            A, T0, Cases.Recording, Cases.Id, [new(A, true, true), new(B, true, true)], true));

        Assert.Equal(RecordingStatus.On, on.Status);
    }

    [Fact]
    public void When_nobody_agrees_nothing_was_recorded()
    {
        var off = Then(
            Then(RecordingLife.Unknown, Request()),
            new RecordingCommand.Answer(A, T0, A, false),
            new RecordingCommand.Answer(B, T0, B, false));

        Assert.Equal(RecordingStatus.Off, off.Status);
        Assert.Null(off.StartedAt);
        Assert.False(off.IsOpen);
    }

    [Fact]
    public void Who_comes_back_need_not_answer_again()
    {
        var gone = Then(On(), new RecordingCommand.Leave(A, T0, A));
        var back = Then(gone, new RecordingCommand.Enter(A, T0, A, null));

        Assert.True(back.MayRecord(A));
        Assert.Empty(back.WaitingFor);
    }

    [Fact]
    public void The_patients_no_pauses_it_whatever_the_others_say()
    {
        var paused = Then(On(), new RecordingCommand.PatientAnswer(A, T0, false));

        Assert.Equal(RecordingStatus.Paused, paused.Status);
        Assert.Equal("consent-missing", Tell.Code(
            RecordingDecider.Decide(paused, new RecordingCommand.Resume(A, T0))));
        var yes = Then(paused, new RecordingCommand.PatientAnswer(A, T0, true), new RecordingCommand.Resume(A, T0));
        Assert.Equal(RecordingStatus.On, yes.Status);
    }

    [Fact]
    public void Recorded_time_leaves_pauses_out_and_marks_stand_on_recorded_time()
    {
        var paused = Then(On(), new RecordingCommand.Pause(A, T0.AddSeconds(10)));
        var resumed = Then(paused, new RecordingCommand.Resume(A, T0.AddSeconds(60)));
        var marked = Then(resumed, new RecordingCommand.Mark(A, T0.AddSeconds(65), " "));
        var stopped = Then(marked, new RecordingCommand.Stop(A, T0.AddSeconds(70)));

        Assert.Equal(10_000, paused.RecordedMsAt(T0.AddSeconds(59)));
        Assert.Equal(new RecordingMark(15_000, null), Assert.Single(marked.Marks));
        Assert.Equal(20_000, stopped.RecordedMsAt(T0.AddDays(1)));
        Assert.Equal(RecordingStatus.Finalizing, stopped.Status);
    }

    [Theory]
    [InlineData(false, RecordingStatus.On)]
    [InlineData(true, RecordingStatus.Paused)]
    public void The_next_epoch_goes_on_as_it_was_before_the_failure(bool paused, RecordingStatus expected)
    {
        var before = paused ? Then(On(), new RecordingCommand.Pause(A, T0)) : On();
        var first = Then(before, new RecordingCommand.Lease(PersonId.System, T0, "node-1"));
        var failed = Then(first, new RecordingCommand.Fail(PersonId.System, T0.AddSeconds(5), "watchdog"));
        Assert.Equal(RecordingStatus.Failed, failed.Status);
        Assert.Equal("watchdog", failed.FailureCause);

        var next = Then(failed, new RecordingCommand.Lease(PersonId.System, T0.AddSeconds(9), "node-2"));

        Assert.Equal(expected, next.Status);
        Assert.Equal(2, next.Epoch);
        Assert.Equal("node-2", next.Node);
        Assert.Equal(paused ? 0 : 5_000, next.RecordedMsAt(T0.AddSeconds(9)));
    }

    [Fact]
    public void A_sealed_recording_takes_nothing_more_and_says_the_files_own_length()
    {
        var done = Then(
            On(),
            new RecordingCommand.Stop(A, T0.AddSeconds(20)),
            new RecordingCommand.Seal(PersonId.System, T0.AddSeconds(30), 19_900, 1_234));

        Assert.Equal(19_900, done.RecordedMsAt(T0.AddDays(1)));
        Assert.Equal(1_234, done.SizeBytes);
        Assert.Equal("not-in-state", Tell.Code(RecordingDecider.Decide(done, new RecordingCommand.Pause(A, T0))));
        Assert.Equal("not-in-state", Tell.Code(
            RecordingDecider.Decide(done, new RecordingCommand.Fail(A, T0, "late"))));
        Assert.Empty(Tell.Facts(RecordingDecider.Decide(done, new RecordingCommand.Stop(A, T0))));
    }

    [Fact]
    public void Only_the_epoch_in_which_it_was_taken_over_last_seals_it()
    {
        var taken = Then(
            On(),
            new RecordingCommand.Lease(PersonId.System, T0, "node-1"),
            new RecordingCommand.Stop(A, T0.AddSeconds(20)),
            new RecordingCommand.Lease(PersonId.System, T0.AddSeconds(30), "node-2", Before: 1));

        Assert.Equal("lease-lost", Tell.Code(RecordingDecider.Decide(
            taken, new RecordingCommand.Seal(PersonId.System, T0.AddSeconds(31), 19_900, 1_234, Before: 1))));
        var done = Then(taken, new RecordingCommand.Seal(PersonId.System, T0.AddSeconds(32), 19_900, 4_321, Before: 2));
        Assert.Equal(4_321, done.SizeBytes);
    }

    [Fact]
    public void A_recording_that_does_not_exist_is_not_found()
    {
        Assert.Equal("not-found", Tell.Code(
            RecordingDecider.Decide(RecordingLife.Unknown, new RecordingCommand.Pause(A, T0))));
    }

    [Fact]
    public void Only_the_epoch_that_holds_the_lease_can_keep_it()
    {
        var first = Then(On(), new RecordingCommand.Lease(PersonId.System, T0, "node-1", T0.AddSeconds(90)));
        var kept = Then(first, new RecordingCommand.Hold(PersonId.System, T0, "node-1", 1, T0.AddSeconds(120)));
        var taken = Then(kept, new RecordingCommand.Lease(PersonId.System, T0, "node-2", T0.AddSeconds(130)));

        Assert.Equal(T0.AddSeconds(120), kept.LeasedUntil);
        Assert.Equal("lease-lost", Tell.Code(RecordingDecider.Decide(
            taken, new RecordingCommand.Hold(PersonId.System, T0, "node-1", 1, T0.AddSeconds(200)))));
    }
}
