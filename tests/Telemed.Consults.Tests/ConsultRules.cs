using Telemed.Consults.Consults;
using Telemed.Consults.Decisions;
using Telemed.Consults.Ids;

namespace Telemed.Consults.Tests;

public sealed class ConsultRules
{
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
    public void A_line_is_kept_with_the_case_by_who_stands_in_its_room_and_by_nobody_else()
    {
        var after = Cases.After<ConsultState.InSession>(
            Cases.InSession(), Line(Cases.Clinic, RoomSide.Requester), Line(Cases.Lead, RoomSide.Specialist, "second", "ST 段抬高"));
        Assert.Equal(
            [new("first", Cases.Clinic, Cases.T0, "血压 90/60"), new("second", Cases.Lead, Cases.T0, "ST 段抬高")], after.File.Chat);

        foreach (var (by, side) in ((PersonId, RoomSide)[])
        [
            (Cases.Second, RoomSide.Observer), (Cases.Clinic, RoomSide.Specialist), (Cases.Lead, RoomSide.Requester),
            (Cases.Third, RoomSide.Expert), (new("guest"), RoomSide.Patient), (new("guest"), RoomSide.Proxy), (Cases.Third, RoomSide.Interpreter),
        ])
        {
            Assert.Equal("not-yours", Tell.Code(Cases.Decider.Decide(Cases.InSession(), Line(by, side))));
        }
    }

    [Theory]
    [InlineData(" \n", "text-missing")]
    [InlineData(2_001, "text-too-long")]
    public void A_line_says_something_and_is_no_longer_than_a_line(object text, string code) => Assert.Equal(
        code,
        Tell.Code(Cases.Decider.Decide(
            Cases.InSession(), Line(Cases.Lead, RoomSide.Specialist, text: text as string ?? new('x', (int)text)))));

    [Fact]
    public void A_case_takes_two_thousand_lines_and_then_no_more()
    {
        var state = Cases.InSession();
        for (var i = 0; i < ChatLine.Most; i++)
        {
            state = Cases.After(state, Line(Cases.Lead, RoomSide.Specialist, $"line-{i}"));
        }

        Assert.Equal("chat-full", Tell.Code(Cases.Decider.Decide(state, Line(Cases.Lead, RoomSide.Specialist))));
        Cases.After<ConsultState.OpinionPending>(state, new ConsultCommand.End(Cases.Lead, Cases.T0));
    }

    [Fact]
    public void Without_a_consent_or_in_a_transfer_a_line_is_taken_while_somebody_is_in_the_room()
    {
        var withdrawn = Cases.After<ConsultState.Accepted>(
            Cases.Ready(),
            new ConsultCommand.EnterRoom(Cases.Clinic, Cases.T0, RoomSide.Requester),
            new ConsultCommand.RecordConsent(Cases.Clinic, Cases.T0, Cases.Consent(granted: false)));
        var moved = Cases.After<ConsultState.ConvertedToTransfer>(
            Cases.InSession(),
            new ConsultCommand.LeaveRoom(Cases.Lead, Cases.T0, Cases.Lead, LeaveCause.Left),
            new ConsultCommand.Transfer(Cases.Clinic, Cases.T0, "worse"));
        foreach (var state in (ConsultState[])[withdrawn, moved])
        {
            Assert.Single(((ConsultState.Filed)Cases.After(state, Line(Cases.Clinic, RoomSide.Requester))).File.Chat);
            var empty = Cases.After(state, new ConsultCommand.LeaveRoom(Cases.Clinic, Cases.T0, Cases.Clinic, LeaveCause.Left));
            Assert.Equal("not-in-state", Tell.Code(Cases.Decider.Decide(empty, Line(Cases.Clinic, RoomSide.Requester))));
        }
    }

    [Fact]
    public void What_was_written_before_a_stop_for_the_wrong_patient_is_set_apart_and_what_follows_is_not()
    {
        var again = Cases.After<ConsultState.Ready>(
            Cases.InSession(),
            Line(Cases.Lead, RoomSide.Specialist),
            new ConsultCommand.StopWrongPatient(Cases.Clinic, Cases.T0, "another bed"),
            new ConsultCommand.RecordConsent(Cases.Clinic, Cases.T0, Cases.Consent()),
            Line(Cases.Lead, RoomSide.Specialist, "second"));

        Assert.Equal([true, false], again.File.Chat.Select(line => line.IsSetApart));
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
        var remove = new ConsultCommand.RemoveViewer(Cases.Lead, Cases.T0, Cases.Second);
        var without = Cases.After<ConsultState.InSession>(taught, remove);
        Assert.Equal([Cases.Second], without.File.Teaching!.Removed);
        Assert.Empty(Tell.Facts(Cases.Decider.Decide(without, remove)));
        Assert.Empty(Cases.After<ConsultState.InSession>(without, open with { Open = false }, open).File.Teaching!.Removed);
        Assert.Equal("not-taught", Tell.Code(Cases.Decider.Decide(Cases.InSession(), remove)));
        var withdrawn = Cases.After<ConsultState.InSession>(taught, Teaching(granted: false));
        Assert.Null(withdrawn.File.Teaching);
        Assert.Equal("teaching-consent-missing", Tell.Code(Cases.Decider.Decide(withdrawn, open)));
        Assert.Null(Cases.After<ConsultState.Accepted>(
            taught, new ConsultCommand.StopWrongPatient(Cases.Clinic, Cases.T0, "another bed")).File.Teaching);

        static ConsultCommand.RecordConsent Teaching(bool granted) =>
            new(Cases.Clinic, Cases.T0, Cases.Consent(granted, ConsentItem.Teaching));
    }

    [Fact]
    public void An_expert_who_is_removed_leaves_the_room_takes_part_no_more_and_may_be_invited_again()
    {
        var remove = new ConsultCommand.RemoveExpert(Cases.Clinic, Cases.T0, Cases.Third);
        var removed = Cases.After<ConsultState.InSession>(Cases.WithExpert(), remove);
        Assert.Equal(ExpertStatus.Removed, removed.Engagement.FindExpert(Cases.Third)!.Status);
        Assert.False(removed.Engagement.IsPresent(Cases.Third));
        Assert.Empty(Assert.IsType<Decision<ConsultEvent>.Accepted>(Cases.Decider.Decide(removed, remove)).Facts);
        Assert.Equal("not-invited", Tell.Code(Cases.Decider.Decide(removed, new ConsultCommand.HandOver(Cases.Lead, Cases.T0, Cases.Third))));
        Assert.Equal("not-invited", Tell.Code(Cases.Decider.Decide(removed, remove with { Expert = Cases.Lead })));
        Assert.Equal("not-invited", Tell.Code(Cases.Decider.Decide(Cases.InSession(), remove)));

        var again = Cases.After<ConsultState.InSession>(removed, new ConsultCommand.Invite(Cases.Lead, Cases.T0, Cases.Third));
        Assert.Equal(ExpertStatus.Offered, again.Engagement.FindExpert(Cases.Third)!.Status);
        Assert.Equal("not-in-state", Tell.Code(Cases.Decider.Decide(Cases.OpinionSigned(), remove)));
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
    public void An_empty_opinion_is_not_signed_nor_is_one_by_somebody_else()
    {
        Assert.Equal("opinion-missing", Tell.Code(
            Cases.Decider.Decide(Cases.OpinionPending(), new ConsultCommand.Sign(Cases.Lead, Cases.T0))));
        Assert.Equal("not-yours", Tell.Code(
            Cases.Decider.Decide(Cases.OpinionDrafted(), new ConsultCommand.Sign(Cases.Second, Cases.T0))));
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

    private static ConsultCommand.WriteChat Line(PersonId by, RoomSide side, string id = "first", string text = "血压 90/60") =>
        new(by, Cases.T0, side, id, text);
}
