using Telemed.Consults.Consults;
using Telemed.Consults.Ids;

namespace Telemed.Consults.Tests;

public sealed class ConsultRules
{
    private static readonly ConsultTimes Times = new();

    [Fact]
    public void Nobody_enters_the_session_without_the_patients_consent()
    {
        var refused = Cases.Decider.Decide(
            Cases.Accepted(), new ConsultCommand.EnterRoom(Cases.Lead, Cases.T0, RoomSide.Specialist));

        Assert.Equal("consent-missing", Tell.Code(refused));
    }

    [Fact]
    public void Consent_given_before_the_acceptance_makes_the_consult_ready_at_once()
    {
        var offered = Cases.After(
            Cases.Offered(), new ConsultCommand.RecordConsent(Cases.Clinic, Cases.T0, Cases.Consent()));

        Cases.After<ConsultState.Ready>(offered, new ConsultCommand.Accept(Cases.Lead, Cases.T0, Cases.OfferOne));
    }

    [Fact]
    public void A_withdrawal_is_a_new_fact_beside_the_consent_it_ends()
    {
        var withdrawn = Cases.After<ConsultState.Accepted>(
            Cases.Ready(), new ConsultCommand.RecordConsent(Cases.Clinic, Cases.T0, Cases.Consent(granted: false)));

        Assert.Equal([true, false], withdrawn.File.Consents.Select(consent => consent.Granted));
        Assert.False(withdrawn.File.HasPatientConsent);
    }

    [Fact]
    public void Withdrawing_the_consent_in_session_ends_the_session()
    {
        var after = Cases.After<ConsultState.OpinionPending>(
            Cases.InSession(), new ConsultCommand.RecordConsent(Cases.Clinic, Cases.T0, Cases.Consent(granted: false)));

        Assert.Equal(Cases.T0, after.Engagement.SessionEndedAt);
    }

    [Fact]
    public void A_room_is_opened_for_teaching_by_the_patients_own_consent_to_it_and_closed_when_they_take_it_back()
    {
        var open = new ConsultCommand.Teach(Cases.Lead, Cases.T0, Open: true);
        Assert.Equal("teaching-consent-missing", Tell.Code(Cases.Decider.Decide(Cases.InSession(), open)));
        var agreed = Cases.After(Cases.InSession(), Teaching(granted: true));

        var taught = Cases.After<ConsultState.InSession>(agreed, open);
        Assert.Equal(new Teaching(Cases.Lead, Cases.T0), taught.File.Teaching);
        Assert.Null(Cases.After<ConsultState.InSession>(taught, open with { Open = false }).File.Teaching);
        var withdrawn = Cases.After<ConsultState.InSession>(taught, Teaching(granted: false));
        Assert.Null(withdrawn.File.Teaching);
        Assert.Equal("teaching-consent-missing", Tell.Code(Cases.Decider.Decide(withdrawn, open)));
        Assert.Null(Cases.After<ConsultState.Accepted>(
            taught, new ConsultCommand.StopWrongPatient(Cases.Clinic, Cases.T0, "another bed")).File.Teaching);

        static ConsultCommand.RecordConsent Teaching(bool granted) =>
            new(Cases.Clinic, Cases.T0, Cases.Consent(granted, ConsentItem.Teaching));
    }

    [Fact]
    public void Every_offer_keeps_when_it_was_notified_responded_and_joined()
    {
        var accepted = Cases.After(
            Cases.Offered(), new ConsultCommand.Accept(Cases.Lead, Cases.T0.AddSeconds(7), Cases.OfferOne));
        var ready = Cases.After(accepted, new ConsultCommand.RecordConsent(Cases.Clinic, Cases.T0, Cases.Consent()));
        var joined = Cases.After<ConsultState.Ready>(
            ready, new ConsultCommand.EnterRoom(Cases.Lead, Cases.T0.AddSeconds(20), RoomSide.Specialist));

        var offer = joined.File.LeadOffer!;
        Assert.Equal(Cases.T0, offer.NotifiedAt);
        Assert.Equal(Cases.T0.AddSeconds(7), offer.RespondedAt);
        Assert.Equal(Cases.T0.AddSeconds(20), offer.JoinedAt);
    }

    [Fact]
    public void Of_a_group_that_rings_the_first_acceptance_wins_and_the_others_are_withdrawn()
    {
        var ringing = Cases.After(
            Cases.Dispatching(), Cases.Offers((Cases.OfferOne, Cases.Lead), (Cases.OfferTwo, Cases.Second)));
        var accepted = Cases.After<ConsultState.Accepted>(
            ringing, new ConsultCommand.Accept(Cases.Second, Cases.T0, Cases.OfferTwo));

        Assert.Equal(Cases.Second, accepted.Engagement.Lead);
        Assert.Equal(OfferStatus.Withdrawn, accepted.File.FindOffer(Cases.OfferOne)!.Status);
        var late = Cases.Decider.Decide(accepted, new ConsultCommand.Accept(Cases.Lead, Cases.T0, Cases.OfferOne));
        Assert.Equal("not-in-state", Tell.Code(late));
    }

    [Fact]
    public void A_group_is_left_only_when_all_have_refused()
    {
        var ringing = Cases.After(
            Cases.Dispatching(), Cases.Offers((Cases.OfferOne, Cases.Lead), (Cases.OfferTwo, Cases.Second)));
        var one = Cases.After<ConsultState.Offered>(
            ringing, new ConsultCommand.Decline(Cases.Lead, Cases.T0, Cases.OfferOne, "in theatre"));

        Cases.After<ConsultState.Dispatching>(
            one, new ConsultCommand.Decline(Cases.Second, Cases.T0, Cases.OfferTwo, "off sick"));
    }

    [Fact]
    public void An_offer_is_answered_only_by_whom_it_rings_and_while_it_rings()
    {
        var offered = Cases.Offered();

        Assert.Equal("not-yours", Tell.Code(
            Cases.Decider.Decide(offered, new ConsultCommand.Accept(Cases.Second, Cases.T0, Cases.OfferOne))));
        Assert.Equal("no-such-offer", Tell.Code(
            Cases.Decider.Decide(offered, new ConsultCommand.Accept(Cases.Lead, Cases.T0, Cases.OfferTwo))));
        var expired = Cases.After(offered, Cases.Clock(offered), Cases.Offers(Cases.OfferTwo, Cases.Second));
        Assert.Equal("offer-not-open", Tell.Code(
            Cases.Decider.Decide(expired, new ConsultCommand.Accept(Cases.Lead, Cases.T0, Cases.OfferOne))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void Refusing_cancelling_and_transferring_need_a_reason(string reason)
    {
        Assert.Equal("reason-missing", Tell.Code(Cases.Decider.Decide(
            Cases.Offered(), new ConsultCommand.Decline(Cases.Lead, Cases.T0, Cases.OfferOne, reason))));
        Assert.Equal("reason-missing", Tell.Code(Cases.Decider.Decide(
            Cases.Accepted(), new ConsultCommand.Cancel(Cases.Clinic, Cases.T0, reason))));
        Assert.Equal("reason-missing", Tell.Code(Cases.Decider.Decide(
            Cases.InSession(), new ConsultCommand.Transfer(Cases.Clinic, Cases.T0, reason))));
        Tell.Facts(Cases.Decider.Decide(Cases.Draft(), new ConsultCommand.Cancel(Cases.Clinic, Cases.T0, reason)));
    }

    [Fact]
    public void A_ring_ends_at_its_instant_and_not_before()
    {
        var offered = (ConsultState.Offered)Cases.Offered();
        var clock = ConsultClocks.Of(offered)!;
        var early = new ConsultCommand.FireClock(PersonId.System, clock.DueAt.AddMilliseconds(-1), clock);
        var other = new ConsultCommand.FireClock(PersonId.System, clock.DueAt, clock with { Kind = ClockKind.Join });

        Assert.Equal("clock-stale", Tell.Code(Cases.Decider.Decide(offered, early)));
        Assert.Equal("clock-stale", Tell.Code(Cases.Decider.Decide(offered, other)));
        var after = Cases.After<ConsultState.Dispatching>(offered, Cases.Clock(offered));
        Assert.Equal(OfferStatus.Expired, after.File.FindOffer(Cases.OfferOne)!.Status);
    }

    [Fact]
    public void An_interrupted_session_is_kept_ten_minutes_and_resumes_when_both_are_back()
    {
        var interrupted = Assert.IsType<ConsultState.Interrupted>(Cases.Interrupted());
        Assert.True(interrupted.EndsAt - Cases.T0 >= TimeSpan.FromMinutes(10));

        var back = Cases.After<ConsultState.InSession>(
            interrupted, new ConsultCommand.EnterRoom(Cases.Clinic, Cases.T0.AddMinutes(9), RoomSide.Requester));

        Assert.Equal(Cases.T0, back.Engagement.SessionStartedAt);
        Assert.Null(ConsultClocks.Of(back));
        Cases.After<ConsultState.OpinionPending>(interrupted, Cases.Clock(interrupted));
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
        Assert.Null(ConsultClocks.Of(escalated));
        Assert.Equal("not-in-state", Tell.Code(
            Cases.Decider.Decide(escalated, new ConsultCommand.Close(Cases.Clinic, Cases.T0))));
    }

    [Fact]
    public void A_signed_opinion_never_changes_and_takes_addenda()
    {
        var signed = Cases.OpinionSigned();
        var save = new ConsultCommand.SaveOpinion(Cases.Lead, Cases.T0, new("other", "other"));
        Assert.Equal("already-signed", Tell.Code(Cases.Decider.Decide(signed, save)));
        Assert.Equal("already-signed", Tell.Code(
            Cases.Decider.Decide(signed, new ConsultCommand.Sign(Cases.Lead, Cases.T0))));

        var amended = Cases.After<ConsultState.Closed>(
            Cases.Closed(), new ConsultCommand.Amend(Cases.Lead, Cases.T0, "also: recheck in a week"));

        Assert.Equal(new OpinionText("findings", "advice"), amended.Engagement.Opinion!.Text);
        Assert.Equal("also: recheck in a week", Assert.Single(amended.Engagement.Opinion.Addenda).Text);
    }

    [Fact]
    public void An_empty_opinion_is_not_signed_nor_is_one_by_somebody_else()
    {
        Assert.Equal("opinion-missing", Tell.Code(
            Cases.Decider.Decide(Cases.OpinionPending(), new ConsultCommand.Sign(Cases.Lead, Cases.T0))));
        Assert.Equal("not-yours", Tell.Code(
            Cases.Decider.Decide(Cases.OpinionDrafted(), new ConsultCommand.Sign(Cases.Second, Cases.T0))));
    }

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

        Assert.Null(ConsultClocks.Of(back));
        Assert.True(back.Engagement.UnrecordedPending);
    }

    [Fact]
    public void A_patient_who_refuses_to_be_recorded_is_not()
    {
        var refused = Cases.After(Cases.InSession(), new ConsultCommand.RecordConsent(
            Cases.Clinic, Cases.T0, Cases.Consent(granted: false, ConsentItem.Recording)));

        Assert.Equal("consent-refused", Tell.Code(Cases.Decider.Decide(
            refused, new ConsultCommand.OpenRecording(Cases.Clinic, Cases.T0, Cases.Recording))));
    }

    [Fact]
    public void Only_the_lead_stands_on_the_consulted_side()
    {
        Assert.Equal("not-yours", Tell.Code(Cases.Decider.Decide(
            Cases.Ready(), new ConsultCommand.EnterRoom(Cases.Second, Cases.T0, RoomSide.Specialist))));
        Assert.Equal("not-yours", Tell.Code(Cases.Decider.Decide(
            Cases.Ready(), new ConsultCommand.EnterRoom(Cases.Lead, Cases.T0, RoomSide.Requester))));
    }

    [Fact]
    public void An_emergency_never_waits_for_a_review()
    {
        Cases.After<ConsultState.Dispatching>(
            Cases.Draft(), new ConsultCommand.Submit(Cases.Clinic, Cases.T0, Review: true));
        Cases.After<ConsultState.Submitted>(
            Cases.Draft(Urgency.Ordinary), new ConsultCommand.Submit(Cases.Clinic, Cases.T0, Review: true));
    }

    [Fact]
    public void A_history_that_cannot_be_throws()
    {
        Assert.Throws<InvalidOperationException>(() => ConsultDecider.Evolve(
            ConsultState.Unknown.Instance, new ConsultEvent.ConsultClosed(Cases.Clinic, Cases.T0)));
        Assert.Throws<InvalidOperationException>(() => ConsultDecider.Evolve(
            Cases.Draft(), new ConsultEvent.OpinionSigned(Cases.Lead, Cases.T0, Cases.Lead)));
    }

    [Fact]
    public void Options_out_of_bounds_are_all_named()
    {
        Assert.Empty(new ConsultTimes().Faults());
        var faults = new ConsultTimes { KeepInterrupted = TimeSpan.FromMinutes(9), Reminders = -1 }.Faults();

        Assert.Equal(2, faults.Count);
        Assert.Contains(faults, fault => fault.Contains("KeepInterrupted", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.Contains("-1", StringComparison.Ordinal));
    }

    [Fact]
    public void A_row_names_a_patient_by_first_character_sex_and_age_only()
    {
        Assert.Equal("王** ♀ 63", new PatientDetails("王秀英", Sex.Female, 63, []).Label());
        Assert.Equal("?", PatientDetails.Unknown.Label());
        Assert.Equal(60, new CaseText(new string('x', 100), PatientDetails.Unknown).Line().Length);
        Assert.Equal("one", new CaseText(" one\ntwo", PatientDetails.Unknown).Line());
    }
}
