using Telemed.Consults.Consults;

namespace Telemed.Consults.Tests.Codes;

/// <summary>F10: an opinion that is not signed in time: reminders, then escalation; the case cannot close.</summary>
public sealed class F10Tests
{
    private static readonly ConsultTimes Times = new();

    [Fact]
    public void A_missing_opinion_is_reminded_three_times_then_escalated_and_keeps_the_case_open()
    {
        var state = Cases.OpinionPending();
        for (var i = 1; i <= Times.Reminders; i++)
        {
            var before = ConsultClocks.Of(state)!.DueAt;
            state = Cases.After<ConsultState.OpinionPending>(state, Cases.Clock(state));
            Assert.Equal(before + Times.RemindEvery, ConsultClocks.Of(state)!.DueAt);
            Assert.Equal(i, ((ConsultState.Engaged)state).Engagement.Reminders);
        }

        var escalated = Cases.After<ConsultState.OpinionPending>(state, Cases.Clock(state));

        Assert.True(escalated.Engagement.Escalated);
        Assert.Null(ConsultClocks.Shown(escalated));
        Assert.Equal("not-in-state", Tell.Code(
            Cases.Decider.Decide(escalated, new ConsultCommand.Close(Cases.Clinic, Cases.T0))));
    }
}
