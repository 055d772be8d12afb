using Telemed.Consults.Consults;
using Telemed.Consults.Ids;

namespace Telemed.Consults.Tests.Codes;

/// <summary>F4: a link that drops: the session is kept, and goes on as the same one.</summary>
public sealed class F4Tests
{
    [Fact]
    public void An_interrupted_session_is_kept_ten_minutes_and_resumes_when_both_are_back()
    {
        var interrupted = Assert.IsType<ConsultState.Interrupted>(Cases.Interrupted());
        Assert.True(interrupted.EndsAt - Cases.T0 >= TimeSpan.FromMinutes(10));

        var back = Cases.After<ConsultState.InSession>(
            interrupted, new ConsultCommand.EnterRoom(Cases.Clinic, Cases.T0.AddMinutes(9), RoomSide.Requester));

        Assert.Equal(Cases.T0, back.Engagement.SessionStartedAt);
        Assert.Null(ConsultClocks.Shown(back));
        var byPhone = Cases.After<ConsultState.Interrupted>(interrupted, Cases.Clock(interrupted));
        Cases.After<ConsultState.OpinionPending>(byPhone, Cases.Clock(byPhone));
    }

    [Fact]
    public void A_nurse_at_the_bedside_keeps_the_session_going_when_the_doctor_drops_out()
    {
        var nurse = new PersonId("nurse");
        var withNurse = Cases.After(
            Cases.InSession(), new ConsultCommand.EnterRoom(nurse, Cases.T0, RoomSide.Bedside));

        Cases.After<ConsultState.InSession>(
            withNurse, new ConsultCommand.LeaveRoom(Cases.Clinic, Cases.T0, Cases.Clinic, LeaveCause.Lost));
    }
}
