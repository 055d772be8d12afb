namespace Telemed.Consults.Consults;

/// <summary>What may be asked of a consult. Who asks and when arrive with the command.</summary>
/// <param name="By">Who asks.</param>
/// <param name="Now">When, server time.</param>
public abstract record ConsultCommand(PersonId By, DateTimeOffset Now)
{
    /// <summary>When, server time, to the millisecond: what lies below is cut off.</summary>
    public DateTimeOffset Now { get; } = WholeMilliseconds.Of(Now);

    /// <summary>Opens a draft, or saves it again.</summary>
    public sealed record SaveDraft(
        PersonId By, DateTimeOffset Now, ConsultId Id, InstitutionId Institution, ConsultRequest Request)
        : ConsultCommand(By, Now);

    /// <summary>Sends the request. <c>Review</c> asks for a reviewer; an emergency never waits for one.</summary>
    public sealed record Submit(PersonId By, DateTimeOffset Now, bool Review = false, WorkCalendar? Calendar = null)
        : ConsultCommand(By, Now);

    /// <summary>A reviewer begins.</summary>
    public sealed record StartReview(PersonId By, DateTimeOffset Now) : ConsultCommand(By, Now);

    /// <summary>The reviewer lets it through.</summary>
    public sealed record Approve(PersonId By, DateTimeOffset Now, string? Note = null) : ConsultCommand(By, Now);

    /// <summary>A reviewer's remark on an emergency, which does not wait for it.</summary>
    public sealed record NoteReview(PersonId By, DateTimeOffset Now, string Note) : ConsultCommand(By, Now);

    /// <summary>The reviewer sends it back, with a reason.</summary>
    public sealed record Return(PersonId By, DateTimeOffset Now, string Reason) : ConsultCommand(By, Now);

    /// <summary>The reviewer refuses it, with a reason.</summary>
    public sealed record Reject(PersonId By, DateTimeOffset Now, string Reason) : ConsultCommand(By, Now);

    /// <summary>Rings these specialists together, until an instant.</summary>
    public sealed record MakeOffers(
        PersonId By, DateTimeOffset Now, int Hop, DateTimeOffset Until, IReadOnlyList<NewOffer> Offers)
        : ConsultCommand(By, Now);

    /// <summary>Rings one specialist by name, in place of whomever is rung now.</summary>
    public sealed record Assign(PersonId By, DateTimeOffset Now, NewOffer Offer, DateTimeOffset Until)
        : ConsultCommand(By, Now);

    /// <summary>Says that the ladder is exhausted.</summary>
    public sealed record GiveUp(PersonId By, DateTimeOffset Now, string? PhoneInstead) : ConsultCommand(By, Now);

    /// <summary>Tries an unstaffed consult again, from the first hop.</summary>
    public sealed record Redispatch(PersonId By, DateTimeOffset Now) : ConsultCommand(By, Now);

    /// <summary>The specialist takes it.</summary>
    public sealed record Accept(PersonId By, DateTimeOffset Now, OfferId Offer, WorkCalendar? Calendar = null)
        : ConsultCommand(By, Now);

    /// <summary>The specialist refuses, with a reason.</summary>
    public sealed record Decline(PersonId By, DateTimeOffset Now, OfferId Offer, string Reason)
        : ConsultCommand(By, Now);

    /// <summary>Looks for another specialist in place of the one who accepted, with a reason.</summary>
    public sealed record Reassign(PersonId By, DateTimeOffset Now, string Reason) : ConsultCommand(By, Now);

    /// <summary>
    /// Makes or moves an appointment, with these rooms and devices; <c>With</c> says whose half hour a case takes that
    /// nobody leads yet.
    /// </summary>
    public sealed record Schedule(
        PersonId By,
        DateTimeOffset Now,
        DateTimeOffset StartsAt,
        BookingChannel Via = BookingChannel.Desk,
        PooledPlace? With = null,
        IReadOnlyList<ResourceId>? Resources = null,
        WorkCalendar? Calendar = null) : ConsultCommand(By, Now);

    /// <summary>Says that at least two identifiers were compared.</summary>
    public sealed record CheckIdentity(PersonId By, DateTimeOffset Now, IReadOnlyList<string> Kinds)
        : ConsultCommand(By, Now);

    /// <summary>Says that the patient is at the clinic.</summary>
    public sealed record Arrive(PersonId By, DateTimeOffset Now) : ConsultCommand(By, Now);

    /// <summary>A doctor asks not to wait for consent, with a reason; or the second doctor agrees.</summary>
    public sealed record OverrideConsent(PersonId By, DateTimeOffset Now, string Reason) : ConsultCommand(By, Now);

    /// <summary>Invites a further expert.</summary>
    public sealed record Invite(PersonId By, DateTimeOffset Now, PersonId Expert) : ConsultCommand(By, Now);

    /// <summary>The invited expert answers; a refusal has a reason.</summary>
    public sealed record AnswerInvitation(PersonId By, DateTimeOffset Now, bool Accepted, string? Reason)
        : ConsultCommand(By, Now);

    /// <summary>Removes an expert, who may be invited again.</summary>
    public sealed record RemoveExpert(PersonId By, DateTimeOffset Now, PersonId Expert) : ConsultCommand(By, Now);

    /// <summary>The lead hands the consult over to an expert who takes part.</summary>
    public sealed record HandOver(PersonId By, DateTimeOffset Now, PersonId To) : ConsultCommand(By, Now);

    /// <summary>Stops a session with the wrong patient.</summary>
    public sealed record StopWrongPatient(PersonId By, DateTimeOffset Now, string Reason) : ConsultCommand(By, Now);

    /// <summary>An expert signs the opinion beside the lead.</summary>
    public sealed record CoSign(PersonId By, DateTimeOffset Now) : ConsultCommand(By, Now);

    /// <summary>Stores a consent, a refusal or a withdrawal.</summary>
    public sealed record RecordConsent(PersonId By, DateTimeOffset Now, Consent Consent) : ConsultCommand(By, Now);

    /// <summary>A person enters the room.</summary>
    public sealed record EnterRoom(PersonId By, DateTimeOffset Now, RoomSide Side) : ConsultCommand(By, Now);

    /// <summary>A person is no longer in the room.</summary>
    public sealed record LeaveRoom(PersonId By, DateTimeOffset Now, PersonId Person, LeaveCause Cause)
        : ConsultCommand(By, Now);

    /// <summary>Ends the session.</summary>
    public sealed record End(PersonId By, DateTimeOffset Now) : ConsultCommand(By, Now);

    /// <summary>Saves the opinion, unsigned.</summary>
    public sealed record SaveOpinion(PersonId By, DateTimeOffset Now, OpinionText Text) : ConsultCommand(By, Now);

    /// <summary>Makes a link by which the patient, or who speaks for them, joins; <c>KeyHash</c> is of its key.</summary>
    public sealed record InviteGuest(
        PersonId By, DateTimeOffset Now, PersonId Guest, GuestKind Kind, string KeyHash, string? Name, bool Reads = false)
        : ConsultCommand(By, Now);

    /// <summary>Asks, as the patient or for them, to play a recording.</summary>
    public sealed record AskToPlay(PersonId By, DateTimeOffset Now, RecordingId Recording) : ConsultCommand(By, Now);

    /// <summary>Grants that, or refuses it, with a reason.</summary>
    public sealed record AnswerPlay(PersonId By, DateTimeOffset Now, RecordingId Recording, bool Granted, string Reason)
        : ConsultCommand(By, Now);

    /// <summary>Enters an order by which a regulator is to play the recording.</summary>
    public sealed record EnterOrder(PersonId By, DateTimeOffset Now, string Order, DateTimeOffset Until, OrderText Text)
        : ConsultCommand(By, Now);

    /// <summary>Confirms it, as the second records officer.</summary>
    public sealed record ConfirmOrder(PersonId By, DateTimeOffset Now, string Order) : ConsultCommand(By, Now);

    /// <summary>Ends it before its time.</summary>
    public sealed record EndOrder(PersonId By, DateTimeOffset Now, string Order) : ConsultCommand(By, Now);

    /// <summary>The holder of a link, <c>By</c>, uses it and names two identifiers of the patient.</summary>
    public sealed record OpenGuestLink(PersonId By, DateTimeOffset Now, string KeyHash, string Name, string Identifier)
        : ConsultCommand(By, Now);

    /// <summary>Takes a link back, and what it has opened.</summary>
    public sealed record EndGuest(PersonId By, DateTimeOffset Now, PersonId Guest) : ConsultCommand(By, Now);

    /// <summary>Binds who speaks for the patient to them as their dependant, with consent.</summary>
    public sealed record BindDependant(
        PersonId By,
        DateTimeOffset Now,
        PersonId Guest,
        ConsentMethod Method,
        string TextVersion,
        string Language,
        DependantConsent Consent) : ConsultCommand(By, Now);

    /// <summary>Unbinds the two, with a reason.</summary>
    public sealed record UnbindDependant(PersonId By, DateTimeOffset Now, PersonId Guest, string Reason)
        : ConsultCommand(By, Now);

    /// <summary>Signs the saved opinion.</summary>
    public sealed record Sign(PersonId By, DateTimeOffset Now) : ConsultCommand(By, Now);

    /// <summary>Adds a correction to a signed opinion.</summary>
    public sealed record Amend(PersonId By, DateTimeOffset Now, string Text) : ConsultCommand(By, Now);

    /// <summary>Answers the signed opinion.</summary>
    public sealed record Acknowledge(PersonId By, DateTimeOffset Now, bool Adopted, string? Note)
        : ConsultCommand(By, Now);

    /// <summary>Plans the day on which a new draft is opened for the patient.</summary>
    public sealed record PlanFollowUp(PersonId By, DateTimeOffset Now, DateTimeOffset DueAt, string? Note)
        : ConsultCommand(By, Now);

    /// <summary>Asks another house to take the patient.</summary>
    public sealed record Refer(
        PersonId By, DateTimeOffset Now, ReferralDirection Direction, InstitutionId To, string Reason)
        : ConsultCommand(By, Now);

    /// <summary>The house that is asked answers.</summary>
    public sealed record AnswerReferral(PersonId By, DateTimeOffset Now, bool Accepted, string? Note)
        : ConsultCommand(By, Now);

    /// <summary>Sends a nurse to the patient's home.</summary>
    public sealed record OrderVisit(
        PersonId By, DateTimeOffset Now, PersonId Nurse, DateTimeOffset PlannedAt, string? Task) : ConsultCommand(By, Now);

    /// <summary>The nurse, <c>By</c>, says what they found.</summary>
    public sealed record FinishVisit(PersonId By, DateTimeOffset Now, string Report) : ConsultCommand(By, Now);

    /// <summary>Writes down who pays how much.</summary>
    public sealed record Settle(PersonId By, DateTimeOffset Now, Payer Payer, long AmountFen) : ConsultCommand(By, Now);

    /// <summary>Asks everybody who interprets a language: <c>Speakers</c>.</summary>
    public sealed record AskInterpreter(
        PersonId By, DateTimeOffset Now, string Language, IReadOnlyList<PersonId> Speakers) : ConsultCommand(By, Now);

    /// <summary>Who was asked takes it or refuses; who took it gives it back.</summary>
    public sealed record AnswerInterpreting(PersonId By, DateTimeOffset Now, bool Accepted) : ConsultCommand(By, Now);

    /// <summary>Needs no interpreter, or none any more.</summary>
    public sealed record EndInterpreter(PersonId By, DateTimeOffset Now) : ConsultCommand(By, Now);

    /// <summary>Opens the room to those who look on to learn, or closes it to them.</summary>
    public sealed record Teach(PersonId By, DateTimeOffset Now, bool Open) : ConsultCommand(By, Now);

    /// <summary>Somebody who looks on is not to, as long as it is open for teaching.</summary>
    public sealed record RemoveViewer(PersonId By, DateTimeOffset Now, PersonId Viewer) : ConsultCommand(By, Now);

    /// <summary>Proposes a copy for the case library; <c>Left</c> is where in it somebody could still be known.</summary>
    public sealed record ProposeCopy(
        PersonId By,
        DateTimeOffset Now,
        CopyText Text,
        IReadOnlyList<string> Files,
        IReadOnlyDictionary<string, IReadOnlyList<Finding>> Left) : ConsultCommand(By, Now);

    /// <summary>The second person sends the copy back, with a reason.</summary>
    public sealed record ReturnCopy(PersonId By, DateTimeOffset Now, string Reason) : ConsultCommand(By, Now);

    /// <summary>The second person releases it as this one of the library; <c>Left</c> as when it was proposed, looked for anew.</summary>
    public sealed record ReleaseCopy(
        PersonId By, DateTimeOffset Now, CopyId Copy, IReadOnlyDictionary<string, IReadOnlyList<Finding>> Left)
        : ConsultCommand(By, Now);

    /// <summary>A doctor of the case takes the copy out of the library, or off its way there.</summary>
    public sealed record WithdrawCopy(PersonId By, DateTimeOffset Now) : ConsultCommand(By, Now);

    /// <summary>Offers to look after the patient until an instant.</summary>
    public sealed record OfferContract(PersonId By, DateTimeOffset Now, DateTimeOffset Until) : ConsultCommand(By, Now);

    /// <summary>The patient signs, or does not.</summary>
    public sealed record AnswerContract(
        PersonId By, DateTimeOffset Now, bool Signed, ConsentMethod Method, string? Witness) : ConsultCommand(By, Now);

    /// <summary>Ends the contract, with a reason.</summary>
    public sealed record EndContract(PersonId By, DateTimeOffset Now, string Reason) : ConsultCommand(By, Now);

    /// <summary>Calls the house from home.</summary>
    public sealed record RaiseAlert(PersonId By, DateTimeOffset Now, string Text) : ConsultCommand(By, Now);

    /// <summary>Answers the call.</summary>
    public sealed record AnswerAlert(PersonId By, DateTimeOffset Now, string Answer) : ConsultCommand(By, Now);

    /// <summary>Adds a file whose bytes are already kept.</summary>
    public sealed record Attach(
        PersonId By, DateTimeOffset Now, string MediaType, long Size, string Sha256, bool Scanned, string? Name, Still? Still = null)
        : ConsultCommand(By, Now);

    /// <summary>Marks a grey field of the colour card in a still.</summary>
    public sealed record MarkColourCard(
        PersonId By, DateTimeOffset Now, string File, int X, int Y, double Red, double Green, double Blue) : ConsultCommand(By, Now);

    /// <summary>Writes a line in the room, in which <c>By</c> stands on this side.</summary>
    public sealed record WriteChat(PersonId By, DateTimeOffset Now, RoomSide Side, string Id, string Text)
        : ConsultCommand(By, Now);

    /// <summary>The asking house's page has measured its link.</summary>
    public sealed record ReportProbe(PersonId By, DateTimeOffset Now, SiteLink Link) : ConsultCommand(By, Now);

    /// <summary>Finishes the consult.</summary>
    /// <remarks>Whether it is drawn for the quality sample comes with it: chance has no place in here.</remarks>
    public sealed record Close(PersonId By, DateTimeOffset Now, bool Sampled = false) : ConsultCommand(By, Now);

    /// <summary>Calls the consult off.</summary>
    public sealed record Cancel(PersonId By, DateTimeOffset Now, string Reason) : ConsultCommand(By, Now);

    /// <summary>Says that the patient is being moved instead.</summary>
    public sealed record Transfer(PersonId By, DateTimeOffset Now, string Reason) : ConsultCommand(By, Now);

    /// <summary>Links a new recording to the session.</summary>
    public sealed record OpenRecording(PersonId By, DateTimeOffset Now, RecordingId Recording)
        : ConsultCommand(By, Now);

    /// <summary>Says that a recording cannot run; <c>Cause</c> is a code without personal data.</summary>
    public sealed record ReportUnrecorded(PersonId By, DateTimeOffset Now, string Cause) : ConsultCommand(By, Now);

    /// <summary>The lead specialist goes on without a recording, with a reason.</summary>
    public sealed record ProceedUnrecorded(PersonId By, DateTimeOffset Now, string Reason) : ConsultCommand(By, Now);

    /// <summary>Opens the case for somebody without a part in it, with a reason.</summary>
    public sealed record BreakGlass(PersonId By, DateTimeOffset Now, string Reason) : ConsultCommand(By, Now);

    /// <summary>The privacy officer looks into what a person opened at an instant.</summary>
    public sealed record ReviewGlass(
        PersonId By, DateTimeOffset Now, PersonId Person, DateTimeOffset At, bool Justified) : ConsultCommand(By, Now);

    /// <summary>A clock of this consult is due; refused unless the state still holds that very clock.</summary>
    public sealed record FireClock(PersonId By, DateTimeOffset Now, Clock Clock) : ConsultCommand(By, Now);
}
