namespace Telemed.Consults.Consults;

/// <summary>
/// What is known about a consult in every state: the request, the consents and the offers made so far.
/// </summary>
/// <param name="Id">The consult.</param>
/// <param name="Requester">The requesting doctor.</param>
/// <param name="Institution">The requesting institution.</param>
/// <param name="Request">What is asked.</param>
/// <param name="CreatedAt">When the draft was opened.</param>
/// <param name="SubmittedAt">When it was last submitted, or <c>null</c>.</param>
/// <param name="Consents">Consents, refusals and withdrawals, in order.</param>
/// <param name="Offers">Offers, in order.</param>
/// <param name="Round">The round of the ring ladder, 0 before the first.</param>
/// <param name="Review">What the reviewer said last, or <c>null</c>.</param>
/// <param name="Override">The two doctors' decision not to wait for consent, or <c>null</c>.</param>
/// <param name="Identity">The comparison of two identifiers, or <c>null</c>.</param>
/// <param name="ArrivedAt">When the patient was at the clinic, or <c>null</c>.</param>
/// <param name="Quarantined">Recordings that may show another patient (F11).</param>
/// <param name="Glasses">Who opened the case without a part in it (A4).</param>
/// <param name="Guests">Links made for the patient and for who speaks for them.</param>
public sealed record CaseFile(
    ConsultId Id,
    PersonId Requester,
    InstitutionId Institution,
    ConsultRequest Request,
    DateTimeOffset CreatedAt,
    DateTimeOffset? SubmittedAt,
    ImmutableArray<Consent> Consents,
    ImmutableArray<Offer> Offers,
    int Round,
    Review? Review,
    ConsentOverride? Override,
    IdentityCheck? Identity,
    DateTimeOffset? ArrivedAt,
    ImmutableArray<RecordingId> Quarantined,
    ImmutableArray<Glass> Glasses,
    ImmutableArray<Guest> Guests)
{
    /// <summary>Below this age in years a guardian consents, and who it was is kept (C5).</summary>
    public const int GuardianBelow = 14;

    /// <summary>How long the request may wait for what; what has passed is in <see cref="Overdue"/> instead.</summary>
    public ImmutableArray<Deadline> Deadlines { get; init; } = [];

    /// <summary>What the request has waited for longer than it should, even if it has come since.</summary>
    public ImmutableArray<Awaited> Overdue { get; init; } = [];

    /// <summary>The case of which this is the follow-up, or <c>null</c>.</summary>
    public ConsultId? Follows { get; init; }

    /// <summary>The interpreter who was asked for last, or <c>null</c>.</summary>
    public Interpretation? Interpretation { get; init; }

    /// <summary>Who opened the room to those who look on to learn, or <c>null</c> while it is closed to them.</summary>
    public Teaching? Teaching { get; init; }

    /// <summary>Whether the patient's latest answer to teaching is yes; not said is no (C3).</summary>
    public bool AgreesToTeaching => LatestConsent(ConsentItem.Teaching, ConsentSubject.Patient) is { Granted: true };

    /// <summary>The copy for the case library that was written last, or <c>null</c>.</summary>
    public CaseCopy? Copy { get; init; }

    /// <summary>
    /// Whether the patient's latest answer to the case library is yes, a guardian's where one is needed; not said is no.
    /// </summary>
    public bool AgreesToLibrary => LatestConsent(ConsentItem.Library, ConsentSubject.Patient) is { Granted: true } latest
        && (!NeedsGuardian || latest.Guardian is not null);

    /// <summary>Whether the patient has answered that question at all: from then on they may answer it otherwise at any time.</summary>
    public bool WasAskedForLibrary => LatestConsent(ConsentItem.Library, ConsentSubject.Patient) is not null;

    /// <summary>When the case was drawn for the quality sample; <c>null</c> when it was not.</summary>
    public DateTimeOffset? SampledAt { get; init; }

    /// <summary>Orders by which a regulator plays the recording, in order.</summary>
    public ImmutableArray<PlayOrder> Orders { get; init; } = [];

    /// <summary>What the patient and who speaks for them asked to play, in order.</summary>
    public ImmutableArray<PlayRequest> PlayRequests { get; init; } = [];

    /// <summary>Files of the case, in order.</summary>
    public ImmutableArray<Attachment> Attachments { get; init; } = [];

    /// <summary>What was written in the room, in order. Up to <see cref="ChatLine.Most"/> lines: a list that shares what it adds to.</summary>
    public ImmutableList<ChatLine> Chat { get; init; } = [];

    /// <summary>What follows from the opinion.</summary>
    public Aftermath Aftermath { get; init; } = Aftermath.None;

    /// <summary>The offer that was accepted, or <c>null</c>.</summary>
    public Offer? LeadOffer => Offers.FirstOrDefault(offer => offer.Status == OfferStatus.Accepted);

    /// <summary>The offers that ring now.</summary>
    public IEnumerable<Offer> OpenOffers => Offers.Where(offer => offer.IsOpen);

    /// <summary>Whether the patient is known to be too young to consent alone (C5).</summary>
    public bool NeedsGuardian => Request.Text?.Patient.AgeYears < GuardianBelow;

    /// <summary>
    /// Whether the patient's latest answer to the consult itself is yes (C1), a guardian's where one is needed.
    /// </summary>
    public bool HasPatientConsent =>
        LatestConsent(ConsentItem.Consult, ConsentSubject.Patient) is { Granted: true } latest
        && (!NeedsGuardian || latest.Guardian is not null);

    /// <summary>
    /// Whether two doctors have decided not to wait for the patient, who has not answered otherwise since (C1).
    /// </summary>
    public bool IsOverridden => Override?.Second is not null
        && LatestConsent(ConsentItem.Consult, ConsentSubject.Patient) is not { Granted: false };

    /// <summary>Whether the patient's own answer is still owed after an override.</summary>
    public bool OwesConsent => Override?.Second is not null
        && !Consents.Any(one => one is { Item: ConsentItem.Consult, Subject: ConsentSubject.Patient });

    /// <summary>
    /// Whether a session may begin: the patient agrees, or two doctors would not wait; and, but for an emergency, two
    /// identifiers were compared.
    /// </summary>
    public bool IsCleared => (HasPatientConsent || IsOverridden)
        && (Identity is not null || Request.Lane == Lane.Emergency);

    /// <summary>The latest answer of the patient to an item, or <c>null</c> when never asked.</summary>
    public Consent? LatestConsent(ConsentItem item, ConsentSubject subject) =>
        Consents.LastOrDefault(consent => consent.Item == item && consent.Subject == subject);

    /// <summary>A participant's latest own answer to being recorded, or <c>null</c> when never asked (C2).</summary>
    public bool? RecordingAnswer(PersonId person) => Consents.LastOrDefault(consent =>
        consent.Item == ConsentItem.Recording
        && consent.Subject == ConsentSubject.Participant
        && consent.Person == person)?.Granted;

    /// <summary>Whether this person interprets.</summary>
    public bool IsInterpreter(PersonId person) => Interpretation is { TakesPart: true } one && one.Interpreter == person;

    /// <summary>A person of the network, or a guest of this case; <c>null</c> when neither knows them.</summary>
    public StaffMember? FindPerson(PersonId id, Network network) => network.FindPerson(id) ?? FindGuest(id)?.AsPerson(this);

    /// <summary>The guest of this identifier, or <c>null</c>.</summary>
    public Guest? FindGuest(PersonId id) => Guests.FirstOrDefault(one => one.Id == id);

    /// <summary>Since when somebody who is here for the talk alone is in the room, through lost links; or <c>null</c>.</summary>
    public DateTimeOffset? InRoomSince(PersonId guest) =>
        FindGuest(guest)?.InRoomSince ?? (IsInterpreter(guest) ? Interpretation!.InRoomSince : null);

    /// <summary>This file with what is known of since when a guest or the interpreter is in the room replaced.</summary>
    public CaseFile WithInRoom(PersonId guest, Func<DateTimeOffset?, DateTimeOffset?> since)
    {
        var file = FindGuest(guest) is null ? this : WithGuest(guest, one => one with { InRoomSince = since(one.InRoomSince) });
        return IsInterpreter(guest)
            ? file with { Interpretation = Interpretation! with { InRoomSince = since(Interpretation.InRoomSince) } }
            : file;
    }

    /// <summary>This file with one guest replaced by <paramref name="change"/> of them.</summary>
    public CaseFile WithGuest(PersonId id, Func<Guest, Guest> change) =>
        this with { Guests = [.. Guests.Select(one => one.Id == id ? change(one) : one)] };

    /// <summary>The offer with this identifier, or <c>null</c>.</summary>
    public Offer? FindOffer(OfferId id) => Offers.FirstOrDefault(offer => offer.Id == id);

    /// <summary>This file with one offer replaced by <paramref name="change"/> of it.</summary>
    public CaseFile WithOffer(OfferId id, Func<Offer, Offer> change) =>
        this with { Offers = [.. Offers.Select(offer => offer.Id == id ? change(offer) : offer)] };
}
