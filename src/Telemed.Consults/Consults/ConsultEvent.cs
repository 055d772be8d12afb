namespace Telemed.Consults.Consults;

/// <summary>What may happen to a consult. Stored facts: a record is never changed, only given a successor.</summary>
/// <param name="By">Who did it.</param>
/// <param name="At">When.</param>
public abstract record ConsultEvent(PersonId By, DateTimeOffset At) : IFact
{
    /// <summary>The draft was opened, or saved again; <c>Follows</c> is the case of which it is the follow-up.</summary>
    public sealed record DraftSaved(
        PersonId By,
        DateTimeOffset At,
        ConsultId Id,
        InstitutionId Institution,
        ConsultRequest Request,
        ConsultId? Follows = null) : ConsultEvent(By, At);

    /// <summary>
    /// The request was sent; <c>Review</c> says whether a reviewer must read it first, <c>Deadlines</c> how long it may wait.
    /// </summary>
    public sealed record RequestSubmitted(
        PersonId By, DateTimeOffset At, bool Review, IReadOnlyList<Deadline>? Deadlines = null) : ConsultEvent(By, At);

    /// <summary>The request has waited for something longer than it should.</summary>
    public sealed record BecameOverdue(PersonId By, DateTimeOffset At, Awaited For) : ConsultEvent(By, At);

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

    /// <summary>A person is no longer in the room, in which they stood on this side.</summary>
    public sealed record RoomLeft(
        PersonId By, DateTimeOffset At, PersonId Person, LeaveCause Cause, RoomSide? Side = null)
        : ConsultEvent(By, At);

    /// <summary>Both sides were in the room for the first time; at <c>LimitAt</c> it is as long as it should be.</summary>
    public sealed record SessionStarted(PersonId By, DateTimeOffset At, DateTimeOffset? LimitAt = null)
        : ConsultEvent(By, At);

    /// <summary>The session is as long as it should be; it goes on.</summary>
    public sealed record SessionRanLong(PersonId By, DateTimeOffset At) : ConsultEvent(By, At);

    /// <summary>
    /// One side dropped out; the telephone is offered at <c>BridgeAt</c>, and unless it returns, the session ends at
    /// <c>EndsAt</c>.
    /// </summary>
    public sealed record SessionInterrupted(
        PersonId By, DateTimeOffset At, DateTimeOffset EndsAt, DateTimeOffset? BridgeAt = null) : ConsultEvent(By, At);

    /// <summary>The two may go on by telephone until the link is back.</summary>
    public sealed record PhoneBridgeOffered(PersonId By, DateTimeOffset At) : ConsultEvent(By, At);

    /// <summary>The asking house's page is asked to measure its link until an instant.</summary>
    public sealed record SiteProbeAsked(
        PersonId By, DateTimeOffset At, InstitutionId Site, DateTimeOffset StartsAt, DateTimeOffset Until)
        : ConsultEvent(By, At);

    /// <summary>It was measured, as was asked for at <c>AskedAt</c>.</summary>
    public sealed record SiteProbed(PersonId By, DateTimeOffset At, DateTimeOffset AskedAt, SiteLink Link)
        : ConsultEvent(By, At);

    /// <summary>Nobody there has measured it: no desk was open, or its line was down.</summary>
    public sealed record SiteNotReached(PersonId By, DateTimeOffset At, DateTimeOffset AskedAt) : ConsultEvent(By, At);

    /// <summary>Both sides are in the room again.</summary>
    public sealed record SessionResumed(PersonId By, DateTimeOffset At) : ConsultEvent(By, At);

    /// <summary>The session is over; <c>Experts</c> are the further ones whose time it frees.</summary>
    public sealed record SessionEnded(
        PersonId By,
        DateTimeOffset At,
        PersonId Lead,
        SessionEndCause Cause,
        IReadOnlyList<PersonId>? Experts = null) : ConsultEvent(By, At);

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

    /// <summary>The consult is finished; it is filed in the archive at <c>ArchiveAt</c>.</summary>
    public sealed record ConsultClosed(PersonId By, DateTimeOffset At, DateTimeOffset? ArchiveAt = null)
        : ConsultEvent(By, At)
    {
        /// <summary>For how long a case that was closed without saying so stays out of the archive.</summary>
        public static readonly TimeSpan Unsaid = TimeSpan.FromDays(30);
    }

    /// <summary>The consult was filed in the archive.</summary>
    public sealed record ConsultArchived(PersonId By, DateTimeOffset At) : ConsultEvent(By, At);

    /// <summary>The consult was called off (F3); <c>Lead</c> is the specialist whose time is freed, if any.</summary>
    public sealed record ConsultCancelled(
        PersonId By, DateTimeOffset At, PersonId? Lead, [property: JsonPropertyName("personal")] string? Reason)
        : ConsultEvent(By, At);

    /// <summary>The session never began in time; <c>Present</c> is who had come all the same.</summary>
    public sealed record ConsultLapsed(
        PersonId By, DateTimeOffset At, PersonId Lead, IReadOnlyList<RoomSide>? Present = null)
        : ConsultEvent(By, At);

    /// <summary>The patient is being moved instead (F12).</summary>
    public sealed record ConsultTransferred(
        PersonId By,
        DateTimeOffset At,
        PersonId Lead,
        [property: JsonPropertyName("personal")] string? Reason,
        IReadOnlyList<PersonId>? Experts = null) : ConsultEvent(By, At);

    /// <summary>A recording was asked for and has a stream of its own.</summary>
    public sealed record RecordingOpened(PersonId By, DateTimeOffset At, RecordingId Recording) : ConsultEvent(By, At);

    /// <summary>A recording cannot run (F6).</summary>
    public sealed record RecordingUnavailable(PersonId By, DateTimeOffset At, string Cause) : ConsultEvent(By, At);

    /// <summary>The lead specialist goes on without a recording (F6).</summary>
    public sealed record ProceededUnrecorded(
        PersonId By, DateTimeOffset At, [property: JsonPropertyName("personal")] string? Reason) : ConsultEvent(By, At);

    /// <summary>The reviewer let it through.</summary>
    public sealed record RequestApproved(
        PersonId By, DateTimeOffset At, [property: JsonPropertyName("personal")] string? Note) : ConsultEvent(By, At);

    /// <summary>The reviewer's remark on an emergency, which does not wait for it.</summary>
    public sealed record ReviewNoted(
        PersonId By, DateTimeOffset At, [property: JsonPropertyName("personal")] string? Note) : ConsultEvent(By, At);

    /// <summary>The lead gave it back, or it was taken from them, before the session.</summary>
    public sealed record LeadReleased(
        PersonId By,
        DateTimeOffset At,
        PersonId Lead,
        OfferId Offer,
        [property: JsonPropertyName("personal")] string? Reason) : ConsultEvent(By, At);

    /// <summary>An appointment was made or moved, with these rooms and devices; it frees the lead until then. <c>Probes</c> says when
    /// the asking house's link is measured.</summary>
    public sealed record SessionScheduled(
        PersonId By,
        DateTimeOffset At,
        PersonId Lead,
        DateTimeOffset StartsAt,
        DateTimeOffset OpensAt,
        DateTimeOffset? RemindAt,
        BookingChannel? Via = null,
        IReadOnlyList<ResourceId>? Resources = null,
        IReadOnlyList<DateTimeOffset>? Probes = null) : ConsultEvent(By, At);

    /// <summary>A specialist leads by a free half hour of theirs that was booked; nobody was rung for it.</summary>
    public sealed record LeadBooked(
        PersonId By, DateTimeOffset At, OfferId Offer, PersonId Specialist, DateTimeOffset JoinBy) : ConsultEvent(By, At);

    /// <summary>The appointment's people were reminded.</summary>
    public sealed record SessionReminded(PersonId By, DateTimeOffset At) : ConsultEvent(By, At);

    /// <summary>The appointment is near: the room opens, and the session should begin before <c>JoinBy</c>.</summary>
    public sealed record AppointmentOpened(PersonId By, DateTimeOffset At, DateTimeOffset JoinBy)
        : ConsultEvent(By, At);

    /// <summary>A read without a room was taken: it binds nobody, and the first reminder is due at <c>DueAt</c>.</summary>
    public sealed record ReadRequested(PersonId By, DateTimeOffset At, PersonId Lead, DateTimeOffset DueAt)
        : ConsultEvent(By, At);

    /// <summary>At least two identifiers of the patient were compared.</summary>
    public sealed record IdentityChecked(PersonId By, DateTimeOffset At, IReadOnlyList<string> Kinds)
        : ConsultEvent(By, At);

    /// <summary>The patient is at the clinic.</summary>
    public sealed record PatientArrived(PersonId By, DateTimeOffset At) : ConsultEvent(By, At);

    /// <summary>A doctor would not wait for the consent (C1).</summary>
    public sealed record OverrideAsked(
        PersonId By, DateTimeOffset At, [property: JsonPropertyName("personal")] string? Reason)
        : ConsultEvent(By, At);

    /// <summary>A second doctor agreed; the patient's own answer is due at <c>CompleteBy</c> (C1).</summary>
    public sealed record OverrideConfirmed(PersonId By, DateTimeOffset At, DateTimeOffset CompleteBy)
        : ConsultEvent(By, At);

    /// <summary>The patient's own answer is overdue (C1).</summary>
    public sealed record ConsentOverdue(PersonId By, DateTimeOffset At) : ConsultEvent(By, At);

    /// <summary>A further expert was invited.</summary>
    public sealed record ExpertInvited(PersonId By, DateTimeOffset At, PersonId Expert, DateTimeOffset Until)
        : ConsultEvent(By, At);

    /// <summary>The expert will take part.</summary>
    public sealed record ExpertAccepted(PersonId By, DateTimeOffset At, PersonId Expert) : ConsultEvent(By, At);

    /// <summary>The expert refused, with a reason.</summary>
    public sealed record ExpertDeclined(
        PersonId By, DateTimeOffset At, PersonId Expert, [property: JsonPropertyName("personal")] string? Reason)
        : ConsultEvent(By, At);

    /// <summary>The invitation ended unanswered.</summary>
    public sealed record ExpertExpired(PersonId By, DateTimeOffset At, PersonId Expert) : ConsultEvent(By, At);

    /// <summary>The expert signed the opinion beside the lead.</summary>
    public sealed record ExpertSigned(PersonId By, DateTimeOffset At, PersonId Expert) : ConsultEvent(By, At);

    /// <summary>The lead or the asking doctor removed the expert, who takes part no more.</summary>
    public sealed record ExpertRemoved(PersonId By, DateTimeOffset At, PersonId Expert) : ConsultEvent(By, At);

    /// <summary>The lead handed the consult over to one of the experts and stays as an expert.</summary>
    public sealed record LeadHandedOver(PersonId By, DateTimeOffset At, PersonId From, PersonId To, bool FromStays)
        : ConsultEvent(By, At);

    /// <summary>
    /// Not the patient of this case: the session is over, what was recorded is set apart, consent and identity are to
    /// be given anew, and the session should begin before <c>JoinBy</c> (F11).
    /// </summary>
    public sealed record WrongPatientStopped(
        PersonId By,
        DateTimeOffset At,
        RecordingId? Recording,
        DateTimeOffset JoinBy,
        [property: JsonPropertyName("personal")] string? Reason) : ConsultEvent(By, At);

    /// <summary>Somebody without a part in the case opened it in need, until an instant (A4).</summary>
    public sealed record GlassBroken(
        PersonId By,
        DateTimeOffset At,
        DateTimeOffset Until,
        [property: JsonPropertyName("personal")] string? Reason) : ConsultEvent(By, At);

    /// <summary>The privacy officer looked into what <c>Person</c> opened at <c>Opened</c> (A4).</summary>
    public sealed record GlassReviewed(
        PersonId By, DateTimeOffset At, PersonId Person, DateTimeOffset Opened, bool Justified) : ConsultEvent(By, At);

    /// <summary>A link was made for the patient, or for who speaks for them; its key is nowhere, its hash here.</summary>
    public sealed record GuestInvited(
        PersonId By,
        DateTimeOffset At,
        PersonId Guest,
        GuestKind Kind,
        string KeyHash,
        DateTimeOffset Until,
        [property: JsonPropertyName("personal")] string? Name,
        bool Reads = false) : ConsultEvent(By, At);

    /// <summary>The patient, or who speaks for them, asked to play a recording.</summary>
    public sealed record PlayAsked(PersonId By, DateTimeOffset At, RecordingId Recording) : ConsultEvent(By, At);

    /// <summary>A records officer granted that until an instant, or refused it.</summary>
    public sealed record PlayAnswered(
        PersonId By,
        DateTimeOffset At,
        RecordingId Recording,
        DateTimeOffset? Until,
        [property: JsonPropertyName("personal")] string? Reason) : ConsultEvent(By, At);

    /// <summary>The case was drawn for the quality sample as it was closed: by chance, by nobody's choice.</summary>
    public sealed record QualitySampled(PersonId By, DateTimeOffset At) : ConsultEvent(By, At);

    /// <summary>A records officer entered an order by which a regulator is to play the recording.</summary>
    public sealed record OrderEntered(
        PersonId By, DateTimeOffset At, string Order, DateTimeOffset Until, [property: JsonPropertyName("personal")] OrderText? Text)
        : ConsultEvent(By, At);

    /// <summary>Another one confirmed it.</summary>
    public sealed record OrderConfirmed(PersonId By, DateTimeOffset At, string Order) : ConsultEvent(By, At);

    /// <summary>It was ended before its time, or taken back before it was confirmed.</summary>
    public sealed record OrderEnded(PersonId By, DateTimeOffset At, string Order) : ConsultEvent(By, At);

    /// <summary>Who held a link named other identifiers than the patient's.</summary>
    public sealed record GuestMistaken(PersonId By, DateTimeOffset At) : ConsultEvent(By, At);

    /// <summary>Who held a link named two identifiers of the patient: the link is used up, they take part.</summary>
    public sealed record GuestCame(PersonId By, DateTimeOffset At) : ConsultEvent(By, At);

    /// <summary>A link was taken back, and what it had opened.</summary>
    public sealed record GuestEnded(PersonId By, DateTimeOffset At, PersonId Guest) : ConsultEvent(By, At);

    /// <summary>Who speaks for the patient was bound to them as their dependant, with consent.</summary>
    public sealed record DependantBound(
        PersonId By,
        DateTimeOffset At,
        PersonId Guest,
        ConsentMethod Method,
        string TextVersion,
        string Language,
        [property: JsonPropertyName("personal")] DependantConsent? Consent) : ConsultEvent(By, At);

    /// <summary>The two were unbound.</summary>
    public sealed record DependantUnbound(
        PersonId By, DateTimeOffset At, PersonId Guest, [property: JsonPropertyName("personal")] string? Reason)
        : ConsultEvent(By, At);

    /// <summary>The day on which a new draft is opened for the patient was planned, or another one.</summary>
    public sealed record FollowUpPlanned(
        PersonId By, DateTimeOffset At, DateTimeOffset DueAt, [property: JsonPropertyName("personal")] string? Note)
        : ConsultEvent(By, At);

    /// <summary>The day had come: <c>Draft</c> was opened in the same transaction.</summary>
    public sealed record FollowUpOpened(PersonId By, DateTimeOffset At, ConsultId Draft) : ConsultEvent(By, At);

    /// <summary>Another house is asked to take the patient.</summary>
    public sealed record ReferralMade(
        PersonId By,
        DateTimeOffset At,
        ReferralDirection Direction,
        InstitutionId To,
        [property: JsonPropertyName("personal")] string? Reason) : ConsultEvent(By, At);

    /// <summary>The house that was asked answered.</summary>
    public sealed record ReferralAnswered(
        PersonId By, DateTimeOffset At, bool Accepted, [property: JsonPropertyName("personal")] string? Note)
        : ConsultEvent(By, At);

    /// <summary>A nurse was sent to the patient's home.</summary>
    public sealed record VisitOrdered(
        PersonId By,
        DateTimeOffset At,
        PersonId Nurse,
        DateTimeOffset PlannedAt,
        [property: JsonPropertyName("personal")] string? Task) : ConsultEvent(By, At);

    /// <summary>The nurse said what they found.</summary>
    public sealed record VisitFinished(
        PersonId By, DateTimeOffset At, [property: JsonPropertyName("personal")] string? Report) : ConsultEvent(By, At);

    /// <summary>Who pays how much was written down, or anew.</summary>
    public sealed record CaseSettled(PersonId By, DateTimeOffset At, Payer Payer, long AmountFen) : ConsultEvent(By, At);

    /// <summary>Everybody who interprets a language was asked; one of them can take it until an instant.</summary>
    public sealed record InterpreterAsked(
        PersonId By, DateTimeOffset At, string Language, IReadOnlyList<PersonId> Asked, DateTimeOffset Until)
        : ConsultEvent(By, At);

    /// <summary>One of them took it.</summary>
    public sealed record InterpreterFound(PersonId By, DateTimeOffset At) : ConsultEvent(By, At);

    /// <summary>One of them refused.</summary>
    public sealed record InterpreterDeclined(PersonId By, DateTimeOffset At) : ConsultEvent(By, At);

    /// <summary>The interpreter gave it back, or no interpreter is needed any more.</summary>
    public sealed record InterpreterEnded(PersonId By, DateTimeOffset At, PersonId? Interpreter) : ConsultEvent(By, At);

    /// <summary>The room was opened to those who look on to learn.</summary>
    public sealed record TeachingOpened(PersonId By, DateTimeOffset At) : ConsultEvent(By, At);

    /// <summary>The room was closed to them, or the patient took their consent to it back.</summary>
    public sealed record TeachingClosed(PersonId By, DateTimeOffset At) : ConsultEvent(By, At);

    /// <summary>Somebody who looked on was removed.</summary>
    public sealed record ViewerRemoved(PersonId By, DateTimeOffset At, PersonId Viewer) : ConsultEvent(By, At);

    /// <summary>A doctor of the asking house signed a contract of looking after the patient until an instant.</summary>
    public sealed record ContractOffered(PersonId By, DateTimeOffset At, DateTimeOffset Until) : ConsultEvent(By, At);

    /// <summary>The patient signed it, or would not.</summary>
    public sealed record ContractAnswered(
        PersonId By,
        DateTimeOffset At,
        bool Signed,
        ConsentMethod Method,
        [property: JsonPropertyName("personal")] string? Witness) : ConsultEvent(By, At);

    /// <summary>One of the two ended the contract.</summary>
    public sealed record ContractEnded(
        PersonId By, DateTimeOffset At, [property: JsonPropertyName("personal")] string? Reason) : ConsultEvent(By, At);

    /// <summary>
    /// The patient, or who speaks for them, called the house from home; unanswered at <c>DueAt</c>, others are told.
    /// </summary>
    public sealed record AlertRaised(
        PersonId By,
        DateTimeOffset At,
        [property: JsonPropertyName("personal")] string? Text,
        DateTimeOffset? DueAt = null) : ConsultEvent(By, At);

    /// <summary>Nobody of the house has answered: the dispatchers see the call and can answer it.</summary>
    public sealed record AlertEscalated(PersonId By, DateTimeOffset At) : ConsultEvent(By, At);

    /// <summary>The house said what is done about it.</summary>
    public sealed record AlertAnswered(
        PersonId By, DateTimeOffset At, [property: JsonPropertyName("personal")] string? Answer) : ConsultEvent(By, At);

    /// <summary>A file was added; its bytes are kept under the case's key, by its hash.</summary>
    public sealed record FileAttached(
        PersonId By,
        DateTimeOffset At,
        string File,
        string MediaType,
        long Size,
        string Sha256,
        bool Scanned,
        [property: JsonPropertyName("personal")] string? Name,
        Still? Still = null) : ConsultEvent(By, At);

    /// <summary>Somebody wrote a line in the room.</summary>
    public sealed record ChatWritten(
        PersonId By, DateTimeOffset At, string Id, [property: JsonPropertyName("personal")] string? Text) : ConsultEvent(By, At);

    /// <summary>A grey field of the colour card in a still was marked, or anew.</summary>
    public sealed record ColourCardMarked(
        PersonId By, DateTimeOffset At, string File, int X, int Y, double Red, double Green, double Blue) : ConsultEvent(By, At);

    /// <summary>A copy for the case library was written, or anew, to be released by somebody else.</summary>
    public sealed record CopyProposed(
        PersonId By,
        DateTimeOffset At,
        IReadOnlyList<string> Files,
        [property: JsonPropertyName("personal")] CopyText? Text) : ConsultEvent(By, At);

    /// <summary>The second person sent it back.</summary>
    public sealed record CopyReturned(
        PersonId By, DateTimeOffset At, [property: JsonPropertyName("personal")] string? Reason) : ConsultEvent(By, At);

    /// <summary>The second person released it: from here on it is in the library, under a name that stands in the case alone.</summary>
    public sealed record CopyReleased(
        PersonId By, DateTimeOffset At, [property: JsonPropertyName("personal")] CopyId? Copy) : ConsultEvent(By, At);

    /// <summary>It is out of the library, or will never come into it.</summary>
    public sealed record CopyWithdrawn(
        PersonId By, DateTimeOffset At, CopyEnd End, [property: JsonPropertyName("personal")] CopyId? Copy)
        : ConsultEvent(By, At);
}
