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
public sealed record CaseFile(
    ConsultId Id,
    PersonId Requester,
    InstitutionId Institution,
    ConsultRequest Request,
    DateTimeOffset CreatedAt,
    DateTimeOffset? SubmittedAt,
    ImmutableArray<Consent> Consents,
    ImmutableArray<Offer> Offers,
    int Round)
{
    /// <summary>The offer that was accepted, or <c>null</c>.</summary>
    public Offer? LeadOffer => Offers.FirstOrDefault(offer => offer.Status == OfferStatus.Accepted);

    /// <summary>The offers that ring now.</summary>
    public IEnumerable<Offer> OpenOffers => Offers.Where(offer => offer.IsOpen);

    /// <summary>Whether the patient's latest answer to the consult itself is yes (C1).</summary>
    public bool HasPatientConsent => LatestConsent(ConsentItem.Consult, ConsentSubject.Patient)?.Granted ?? false;

    /// <summary>The latest answer of the patient to an item, or <c>null</c> when never asked.</summary>
    public Consent? LatestConsent(ConsentItem item, ConsentSubject subject) =>
        Consents.LastOrDefault(consent => consent.Item == item && consent.Subject == subject);

    /// <summary>A participant's latest own answer to being recorded, or <c>null</c> when never asked (C2).</summary>
    public bool? RecordingAnswer(PersonId person) => Consents.LastOrDefault(consent =>
        consent.Item == ConsentItem.Recording
        && consent.Subject == ConsentSubject.Participant
        && consent.Person == person)?.Granted;

    /// <summary>The offer with this identifier, or <c>null</c>.</summary>
    public Offer? FindOffer(OfferId id) => Offers.FirstOrDefault(offer => offer.Id == id);

    /// <summary>This file with one offer replaced by <paramref name="change"/> of it.</summary>
    public CaseFile WithOffer(OfferId id, Func<Offer, Offer> change) =>
        this with { Offers = [.. Offers.Select(offer => offer.Id == id ? change(offer) : offer)] };
}
