using Telemed.Consults.Ids;
using Telemed.Consults.Recordings;
using static Telemed.Consults.Tests.RecordingCases;

namespace Telemed.Consults.Tests.Codes;

/// <summary>C2: nobody is recorded before their own yes, and no longer than they say so.</summary>
public sealed class C2Tests
{
    private static readonly PersonId Late = new("late");

    [Fact]
    public void A_late_joiner_is_not_recorded_until_they_answer_and_does_not_stop_the_others()
    {
        var joined = Then(On(), new RecordingCommand.Enter(Late, T0, Late, null));
        Assert.Equal(RecordingStatus.On, joined.Status);
        Assert.False(joined.MayRecord(Late));
        Assert.True(joined.MayRecord(A));
        Assert.Equal([Late], joined.WaitingFor);

        Assert.True(Then(joined, new RecordingCommand.Answer(Late, T0, Late, true)).MayRecord(Late));
    }

    [Fact]
    public void A_withdrawal_takes_the_person_out_and_pauses_when_nobody_is_left()
    {
        var one = Then(On(), new RecordingCommand.Answer(A, T0, A, false));
        Assert.Equal(RecordingStatus.On, one.Status);
        Assert.False(one.MayRecord(A));

        var none = Then(one, new RecordingCommand.Answer(B, T0, B, false));
        Assert.Equal(RecordingStatus.Paused, none.Status);
        Assert.Equal("consent-missing", Tell.Code(
            RecordingDecider.Decide(none, new RecordingCommand.Resume(A, T0))));
    }

    [Fact]
    public void Without_the_patients_yes_nothing_is_recorded_whatever_the_others_say()
    {
        var asked = Then(RecordingLife.Unknown, new RecordingCommand.Request(
            A, T0, Cases.Recording, Cases.Id, [new(A, true, true), new(B, true, true)], null));
        Assert.Equal(RecordingStatus.AwaitingConsent, asked.Status);
        Assert.False(asked.MayRecord(A));

        Assert.True(Then(asked, new RecordingCommand.PatientAnswer(A, T0, true)).MayRecord(A));
        Assert.Equal(RecordingStatus.Off, Then(asked, new RecordingCommand.PatientAnswer(A, T0, false)).Status);
    }
}
