using Telemed.Consults.Consults;
using Telemed.Consults.Ids;
using Telemed.Consults.Library;

namespace Telemed.Consults.Tests;

/// <summary>A consult in every state, each reached by commands alone, and every command once.</summary>
internal static class Cases
{
    public static readonly DateTimeOffset T0 = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    public static readonly PersonId Clinic = new("clinic-doctor");
    public static readonly PersonId Lead = new("lead");
    public static readonly PersonId Second = new("second");
    public static readonly PersonId Reviewer = new("reviewer");
    public static readonly ConsultId Id = new("consult");
    public static readonly InstitutionId Institution = new("clinic");
    public static readonly OfferId OfferOne = new("offer-1");
    public static readonly OfferId OfferTwo = new("offer-2");
    public static readonly RecordingId Recording = new("recording");
    public static readonly ConsultDecider Decider = new(new ConsultTimes());

    public static ConsultRequest Request(Urgency urgency = Urgency.Emergency, string summary = "chest pain") =>
        new(new("cardiology"), urgency, null, new(summary, new("王秀英", Sex.Female, 63, [new("resident-id", "652900196301010024")])));

    public static Consent Consent(
        bool granted = true,
        ConsentItem item = ConsentItem.Consult,
        ConsentSubject subject = ConsentSubject.Patient,
        PersonId? person = null) =>
        new(item, subject, person ?? Clinic, granted, ConsentMethod.Signature, "v1", "zh-CN", T0, null);

    public static readonly PersonId Third = new("third");

    /// <summary>The state after commands that must all be accepted.</summary>
    public static ConsultState After(ConsultState state, params ConsultCommand[] commands)
    {
        foreach (var command in commands)
        {
            var facts = Tell.Facts(Decider.Decide(state, command));
            state = facts.Aggregate(state, ConsultDecider.Evolve);
        }

        return state;
    }

    public static T After<T>(ConsultState state, params ConsultCommand[] commands)
        where T : ConsultState => Assert.IsType<T>(After(state, commands));

    public static ConsultState Draft(Urgency urgency = Urgency.Emergency) => After(
        ConsultState.Unknown.Instance, new ConsultCommand.SaveDraft(Clinic, T0, Id, Institution, Request(urgency)));

    public static ConsultState Submitted() =>
        After(Draft(Urgency.Ordinary), new ConsultCommand.Submit(Clinic, T0, Review: true));

    public static ConsultState UnderReview() => After(Submitted(), new ConsultCommand.StartReview(Reviewer, T0));

    public static ConsultState Dispatching() => After(Draft(), new ConsultCommand.Submit(Clinic, T0));

    public static ConsultState Offered() => After(Dispatching(), Offers(OfferOne, Lead));

    public static ConsultState Accepted() => After(Offered(), new ConsultCommand.Accept(Lead, T0, OfferOne));

    public static ConsultState Planned() => After(
        Draft(Urgency.Ordinary),
        new ConsultCommand.Submit(Clinic, T0),
        Offers(OfferOne, Lead),
        new ConsultCommand.Accept(Lead, T0, OfferOne));

    public static ConsultState Scheduled() =>
        After(Planned(), new ConsultCommand.Schedule(Lead, T0, T0.AddHours(3)));

    public static ConsultState Ready() => After(Accepted(), new ConsultCommand.RecordConsent(Clinic, T0, Consent()));

    public static ConsultState InSession() => After(
        Ready(),
        new ConsultCommand.EnterRoom(Clinic, T0, RoomSide.Requester),
        new ConsultCommand.EnterRoom(Lead, T0, RoomSide.Specialist));

    public static ConsultState Interrupted() =>
        After(InSession(), new ConsultCommand.LeaveRoom(Clinic, T0, Clinic, LeaveCause.Lost));

    public static ConsultState SessionEnded() => ConsultDecider.Evolve(
        InSession(), new ConsultEvent.SessionEnded(Lead, T0, Lead, SessionEndCause.Ended));

    public static ConsultState OpinionPending() => After(InSession(), new ConsultCommand.End(Lead, T0));

    public static ConsultState OpinionDrafted() =>
        After(OpinionPending(), new ConsultCommand.SaveOpinion(Lead, T0, new("findings", "advice")));

    public static ConsultState OpinionSigned() => After(OpinionDrafted(), new ConsultCommand.Sign(Lead, T0));

    public static ConsultState Acknowledged() =>
        After(OpinionSigned(), new ConsultCommand.Acknowledge(Clinic, T0, true, null));

    public static ConsultState Closed() => After(Acknowledged(), new ConsultCommand.Close(Clinic, T0));

    public static ConsultState Archived() => After(Closed(), Clock(Closed()));

    /// <summary>A session with a further expert in the room.</summary>
    public static ConsultState WithExpert() => After(
        InSession(),
        new ConsultCommand.Invite(Lead, T0, Third),
        new ConsultCommand.AnswerInvitation(Third, T0, true, null),
        new ConsultCommand.EnterRoom(Third, T0, RoomSide.Expert));

    public static ConsultCommand.MakeOffers Offers(params (OfferId Offer, PersonId Specialist)[] offers) =>
        new(
            PersonId.System,
            T0,
            1,
            T0.AddSeconds(30),
            [.. offers.Select(one => new NewOffer(one.Offer, one.Specialist, "present"))]);

    public static ConsultCommand.MakeOffers Offers(OfferId offer, PersonId specialist) => Offers((offer, specialist));

    /// <summary>What a copy says.</summary>
    public static CopyText Words { get; } = new("chest pain", "chest pain, day 1", "findings", "advice");

    /// <summary>In a copy nobody could be known by anything.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<Finding>> Nowhere { get; } =
        new Dictionary<string, IReadOnlyList<Finding>>(StringComparer.Ordinal);

    /// <summary>A case that is answered, whose patient agrees to the library.</summary>
    public static ConsultState Agreed() =>
        After(Acknowledged(), new ConsultCommand.RecordConsent(Clinic, T0, Consent(item: ConsentItem.Library)));

    /// <summary>A copy of it waits for a second person.</summary>
    public static ConsultState Proposed() => After(Agreed(), new ConsultCommand.ProposeCopy(Clinic, T0, Words, [], Nowhere));

    /// <summary>It is in the library.</summary>
    public static ConsultState Released() =>
        After(Proposed(), new ConsultCommand.ReleaseCopy(Reviewer, T0, new("copy"), Nowhere));

    /// <summary>Who speaks for the patient.</summary>
    public static GuardianIdentity Daughter { get; } = new("王敏", "child", new("resident-id", "652900199001010045"));

    /// <summary>Every state, by the name it has in the workflow table.</summary>
    public static IReadOnlyList<(string Name, ConsultState State)> States { get; } =
    [
        ("unknown", ConsultState.Unknown.Instance),
        ("draft", Draft()),
        ("submitted", Submitted()),
        ("underReview", UnderReview()),
        ("returned", After(UnderReview(), new ConsultCommand.Return(Reviewer, T0, "incomplete"))),
        ("rejected", After(UnderReview(), new ConsultCommand.Reject(Reviewer, T0, "not for us"))),
        ("dispatching", Dispatching()),
        ("offered", Offered()),
        ("unstaffed", After(Dispatching(), new ConsultCommand.GiveUp(PersonId.System, T0, "0990-555-0100"))),
        ("accepted", Accepted()),
        ("scheduled", Scheduled()),
        ("ready", Ready()),
        ("inSession", InSession()),
        ("interrupted", Interrupted()),
        ("sessionEnded", SessionEnded()),
        ("opinionPending", OpinionDrafted()),
        ("opinionSigned", OpinionSigned()),
        ("acknowledged", Acknowledged()),
        ("closed", Closed()),
        ("archived", Archived()),
        ("cancelled", After(Draft(), new ConsultCommand.Cancel(Clinic, T0, "mistake"))),
        ("noShow", Lapsed()),
        ("convertedToTransfer", After(InSession(), new ConsultCommand.Transfer(Clinic, T0, "worse"))),
    ];

    /// <summary>
    /// Every command, by the name it has in the workflow table, made to fit the state as well as it can.
    /// </summary>
    public static IReadOnlyList<(string Name, Func<ConsultState, ConsultCommand> Make)> Commands { get; } =
    [
        ("saveDraft", _ => new ConsultCommand.SaveDraft(Clinic, T0, Id, Institution, Request())),
        ("submit", _ => new ConsultCommand.Submit(Clinic, T0)),
        ("submit for review", _ => new ConsultCommand.Submit(Clinic, T0, Review: true)),
        ("startReview", _ => new ConsultCommand.StartReview(Reviewer, T0)),
        ("approve", _ => new ConsultCommand.Approve(Reviewer, T0)),
        ("return", _ => new ConsultCommand.Return(Reviewer, T0, "incomplete")),
        ("reject", _ => new ConsultCommand.Reject(Reviewer, T0, "not for us")),
        ("makeOffers", state => NextOffers(state)),
        ("giveUp", _ => new ConsultCommand.GiveUp(PersonId.System, T0, null)),
        ("redispatch", _ => new ConsultCommand.Redispatch(Reviewer, T0)),
        ("accept", state => new ConsultCommand.Accept(Lead, T0, OpenOffer(state))),
        ("decline", state => new ConsultCommand.Decline(Lead, T0, OpenOffer(state), "in theatre")),
        ("noteReview", _ => new ConsultCommand.NoteReview(Reviewer, T0, "late")),
        ("assign", state => new ConsultCommand.Assign(
            Reviewer, T0, new(new($"named-{Made(state)}"), Third, "assigned"), T0.AddMinutes(10))),
        ("reassign", _ => new ConsultCommand.Reassign(Lead, T0, "called away")),
        ("schedule", _ => new ConsultCommand.Schedule(Lead, T0, T0.AddHours(5))),
        ("book a place", _ => new ConsultCommand.Schedule(
            Clinic, T0, T0.AddHours(5), With: new(new("booked"), Third, ReviewFirst: false))),
        ("checkIdentity", _ => new ConsultCommand.CheckIdentity(Clinic, T0, ["name", "resident-id"])),
        ("arrive", _ => new ConsultCommand.Arrive(Clinic, T0)),
        ("overrideConsent", state => new ConsultCommand.OverrideConsent(
            (state as ConsultState.Filed)?.File.Override is null ? Clinic : Lead, T0, "unconscious")),
        ("invite", _ => new ConsultCommand.Invite(Lead, T0, Third)),
        ("answerInvitation", _ => new ConsultCommand.AnswerInvitation(Third, T0, true, null)),
        ("removeExpert", _ => new ConsultCommand.RemoveExpert(Clinic, T0, Third)),
        ("handOver", state => new ConsultCommand.HandOver(LeadOf(state), T0, Third)),
        ("stopWrongPatient", _ => new ConsultCommand.StopWrongPatient(Clinic, T0, "another bed")),
        ("breakGlass", _ => new ConsultCommand.BreakGlass(Second, T0, "unconscious in our yard")),
        ("reviewGlass", _ => new ConsultCommand.ReviewGlass(Reviewer, T0, Second, T0, true)),
        ("inviteGuest", _ => new ConsultCommand.InviteGuest(Clinic, T0, new("guest"), GuestKind.Patient, "hash", null)),
        ("openGuestLink", _ => new ConsultCommand.OpenGuestLink(new("guest"), T0, "hash", "王秀英", "010024")),
        ("askToPlay", _ => new ConsultCommand.AskToPlay(new("guest"), T0, Recording)),
        ("answerPlay", _ => new ConsultCommand.AnswerPlay(Reviewer, T0, Recording, true, "their own")),
        ("enterOrder", _ => new ConsultCommand.EnterOrder(Reviewer, T0, "order", T0.AddDays(30), new("authority", "17", "a complaint"))),
        ("confirmOrder", _ => new ConsultCommand.ConfirmOrder(Second, T0, "order")),
        ("endOrder", _ => new ConsultCommand.EndOrder(Second, T0, "order")),
        ("endGuest", _ => new ConsultCommand.EndGuest(Clinic, T0, new("guest"))),
        ("bindDependant", _ => new ConsultCommand.BindDependant(
            Clinic, T0, new("guest"), ConsentMethod.Signature, "v1", "zh", new(Daughter, null))),
        ("unbindDependant", _ => new ConsultCommand.UnbindDependant(Clinic, T0, new("guest"), "moved away")),
        ("planFollowUp", _ => new ConsultCommand.PlanFollowUp(Lead, T0, T0.AddDays(30), "blood pressure")),
        ("refer", _ => new ConsultCommand.Refer(Clinic, T0, ReferralDirection.Up, new("hospital"), "needs a catheter")),
        ("answerReferral", _ => new ConsultCommand.AnswerReferral(Second, T0, true, null)),
        ("orderVisit", _ => new ConsultCommand.OrderVisit(Clinic, T0, Third, T0.AddDays(1), "dressing")),
        ("finishVisit", _ => new ConsultCommand.FinishVisit(Third, T0, "healing")),
        ("settle", _ => new ConsultCommand.Settle(Clinic, T0, Payer.BasicInsurance, 8_000)),
        ("offerContract", _ => new ConsultCommand.OfferContract(Clinic, T0, T0.AddDays(365))),
        ("answerContract", _ => new ConsultCommand.AnswerContract(Clinic, T0, true, ConsentMethod.Paper, "nurse")),
        ("endContract", _ => new ConsultCommand.EndContract(Clinic, T0, "moved away")),
        ("raiseAlert", _ => new ConsultCommand.RaiseAlert(new("guest"), T0, "fell")),
        ("answerAlert", _ => new ConsultCommand.AnswerAlert(Second, T0, "on my way")),
        ("reportProbe", _ => new ConsultCommand.ReportProbe(
            Clinic, T0, new(SiteLinkMode.Full, 900, 1_200, 0.5, 80, 6, "udp"))),
        ("attach", _ => new ConsultCommand.Attach(Clinic, T0, "image/png", 9, new string('a', 64), false, "ecg.png")),
        ("markColourCard", _ => new ConsultCommand.MarkColourCard(Lead, T0, "none", 5_000, 5_000, 1, 1, 1)),
        ("writeChat", state => new ConsultCommand.WriteChat(
            LeadOf(state), T0, RoomSide.Specialist, $"line-{LinesOf(state)}", "血压 90/60")),
        ("askInterpreter", _ => new ConsultCommand.AskInterpreter(Clinic, T0, "ug", [Third])),
        ("answerInterpreting", _ => new ConsultCommand.AnswerInterpreting(Third, T0, true)),
        ("endInterpreter", _ => new ConsultCommand.EndInterpreter(Clinic, T0)),
        ("openTeaching", _ => new ConsultCommand.Teach(Lead, T0, Open: true)),
        ("removeViewer", _ => new ConsultCommand.RemoveViewer(Lead, T0, Second)),
        ("closeTeaching", _ => new ConsultCommand.Teach(Lead, T0, Open: false)),
        ("proposeCopy", _ => new ConsultCommand.ProposeCopy(Clinic, T0, Words, [], Nowhere)),
        ("returnCopy", _ => new ConsultCommand.ReturnCopy(Reviewer, T0, "too long")),
        ("releaseCopy", _ => new ConsultCommand.ReleaseCopy(Reviewer, T0, new("copy"), Nowhere)),
        ("withdrawCopy", _ => new ConsultCommand.WithdrawCopy(Clinic, T0)),
        ("coSign", _ => new ConsultCommand.CoSign(Third, T0)),
        ("consent given", _ => new ConsultCommand.RecordConsent(Clinic, T0, Consent())),
        ("consent withdrawn", _ => new ConsultCommand.RecordConsent(Clinic, T0, Consent(granted: false))),
        ("enterRoom", state => NextToEnter(state)),
        ("leaveRoom", _ => new ConsultCommand.LeaveRoom(Lead, T0, Lead, LeaveCause.Lost)),
        ("end", _ => new ConsultCommand.End(Lead, T0)),
        ("saveOpinion", _ => new ConsultCommand.SaveOpinion(Lead, T0, new("findings", "advice"))),
        ("sign", _ => new ConsultCommand.Sign(Lead, T0)),
        ("amend", _ => new ConsultCommand.Amend(Lead, T0, "also")),
        ("acknowledge", _ => new ConsultCommand.Acknowledge(Clinic, T0, true, null)),
        ("close", _ => new ConsultCommand.Close(Clinic, T0)),
        ("cancel", _ => new ConsultCommand.Cancel(Clinic, T0, "improved")),
        ("transfer", _ => new ConsultCommand.Transfer(Clinic, T0, "worse")),
        ("openRecording", _ => new ConsultCommand.OpenRecording(Clinic, T0, Recording)),
        ("reportUnrecorded", _ => new ConsultCommand.ReportUnrecorded(PersonId.System, T0, "disk-full")),
        ("proceedUnrecorded", _ => new ConsultCommand.ProceedUnrecorded(Lead, T0, "urgent")),
        ("the clock fires", state => Clock(state)),
    ];

    /// <summary>The clock of a state, due; a clock nobody has where the state has none.</summary>
    public static ConsultCommand Clock(ConsultState state)
    {
        var clock = ConsultClocks.Of(state) ?? new Clock(ClockKind.Ring, T0);
        return new ConsultCommand.FireClock(PersonId.System, clock.DueAt, clock);
    }

    private static int Made(ConsultState state) => (state as ConsultState.Filed)?.File.Offers.Length ?? 0;

    private static int LinesOf(ConsultState state) => (state as ConsultState.Filed)?.File.Chat.Count ?? 0;

    private static PersonId LeadOf(ConsultState state) => (state as ConsultState.Engaged)?.Engagement.Lead ?? Lead;

    private static ConsultCommand.MakeOffers NextOffers(ConsultState state)
    {
        var made = Made(state);
        return Offers((new($"lead-{made}"), Lead), (new($"second-{made}"), Second));
    }

    /// <summary>The lead's open offer, or the first one made.</summary>
    private static OfferId OpenOffer(ConsultState state) =>
        (state as ConsultState.Filed)?.File.OpenOffers.FirstOrDefault(one => one.Specialist == Lead)?.Id ?? OfferOne;

    private static ConsultCommand.EnterRoom NextToEnter(ConsultState state) =>
        state is ConsultState.Engaged engaged && engaged.Engagement.IsPresent(Lead)
            ? new(Clinic, T0, RoomSide.Requester)
            : new(Lead, T0, RoomSide.Specialist);

    private static ConsultState Lapsed() => After(Ready(), Clock(Ready()));
}
