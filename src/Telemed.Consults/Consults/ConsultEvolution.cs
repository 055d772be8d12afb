using static Telemed.Consults.Consults.ConsultEvent;

namespace Telemed.Consults.Consults;

/// <summary>The state after a fact: one row per fact.</summary>
internal static class ConsultEvolution
{
    internal static ConsultState Next(ConsultState state, ConsultEvent fact) => (state, fact) switch
    {
        (ConsultState.Unknown, DraftSaved e) => new ConsultState.Draft(Open(e), e.At),
        (ConsultState.Filed s, DraftSaved e) => new ConsultState.Draft(s.File with { Request = e.Request }, e.At),
        (ConsultState.Filed s, RequestSubmitted e) => new ConsultState.Submitted(
            s.File with { SubmittedAt = e.At, Deadlines = [.. e.Deadlines ?? []], Overdue = [] }, e.At),
        (ConsultState.Filed s, BecameOverdue e) => s with
        {
            File = s.File with
            {
                Deadlines = s.File.Deadlines.RemoveAll(one => one.For == e.For),
                Overdue = s.File.Overdue.Add(e.For),
            },
        },
        (ConsultState.Filed s, ReviewStarted e) => new ConsultState.UnderReview(s.File, e.At, e.By),
        (ConsultState.Filed s, RequestReturned e) => new ConsultState.Returned(
            Reviewed(s.File, e, ReviewVerdict.Returned, e.Reason), e.At),
        (ConsultState.Filed s, RequestRejected e) => new ConsultState.Rejected(
            Reviewed(s.File, e, ReviewVerdict.Rejected, e.Reason), e.At),
        (ConsultState.Filed s, RequestApproved e) => s with
        {
            File = Reviewed(s.File, e, ReviewVerdict.Approved, e.Note),
        },
        (ConsultState.Filed s, ReviewNoted e) => s with { File = Reviewed(s.File, e, ReviewVerdict.Noted, e.Note) },
        (ConsultState.Engaged s, LeadReleased e) => new ConsultState.Dispatching(
            s.File.WithOffer(e.Offer, o => o with { Status = OfferStatus.Released, DeclineReason = e.Reason }), e.At),
        (ConsultState.Filed s, DispatchStarted e) => new ConsultState.Dispatching(
            s.File with { Round = e.Round }, e.At),
        (ConsultState.Filed s, OfferMade e) => new ConsultState.Offered(
            s.File with { Offers = s.File.Offers.Add(Ringing(e)) }, e.At),
        (ConsultState.Filed s, OfferAccepted e) => new ConsultState.Accepted(
            s.File.WithOffer(e.Offer, o => o with { Status = OfferStatus.Accepted, RespondedAt = e.At }),
            e.At,
            Engagement.Begin(e.Specialist, e.Offer, e.At, e.JoinBy)),
        (ConsultState.Filed s, LeadBooked e) => new ConsultState.Accepted(
            s.File with { Offers = s.File.Offers.Add(Booked(s.File, e)) },
            e.At,
            Engagement.Begin(e.Specialist, e.Offer, e.At, e.JoinBy)),
        (ConsultState.Filed s, OfferDeclined e) => WithOffer(s, e.Offer, o => o with
        {
            Status = OfferStatus.Declined,
            RespondedAt = e.At,
            DeclineReason = e.Reason,
        }),
        (ConsultState.Filed s, OfferExpired e) => WithOffer(s, e.Offer, o => o with { Status = OfferStatus.Expired }),
        (ConsultState.Filed s, OfferWithdrawn e) => WithOffer(
            s, e.Offer, o => o with { Status = OfferStatus.Withdrawn }),
        (ConsultState.Filed s, StaffingFailed e) => new ConsultState.Unstaffed(s.File, e.At, e.PhoneInstead),
        (ConsultState.Filed s, ConsentRecorded e) => s with
        {
            File = s.File with { Consents = s.File.Consents.Add(e.Consent) },
        },
        (ConsultState.Filed s, IdentityChecked e) => s with { File = s.File with { Identity = new(e.By, e.At, e.Kinds) } },
        (ConsultState.Filed s, PatientArrived e) => s with { File = s.File with { ArrivedAt = e.At } },
        (ConsultState.Filed s, GlassBroken e) => s with
        {
            File = s.File with { Glasses = s.File.Glasses.Add(new(e.By, e.At, e.Until, null, null, null, e.Reason)) },
        },
        (ConsultState.Filed s, GlassReviewed e) => s with
        {
            File = s.File with
            {
                Glasses = [.. s.File.Glasses.Select(one => one.Person == e.Person && one.At == e.Opened
                    ? one with { ReviewedBy = e.By, ReviewedAt = e.At, Justified = e.Justified }
                    : one)],
            },
        },
        (ConsultState.Filed s, GuestInvited e) => s with
        {
            File = s.File with { Guests = s.File.Guests.Add(new(e.Guest, e.Kind, e.KeyHash, e.At, e.Until, 0, null, null, e.Name) { Reads = e.Reads }) },
        },
        (ConsultState.Filed s, QualitySampled e) => s with { File = s.File with { SampledAt = e.At } },
        (ConsultState.Filed s, OrderEntered e) => s with
        {
            File = s.File with { Orders = s.File.Orders.Add(new(e.Order, e.By, e.At, e.Until, e.Text)) },
        },
        (ConsultState.Filed s, OrderConfirmed e) => WithOrder(s, e.Order, one => one with { ConfirmedBy = e.By, ConfirmedAt = e.At }),
        (ConsultState.Filed s, OrderEnded e) => WithOrder(s, e.Order, one => one with { EndedBy = e.By, EndedAt = e.At }),
        (ConsultState.Filed s, PlayAsked e) => s with
        {
            File = s.File with { PlayRequests = s.File.PlayRequests.Add(new(e.By, e.Recording, e.At)) },
        },
        (ConsultState.Filed s, PlayAnswered e) => s with
        {
            File = s.File with
            {
                PlayRequests = [.. s.File.PlayRequests.Select(one => one.IsOpen && one.Recording == e.Recording
                    ? one with { AnsweredBy = e.By, AnsweredAt = e.At, Until = e.Until, Reason = e.Reason }
                    : one)],
            },
        },
        (ConsultState.Filed s, GuestMistaken e) => WithGuest(s, e.By, one => one with { Mistakes = one.Mistakes + 1 }),
        (ConsultState.Filed s, GuestCame e) => WithGuest(s, e.By, one => one with { UsedAt = e.At }),
        (ConsultState.Filed s, DependantBound e) => WithGuest(s, e.Guest, one => one with
        {
            Binding = new(e.By, e.At, e.Method, e.TextVersion, e.Language, null, e.Consent, null),
        }),
        (ConsultState.Filed s, DependantUnbound e) => WithGuest(s, e.Guest, one => one with
        {
            Binding = one.Binding! with { EndedAt = e.At, EndReason = e.Reason },
        }),
        (ConsultState.Filed s, GuestEnded e) => WithGuest(s, e.Guest, one => one with { EndedAt = e.At }),
        (ConsultState.Filed s, FileAttached e) => s with
        {
            File = s.File with
            {
                Attachments = s.File.Attachments.Add(
                    new(e.File, e.By, e.At, e.MediaType, e.Size, e.Sha256, e.Scanned, e.Name) { Still = e.Still }),
            },
        },
        (ConsultState.Filed s, ColourCardMarked e) => s with
        {
            File = s.File with
            {
                Attachments = [.. s.File.Attachments.Select(one => one.Id == e.File
                    ? one with { Card = new(e.By, e.At, e.X, e.Y, e.Red, e.Green, e.Blue) }
                    : one)],
            },
        },
        (ConsultState.Filed s, ChatWritten e) => s with
        {
            File = s.File with { Chat = s.File.Chat.Add(new(e.Id, e.By, e.At, e.Text)) },
        },
        (ConsultState.Filed s, InterpreterAsked e) => s with
        {
            File = s.File with { Interpretation = new(e.Language, e.By, e.At, e.Until, [.. e.Asked], [], null, null) },
        },
        (ConsultState.Filed s, InterpreterFound e) => WithInterpreter(s, one => one with { Interpreter = e.By }),
        (ConsultState.Filed s, InterpreterDeclined e) => WithInterpreter(s, one => one with { Declined = one.Declined.Add(e.By) }),
        (ConsultState.Filed s, InterpreterEnded e) => WithInterpreter(s, one => one with { EndedAt = e.At }),
        (ConsultState.Filed s, TeachingOpened e) => s with { File = s.File with { Teaching = new(e.By, e.At) } },
        (ConsultState.Filed s, TeachingClosed) => s with { File = s.File with { Teaching = null } },
        (ConsultState.Filed { File.Teaching: { } open } s, ViewerRemoved e) => s with
        {
            File = s.File with { Teaching = open with { Removed = open.Removed.Add(e.Viewer) } },
        },
        (ConsultState.Filed s, CopyProposed e) => s with
        {
            File = s.File with { Copy = new(CopyStatus.Proposed, AuthorsOf(s.File.Copy, e), e.At, [.. e.Files], e.Text) },
        },
        (ConsultState.Filed s, CopyReturned e) => WithCopy(
            s, one => one with { Status = CopyStatus.Returned, ReviewedBy = e.By, ReviewedAt = e.At, Reason = e.Reason }),
        (ConsultState.Filed s, CopyReleased e) => WithCopy(
            s, one => one with { Status = CopyStatus.Released, ReviewedBy = e.By, ReviewedAt = e.At, Released = e.Copy }),
        (ConsultState.Filed s, CopyWithdrawn e) => WithCopy(
            s, one => one with { Status = CopyStatus.Withdrawn, Released = null, End = e.End }),
        (ConsultState.Filed s, FollowUpPlanned e) => After(s, a => a with { FollowUp = new(e.By, e.At, e.DueAt, null, e.Note) }),
        (ConsultState.Filed s, FollowUpOpened e) => After(s, a => a with { FollowUp = a.FollowUp! with { Draft = e.Draft } }),
        (ConsultState.Filed s, ReferralMade e) => After(s, a => a with
        {
            Referral = new(e.By, e.At, e.Direction, e.To, ReferralStatus.Asked, null, null, e.Reason, null),
        }),
        (ConsultState.Filed s, ReferralAnswered e) => After(s, a => a with
        {
            Referral = a.Referral! with
            {
                Status = e.Accepted ? ReferralStatus.Accepted : ReferralStatus.Declined,
                AnsweredBy = e.By,
                AnsweredAt = e.At,
                Note = e.Note,
            },
        }),
        (ConsultState.Filed s, VisitOrdered e) => After(s, a => a with
        {
            Visits = a.Visits.Add(new(e.Nurse, e.By, e.PlannedAt, null, e.Task, null)),
        }),
        (ConsultState.Filed s, VisitFinished e) => After(s, a => a with
        {
            Visits = [.. a.Visits.Select(one => one.Nurse == e.By && one.DoneAt is null
                ? one with { DoneAt = e.At, Report = e.Report }
                : one)],
        }),
        (ConsultState.Filed s, CaseSettled e) => After(s, a => a with { Settlement = new(e.By, e.At, e.Payer, e.AmountFen) }),
        (ConsultState.Filed s, ContractOffered e) => After(
            s, a => a with { Contract = new(e.By, e.At, e.Until, null, null, null, null, null, null) }),
        (ConsultState.Filed s, ContractAnswered e) => WithContract(
            s, one => one with { Signed = e.Signed, AnsweredAt = e.At, Method = e.Method, Witness = e.Witness }),
        (ConsultState.Filed s, ContractEnded e) => WithContract(
            s, one => one with { EndedAt = e.At, EndReason = e.Reason }),
        (ConsultState.Filed s, AlertRaised e) => After(
            s, a => a with { Alerts = a.Alerts.Add(new(e.By, e.At, null, null, e.Text, null) { DueAt = e.DueAt }) }),
        (ConsultState.Filed s, AlertEscalated e) => After(s, a => a with
        {
            Alerts = [.. a.Alerts.Select(one => one.AnsweredAt is null ? one with { DueAt = null, EscalatedAt = e.At } : one)],
        }),
        (ConsultState.Filed s, AlertAnswered e) => After(s, a => a with
        {
            Alerts = [.. a.Alerts.Select(one => one.AnsweredAt is null
                ? one with { AnsweredBy = e.By, AnsweredAt = e.At, Answer = e.Answer }
                : one)],
        }),
        (ConsultState.Filed s, OverrideAsked e) => s with
        {
            File = s.File with { Override = new(e.By, e.At, null, null, null, false, e.Reason) },
        },
        (ConsultState.Filed s, OverrideConfirmed e) => WithOverride(
            s, o => o with { Second = e.By, SecondAt = e.At, CompleteBy = e.CompleteBy }),
        (ConsultState.Filed s, ConsentOverdue) => WithOverride(s, o => o with { Overdue = true }),
        (ConsultState.Filed s, ConsultCancelled e) => new ConsultState.Cancelled(s.File, e.At),
        (ConsultState.Engaged s, ConsultLapsed e) => new ConsultState.NoShow(s.File, e.At),
        (ConsultState.Engaged s, _) => NextEngaged(s, fact),
        _ => throw new InvalidOperationException($"{fact.GetType().Name} cannot follow {state.GetType().Name}."),
    };

    private static ConsultState.Engaged NextEngaged(ConsultState.Engaged s, ConsultEvent fact) => fact switch
    {
        BecameReady e => new ConsultState.Ready(s.File, e.At, s.Engagement),
        ReadinessLost e => new ConsultState.Accepted(s.File, e.At, s.Engagement),
        RoomEntered e => Entered(s, e),
        RoomLeft e => Left(s, e),
        SessionStarted e => new ConsultState.InSession(
            s.File, e.At, s.Engagement with { SessionStartedAt = e.At, LimitAt = e.LimitAt, Probes = [] }),
        SessionRanLong => With(s, g => g with { LimitAt = null, RanLong = true }),
        SessionInterrupted e => new ConsultState.Interrupted(s.File, e.At, s.Engagement, e.EndsAt) { BridgeAt = e.BridgeAt },
        PhoneBridgeOffered => (ConsultState.Interrupted)s with { BridgeAt = null, BridgeOffered = true },
        SiteProbeAsked e => With(s, g => g with { Probes = [.. g.Probes.Skip(1)], Probing = new(e.At, e.Until) }),
        SiteProbed or SiteNotReached => With(s, g => g with { Probing = null }),
        SessionResumed e => new ConsultState.InSession(s.File, e.At, s.Engagement),
        SessionEnded e => new ConsultState.SessionEnded(
            s.File, e.At, s.Engagement with { SessionEndedAt = e.At }),
        SessionScheduled e => new ConsultState.Scheduled(
            s.File,
            e.At,
            s.Engagement with { StartsAt = e.StartsAt, Probes = [.. e.Probes ?? []] },
            e.StartsAt,
            e.OpensAt,
            e.RemindAt,
            [.. e.Resources ?? []]),
        SessionReminded => (ConsultState.Scheduled)s with { RemindAt = null },
        AppointmentOpened e => new ConsultState.Accepted(s.File, e.At, s.Engagement with { JoinBy = e.JoinBy }),
        ReadRequested e => new ConsultState.OpinionPending(s.File, e.At, s.Engagement, e.DueAt),
        WrongPatientStopped e => new ConsultState.Accepted(
            SetApart(s.File, e), e.At, s.Engagement with { Room = [], Recording = null, JoinBy = e.JoinBy, LimitAt = null, RanLong = false }),
        ExpertInvited e => With(s, g => Invited(g, e)),
        ExpertAccepted e => WithExpert(s, e.Expert, x => x with { Status = ExpertStatus.Accepted, RespondedAt = e.At }),
        ExpertDeclined e => WithExpert(s, e.Expert, x => x with
        {
            Status = ExpertStatus.Declined,
            RespondedAt = e.At,
            DeclineReason = e.Reason,
        }),
        ExpertExpired e => WithExpert(s, e.Expert, x => x with { Status = ExpertStatus.Expired }),
        ExpertSigned e => WithExpert(s, e.Expert, x => x with { Status = ExpertStatus.Signed, SignedAt = e.At }),
        ExpertRemoved e => WithExpert(s, e.Expert, x => x with { Status = ExpertStatus.Removed }),
        LeadHandedOver e => With(s, g => HandedOver(g, e, s.File.LeadOffer)),
        OpinionRequested e => new ConsultState.OpinionPending(s.File, e.At, s.Engagement, e.DueAt),
        OpinionDrafted e => With(s, g => g with { Opinion = new(e.By, e.At, null, [], e.Text) }),
        OpinionSigned e => new ConsultState.OpinionSigned(
            s.File, e.At, s.Engagement with { Opinion = s.Engagement.Opinion! with { Author = e.Lead, SignedAt = e.At } }),
        OpinionAmended e => With(s, g => g with
        {
            Opinion = g.Opinion! with { Addenda = g.Opinion.Addenda.Add(new(e.By, e.At, e.Text)) },
        }),
        OpinionReminded e => Pending(s, e.NextDueAt, g => g with { Reminders = e.Count }),
        OpinionEscalated => Pending(s, null, g => g with { Escalated = true }),
        OpinionAcknowledged e => new ConsultState.Acknowledged(
            s.File, e.At, s.Engagement with { Acknowledgement = new(e.By, e.At, e.Adopted, e.Note) }),
        ConsultClosed e => new ConsultState.Closed(
            s.File, e.At, s.Engagement, e.ArchiveAt ?? e.At + ConsultClosed.Unsaid),
        ConsultArchived e => new ConsultState.Archived(s.File, e.At, s.Engagement, s.Since),
        ConsultTransferred e => new ConsultState.ConvertedToTransfer(s.File, e.At, s.Engagement),
        RecordingOpened e => With(s, g => g with { Recording = e.Recording, UnrecordedPending = false }),
        RecordingUnavailable => With(s, g => g with { UnrecordedPending = true }),
        ProceededUnrecorded => With(s, g => g with { UnrecordedPending = false }),
        _ => throw new InvalidOperationException($"{fact.GetType().Name} cannot follow {s.Status}."),
    };

    private static CaseFile Open(DraftSaved e) =>
        new(e.Id, e.By, e.Institution, e.Request, e.At, null, [], [], 0, null, null, null, null, [], [], []) { Follows = e.Follows };

    private static CaseFile Reviewed(CaseFile file, ConsultEvent e, ReviewVerdict verdict, string? note) =>
        file with { Review = new(e.By, e.At, verdict, note) };

    /// <summary>Whatever was said and compared was another patient's.</summary>
    private static CaseFile SetApart(CaseFile file, WrongPatientStopped stop) => file with
    {
        Guests = [.. file.Guests.Select(one => one with { EndedAt = one.EndedAt ?? stop.At })],
        Chat = file.Chat.ConvertAll(line => line with { IsSetApart = true }),
        Consents = [],
        Teaching = null,
        Identity = null,
        Override = null,
        ArrivedAt = null,
        Quarantined = stop.Recording is { } one && !file.Quarantined.Contains(one)
            ? file.Quarantined.Add(one)
            : file.Quarantined,
    };

    private static ConsultState.Filed WithOverride(
        ConsultState.Filed s, Func<ConsentOverride, ConsentOverride> change) =>
        s with { File = s.File with { Override = change(s.File.Override!) } };

    private static Engagement Invited(Engagement engagement, ExpertInvited e) => engagement with
    {
        Experts =
        [
            .. engagement.Experts.Where(one => one.Person != e.Expert),
            new(e.Expert, ExpertStatus.Offered, e.At, e.Until, null, null, null, null),
        ],
    };

    /// <summary>Who led stays as an expert, with the times of their own offer.</summary>
    private static Engagement HandedOver(Engagement engagement, LeadHandedOver e, Offer? offer)
    {
        var to = engagement.FindExpert(e.To)!;
        var mine = offer?.Specialist == e.From ? offer : null;
        var from = new Expert(
            e.From,
            e.FromStays ? ExpertStatus.Joined : ExpertStatus.Accepted,
            mine?.NotifiedAt ?? to.NotifiedAt,
            mine?.Until ?? to.Until,
            mine?.RespondedAt ?? e.At,
            e.FromStays ? mine?.JoinedAt ?? e.At : null,
            null,
            null);
        return engagement with
        {
            Lead = e.To,
            Experts = [.. engagement.Experts.Where(one => one.Person != e.To && one.Person != e.From), from],
            Room = [.. engagement.Room.Select(one => one.Person == e.To ? one with { Side = RoomSide.Specialist }
                : one.Person == e.From ? one with { Side = RoomSide.Expert } : one)],
        };
    }

    private static ConsultState.Engaged WithExpert(
        ConsultState.Engaged s, PersonId person, Func<Expert, Expert> change) =>
        With(s, g => g.WithExpert(person, change));

    private static Offer Ringing(OfferMade e) => new(
        e.Offer, e.Specialist, OfferStatus.Offered, e.Round, e.Hop, e.Reason, e.At, e.Until, null, null, null);

    /// <summary>A booking stands among the offers as one that was told and answered at once.</summary>
    private static Offer Booked(CaseFile file, LeadBooked e) => new(
        e.Offer,
        e.Specialist,
        OfferStatus.Accepted,
        Math.Max(1, file.Round),
        file.Offers.Where(one => one.Round == file.Round).Select(one => one.Hop).DefaultIfEmpty(0).Max() + 1,
        "booked",
        e.At,
        e.At,
        e.At,
        null,
        null);

    private static ConsultState.Filed After(ConsultState.Filed s, Func<Aftermath, Aftermath> change) =>
        s with { File = s.File with { Aftermath = change(s.File.Aftermath) } };

    private static ConsultState.Filed WithCopy(ConsultState.Filed s, Func<CaseCopy, CaseCopy> change) =>
        s with { File = s.File with { Copy = change(s.File.Copy!) } };

    /// <summary>Who has written at what was not released yet stays one of its authors.</summary>
    private static ImmutableArray<PersonId> AuthorsOf(CaseCopy? before, CopyProposed e) =>
        before is { Status: CopyStatus.Proposed or CopyStatus.Returned } && !before.Authors.Contains(e.By)
            ? before.Authors.Add(e.By)
            : before is { Status: CopyStatus.Proposed or CopyStatus.Returned } ? before.Authors : [e.By];

    private static ConsultState.Filed WithInterpreter(ConsultState.Filed s, Func<Interpretation, Interpretation> change) =>
        s with { File = s.File with { Interpretation = change(s.File.Interpretation!) } };

    private static ConsultState.Filed WithContract(
        ConsultState.Filed s, Func<FamilyContract, FamilyContract> change) =>
        After(s, a => a with { Contract = change(a.Contract!) });

    private static ConsultState.Filed WithGuest(ConsultState.Filed s, PersonId guest, Func<Guest, Guest> change) =>
        s with { File = s.File.WithGuest(guest, change) };

    private static ConsultState.Filed WithOrder(ConsultState.Filed s, string order, Func<PlayOrder, PlayOrder> change) =>
        s with { File = s.File with { Orders = [.. s.File.Orders.Select(one => one.Id == order ? change(one) : one)] } };

    private static ConsultState.Filed WithOffer(ConsultState.Filed s, OfferId offer, Func<Offer, Offer> change) =>
        s with { File = s.File.WithOffer(offer, change) };

    private static ConsultState.Engaged With(ConsultState.Engaged s, Func<Engagement, Engagement> change) =>
        s with { Engagement = change(s.Engagement) };

    private static ConsultState.Engaged Entered(ConsultState.Engaged s, RoomEntered e)
    {
        var file = e.Person == s.Engagement.Lead && s.File.LeadOffer?.Specialist == e.Person
            ? s.File.WithOffer(s.Engagement.Offer, o => o with { JoinedAt = o.JoinedAt ?? e.At })
            : s.File;
        return s with
        {
            File = file.WithInRoom(e.Person, since => since ?? e.At),
            Engagement = Joined(s.Engagement, e) with { Room = s.Engagement.Room.Add(new(e.Person, e.Side)) },
        };
    }

    private static ConsultState.Engaged Left(ConsultState.Engaged s, RoomLeft e) => s with
    {
        File = e.Cause == LeaveCause.Lost ? s.File : s.File.WithInRoom(e.Person, _ => null),
        Engagement = s.Engagement with { Room = s.Engagement.Room.RemoveAll(one => one.Person == e.Person) },
    };

    private static Engagement Joined(Engagement engagement, RoomEntered e) => e.Side == RoomSide.Expert
        ? engagement.WithExpert(e.Person, x => x with
        {
            Status = x.Status == ExpertStatus.Signed ? x.Status : ExpertStatus.Joined,
            JoinedAt = x.JoinedAt ?? e.At,
        })
        : engagement;

    private static ConsultState.OpinionPending Pending(
        ConsultState.Engaged s, DateTimeOffset? due, Func<Engagement, Engagement> change) =>
        new(s.File, s.Since, change(s.Engagement), due);
}
