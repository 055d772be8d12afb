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
            s.File with { SubmittedAt = e.At }, e.At),
        (ConsultState.Filed s, ReviewStarted e) => new ConsultState.UnderReview(s.File, e.At, e.By),
        (ConsultState.Filed s, RequestReturned e) => new ConsultState.Returned(s.File, e.At),
        (ConsultState.Filed s, RequestRejected e) => new ConsultState.Rejected(s.File, e.At),
        (ConsultState.Filed s, DispatchStarted e) => new ConsultState.Dispatching(
            s.File with { Round = e.Round }, e.At),
        (ConsultState.Filed s, OfferMade e) => new ConsultState.Offered(
            s.File with { Offers = s.File.Offers.Add(Ringing(e)) }, e.At),
        (ConsultState.Filed s, OfferAccepted e) => new ConsultState.Accepted(
            s.File.WithOffer(e.Offer, o => o with { Status = OfferStatus.Accepted, RespondedAt = e.At }),
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
        RoomLeft e => With(s, g => g with { Room = g.Room.RemoveAll(one => one.Person == e.Person) }),
        SessionStarted e => new ConsultState.InSession(s.File, e.At, s.Engagement with { SessionStartedAt = e.At }),
        SessionInterrupted e => new ConsultState.Interrupted(s.File, e.At, s.Engagement, e.EndsAt),
        SessionResumed e => new ConsultState.InSession(s.File, e.At, s.Engagement),
        SessionEnded e => new ConsultState.SessionEnded(
            s.File, e.At, s.Engagement with { SessionEndedAt = e.At }),
        OpinionRequested e => new ConsultState.OpinionPending(s.File, e.At, s.Engagement, e.DueAt),
        OpinionDrafted e => With(s, g => g with { Opinion = new(e.By, e.At, null, [], e.Text) }),
        OpinionSigned e => new ConsultState.OpinionSigned(
            s.File, e.At, s.Engagement with { Opinion = s.Engagement.Opinion! with { SignedAt = e.At } }),
        OpinionAmended e => With(s, g => g with
        {
            Opinion = g.Opinion! with { Addenda = g.Opinion.Addenda.Add(new(e.By, e.At, e.Text)) },
        }),
        OpinionReminded e => Pending(s, e.NextDueAt, g => g with { Reminders = e.Count }),
        OpinionEscalated => Pending(s, null, g => g with { Escalated = true }),
        OpinionAcknowledged e => new ConsultState.Acknowledged(
            s.File, e.At, s.Engagement with { Acknowledgement = new(e.By, e.At, e.Adopted, e.Note) }),
        ConsultClosed e => new ConsultState.Closed(s.File, e.At, s.Engagement),
        ConsultTransferred e => new ConsultState.ConvertedToTransfer(s.File, e.At, s.Engagement),
        RecordingOpened e => With(s, g => g with { Recording = e.Recording, UnrecordedPending = false }),
        RecordingUnavailable => With(s, g => g with { UnrecordedPending = true }),
        ProceededUnrecorded => With(s, g => g with { UnrecordedPending = false }),
        _ => throw new InvalidOperationException($"{fact.GetType().Name} cannot follow {s.Status}."),
    };

    private static CaseFile Open(DraftSaved e) =>
        new(e.Id, e.By, e.Institution, e.Request, e.At, null, [], [], 0);

    private static Offer Ringing(OfferMade e) => new(
        e.Offer, e.Specialist, OfferStatus.Offered, e.Round, e.Hop, e.Reason, e.At, e.Until, null, null, null);

    private static ConsultState.Filed WithOffer(ConsultState.Filed s, OfferId offer, Func<Offer, Offer> change) =>
        s with { File = s.File.WithOffer(offer, change) };

    private static ConsultState.Engaged With(ConsultState.Engaged s, Func<Engagement, Engagement> change) =>
        s with { Engagement = change(s.Engagement) };

    private static ConsultState.Engaged Entered(ConsultState.Engaged s, RoomEntered e)
    {
        var file = e.Person == s.Engagement.Lead
            ? s.File.WithOffer(s.Engagement.Offer, o => o with { JoinedAt = o.JoinedAt ?? e.At })
            : s.File;
        return s with
        {
            File = file,
            Engagement = s.Engagement with { Room = s.Engagement.Room.Add(new(e.Person, e.Side)) },
        };
    }

    private static ConsultState.OpinionPending Pending(
        ConsultState.Engaged s, DateTimeOffset? due, Func<Engagement, Engagement> change) =>
        new(s.File, s.Since, change(s.Engagement), due);
}
