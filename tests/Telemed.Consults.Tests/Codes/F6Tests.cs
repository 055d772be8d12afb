using Telemed.Consults.Consults;
using Telemed.Consults.Ids;

namespace Telemed.Consults.Tests.Codes;

/// <summary>F6: a recording that cannot start: the lead says, with a reason, that the consult goes on without.</summary>
public sealed class F6Tests
{
    [Fact]
    public void Without_a_recording_the_session_waits_for_the_leads_word()
    {
        var unrecorded = Cases.After(
            Cases.Ready(),
            new ConsultCommand.ReportUnrecorded(PersonId.System, Cases.T0, "disk-full"),
            new ConsultCommand.EnterRoom(Cases.Clinic, Cases.T0, RoomSide.Requester));
        var both = Cases.After<ConsultState.Ready>(
            unrecorded, new ConsultCommand.EnterRoom(Cases.Lead, Cases.T0, RoomSide.Specialist));

        Assert.Equal("not-yours", Tell.Code(
            Cases.Decider.Decide(both, new ConsultCommand.ProceedUnrecorded(Cases.Clinic, Cases.T0, "urgent"))));
        Cases.After<ConsultState.InSession>(
            both, new ConsultCommand.ProceedUnrecorded(Cases.Lead, Cases.T0, "urgent"));
    }

    [Fact]
    public void A_failed_recording_in_session_keeps_the_opinion_unsigned_until_the_lead_has_spoken()
    {
        var pending = Cases.After(
            Cases.InSession(),
            new ConsultCommand.ReportUnrecorded(PersonId.System, Cases.T0, "disk-full"),
            new ConsultCommand.SaveOpinion(Cases.Lead, Cases.T0, new("findings", "advice")),
            new ConsultCommand.End(Cases.Lead, Cases.T0));
        Assert.Equal("proceed-unrecorded-missing", Tell.Code(
            Cases.Decider.Decide(pending, new ConsultCommand.Sign(Cases.Lead, Cases.T0))));

        Cases.After<ConsultState.OpinionSigned>(
            pending,
            new ConsultCommand.ProceedUnrecorded(Cases.Lead, Cases.T0, "urgent"),
            new ConsultCommand.Sign(Cases.Lead, Cases.T0));
    }

    [Fact]
    public void An_interrupted_session_goes_on_when_both_are_back_even_without_a_recording()
    {
        var back = Cases.After<ConsultState.InSession>(
            Cases.InSession(),
            new ConsultCommand.ReportUnrecorded(PersonId.System, Cases.T0, "disk-full"),
            new ConsultCommand.LeaveRoom(PersonId.System, Cases.T0, Cases.Clinic, LeaveCause.Lost),
            new ConsultCommand.EnterRoom(Cases.Clinic, Cases.T0, RoomSide.Requester));

        Assert.Null(ConsultClocks.Shown(back));
        Assert.True(back.Engagement.UnrecordedPending);
    }
}
