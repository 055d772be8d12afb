namespace Telemed.Consults.Consults;

/// <summary>What may happen to a consult. Stored facts: a record is never changed, only given a successor.</summary>
/// <param name="By">Who did it.</param>
/// <param name="At">When.</param>
public abstract record ConsultEvent(PersonId By, DateTimeOffset At) : IFact
{
    /// <summary>The draft was opened, or saved again.</summary>
    public sealed record DraftSaved(
        PersonId By, DateTimeOffset At, ConsultId Id, InstitutionId Institution, ConsultRequest Request)
        : ConsultEvent(By, At);

    /// <summary>The request was sent; <c>Review</c> says whether a reviewer must read it first.</summary>
    public sealed record RequestSubmitted(PersonId By, DateTimeOffset At, bool Review) : ConsultEvent(By, At);

    /// <summary>A reviewer has begun.</summary>
    public sealed record ReviewStarted(PersonId By, DateTimeOffset At) : ConsultEvent(By, At);

    /// <summary>The reviewer sent it back.</summary>
    public sealed record RequestReturned(
        PersonId By, DateTimeOffset At, [property: JsonPropertyName("personal")] string? Reason) : ConsultEvent(By, At);

    /// <summary>The reviewer refused it.</summary>
    public sealed record RequestRejected(
        PersonId By, DateTimeOffset At, [property: JsonPropertyName("personal")] string? Reason) : ConsultEvent(By, At);

    /// <summary>A specialist is looked for; a higher <c>Round</c> begins the ladder anew.</summary>
    public sealed record DispatchStarted(PersonId By, DateTimeOffset At, int Round) : ConsultEvent(By, At);

    /// <summary>One specialist began to be rung.</summary>
    public sealed record OfferMade(
        PersonId By,
        DateTimeOffset At,
        OfferId Offer,
        PersonId Specialist,
        int Round,
        int Hop,
        string Reason,
        DateTimeOffset Until) : ConsultEvent(By, At);

    /// <summary>The specialist took it; the session should begin before <c>JoinBy</c>.</summary>
    public sealed record OfferAccepted(
        PersonId By, DateTimeOffset At, OfferId Offer, PersonId Specialist, DateTimeOffset JoinBy)
        : ConsultEvent(By, At);

    /// <summary>The specialist refused, with a reason (F2).</summary>
    public sealed record OfferDeclined(
        PersonId By,
        DateTimeOffset At,
        OfferId Offer,
        PersonId Specialist,
        [property: JsonPropertyName("personal")] string? Reason) : ConsultEvent(By, At);

    /// <summary>The ring ended unanswered (F1).</summary>
    public sealed record OfferExpired(PersonId By, DateTimeOffset At, OfferId Offer, PersonId Specialist)
        : ConsultEvent(By, At);

    /// <summary>The ring was taken back.</summary>
    public sealed record OfferWithdrawn(PersonId By, DateTimeOffset At, OfferId Offer, PersonId Specialist)
        : ConsultEvent(By, At);

    /// <summary>The ladder is exhausted; <c>PhoneInstead</c> is the number shown meanwhile.</summary>
    public sealed record StaffingFailed(PersonId By, DateTimeOffset At, string? PhoneInstead) : ConsultEvent(By, At);

    /// <summary>A consent was given, refused or withdrawn.</summary>
    public sealed record ConsentRecorded(PersonId By, DateTimeOffset At, Consent Consent) : ConsultEvent(By, At);

    /// <summary>Accepted and consented: the room may be entered.</summary>
    public sealed record BecameReady(PersonId By, DateTimeOffset At) : ConsultEvent(By, At);

    /// <summary>The patient's consent was withdrawn before the session.</summary>
    public sealed record ReadinessLost(PersonId By, DateTimeOffset At) : ConsultEvent(By, At);

    /// <summary>A person entered the room.</summary>
    public sealed record RoomEntered(PersonId By, DateTimeOffset At, PersonId Person, RoomSide Side)
        : ConsultEvent(By, At);

    /// <summary>A person is no longer in the room.</summary>
    public sealed record RoomLeft(PersonId By, DateTimeOffset At, PersonId Person, LeaveCause Cause)
        : ConsultEvent(By, At);

    /// <summary>Both sides were in the room for the first time.</summary>
    public sealed record SessionStarted(PersonId By, DateTimeOffset At) : ConsultEvent(By, At);

    /// <summary>One side dropped out; unless it returns, the session ends at <c>EndsAt</c>.</summary>
    public sealed record SessionInterrupted(PersonId By, DateTimeOffset At, DateTimeOffset EndsAt)
        : ConsultEvent(By, At);

    /// <summary>Both sides are in the room again.</summary>
    public sealed record SessionResumed(PersonId By, DateTimeOffset At) : ConsultEvent(By, At);

    /// <summary>The session is over.</summary>
    public sealed record SessionEnded(PersonId By, DateTimeOffset At, PersonId Lead, SessionEndCause Cause)
        : ConsultEvent(By, At);

    /// <summary>The specialist owes an opinion; the first reminder is due at <c>DueAt</c>.</summary>
    public sealed record OpinionRequested(PersonId By, DateTimeOffset At, DateTimeOffset DueAt) : ConsultEvent(By, At);

    /// <summary>The opinion was saved, unsigned.</summary>
    public sealed record OpinionDrafted(
        PersonId By, DateTimeOffset At, [property: JsonPropertyName("personal")] OpinionText? Text)
        : ConsultEvent(By, At);

    /// <summary>The opinion was signed.</summary>
    public sealed record OpinionSigned(PersonId By, DateTimeOffset At, PersonId Lead) : ConsultEvent(By, At);

    /// <summary>A signed opinion got an addendum.</summary>
    public sealed record OpinionAmended(
        PersonId By, DateTimeOffset At, [property: JsonPropertyName("personal")] string? Text) : ConsultEvent(By, At);

    /// <summary>
    /// The specialist was reminded; the next reminder, or the escalation, is due at <c>NextDueAt</c>.
    /// </summary>
    public sealed record OpinionReminded(PersonId By, DateTimeOffset At, int Count, DateTimeOffset NextDueAt)
        : ConsultEvent(By, At);

    /// <summary>The missing opinion was reported upwards (F10).</summary>
    public sealed record OpinionEscalated(PersonId By, DateTimeOffset At) : ConsultEvent(By, At);

    /// <summary>The requesting doctor answered the opinion.</summary>
    public sealed record OpinionAcknowledged(
        PersonId By, DateTimeOffset At, bool Adopted, [property: JsonPropertyName("personal")] string? Note)
        : ConsultEvent(By, At);

    /// <summary>The consult is finished.</summary>
    public sealed record ConsultClosed(PersonId By, DateTimeOffset At) : ConsultEvent(By, At);

    /// <summary>The consult was called off (F3); <c>Lead</c> is the specialist whose time is freed, if any.</summary>
    public sealed record ConsultCancelled(
        PersonId By, DateTimeOffset At, PersonId? Lead, [property: JsonPropertyName("personal")] string? Reason)
        : ConsultEvent(By, At);

    /// <summary>The session never began in time.</summary>
    public sealed record ConsultLapsed(PersonId By, DateTimeOffset At, PersonId Lead) : ConsultEvent(By, At);

    /// <summary>The patient is being moved instead (F12).</summary>
    public sealed record ConsultTransferred(
        PersonId By, DateTimeOffset At, PersonId Lead, [property: JsonPropertyName("personal")] string? Reason)
        : ConsultEvent(By, At);

    /// <summary>A recording was asked for and has a stream of its own.</summary>
    public sealed record RecordingOpened(PersonId By, DateTimeOffset At, RecordingId Recording) : ConsultEvent(By, At);

    /// <summary>A recording cannot run (F6).</summary>
    public sealed record RecordingUnavailable(PersonId By, DateTimeOffset At, string Cause) : ConsultEvent(By, At);

    /// <summary>The lead specialist goes on without a recording (F6).</summary>
    public sealed record ProceededUnrecorded(
        PersonId By, DateTimeOffset At, [property: JsonPropertyName("personal")] string? Reason) : ConsultEvent(By, At);
}
