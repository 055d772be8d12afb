namespace Telemed.Consults.Stores;

/// <summary>A consult as its row in the store says it.</summary>
/// <param name="Id">The consult.</param>
/// <param name="Version">Its stream's version.</param>
/// <param name="State">Its state.</param>
/// <param name="Lane">Its lane.</param>
/// <param name="Service">The service asked.</param>
/// <param name="Urgency">How soon.</param>
/// <param name="Requester">Who asks.</param>
/// <param name="Institution">Where from.</param>
/// <param name="Specialist">The lead specialist, or <c>null</c>.</param>
/// <param name="CreatedAt">When the draft was opened.</param>
/// <param name="SubmittedAt">When it was submitted, or <c>null</c>.</param>
/// <param name="Since">When the state was entered.</param>
/// <param name="Clock">The clock that people wait for, or <c>null</c>.</param>
/// <param name="HasConsent">Whether the patient's consent is there.</param>
/// <param name="HasOpinion">Whether an opinion was drafted.</param>
/// <param name="UnrecordedPending">Whether the lead owes a word on a failed recording.</param>
/// <param name="Rung">Whom it rings now.</param>
/// <param name="RungBefore">Whom it rang in vain.</param>
/// <param name="StartsAt">When the appointment is, or <c>null</c>.</param>
/// <param name="Marks">What else is known of the case.</param>
/// <param name="Invited">Who is invited as a further expert and has not answered.</param>
/// <param name="Experts">The further experts who take part.</param>
/// <param name="ReferredTo">The house to which the patient is referred, unless it declined; or <c>null</c>.</param>
/// <param name="Label">What names the patient; <c>null</c> once the case's key was destroyed.</param>
public sealed record ConsultRow(
    ConsultId Id,
    int Version,
    ConsultStatus State,
    Lane Lane,
    ServiceCode Service,
    Urgency Urgency,
    PersonId Requester,
    InstitutionId Institution,
    PersonId? Specialist,
    DateTimeOffset CreatedAt,
    DateTimeOffset? SubmittedAt,
    DateTimeOffset Since,
    Clock? Clock,
    bool HasConsent,
    bool HasOpinion,
    bool UnrecordedPending,
    IReadOnlyList<PersonId> Rung,
    IReadOnlyList<PersonId> RungBefore,
    DateTimeOffset? StartsAt,
    CaseMarks Marks,
    IReadOnlyList<PersonId> Invited,
    IReadOnlyList<PersonId> Experts,
    InstitutionId? ReferredTo,
    [property: JsonPropertyName("personal")] RowLabel? Label)
{
    /// <summary>Who was asked to interpret.</summary>
    public IReadOnlyList<PersonId> AskedToInterpret { get; init; } = [];

    /// <summary>Who interprets, or <c>null</c>.</summary>
    public PersonId? Interpreter { get; init; }

    /// <summary>Since when nothing more is expected of it, or <c>null</c>.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Who looked on and was removed.</summary>
    public IReadOnlyList<PersonId> RemovedViewers { get; init; } = [];

    /// <summary>The row of a state.</summary>
    public static ConsultRow Of(ConsultState.Filed state, int version)
    {
        var file = state.File;
        var engaged = (state as ConsultState.Engaged)?.Engagement;
        return new(
            file.Id,
            version,
            state.Status,
            file.Request.Lane,
            file.Request.Service,
            file.Request.Urgency,
            file.Requester,
            file.Institution,
            AccessPolicy.LeadOf(state),
            file.CreatedAt,
            file.SubmittedAt,
            state.Since,
            ConsultClocks.Shown(state),
            file.HasPatientConsent,
            engaged?.Opinion is not null,
            engaged?.UnrecordedPending ?? false,
            [.. file.OpenOffers.Select(offer => offer.Specialist)],
            [.. file.Offers
                .Where(offer => offer.Status is not (OfferStatus.Offered or OfferStatus.Accepted))
                .Select(offer => offer.Specialist)
                .Concat((engaged?.Experts ?? [])
                    .Where(one => one is { TakesPart: false, Status: not ExpertStatus.Offered })
                    .Select(one => one.Person))
                .Distinct()],
            (state as ConsultState.Scheduled)?.StartsAt,
            MarksOf(file) | OverdueOf(state),
            [.. (engaged?.OpenInvitations ?? []).Select(one => one.Person)],
            [.. (engaged?.Experts ?? []).Where(one => one.TakesPart).Select(one => one.Person)],
            file.Aftermath.Referral is { Status: not ReferralStatus.Declined } referral ? referral.To : null,
            file.Request.Text is { } text ? new(text.Line(), text.Patient.Label()) : null)
        {
            AskedToInterpret = [.. file.Interpretation?.Asked ?? []],
            Interpreter = file.Interpretation is { TakesPart: true } interpretation ? interpretation.Interpreter : null,
            FinishedAt = state.FinishedAt,
            RemovedViewers = [.. file.Teaching?.Removed ?? []],
        };
    }

    /// <summary>What the request waits for longer than it should.</summary>
    public IEnumerable<Awaited> Overdue => Enum.GetValues<Awaited>().Where(one => Marks.HasFlag(MarkOf(one)));

    private static CaseMarks OverdueOf(ConsultState.Filed state) =>
        Deadlines.Overdue(state).Aggregate(CaseMarks.None, (marks, one) => marks | MarkOf(one));

    private static CaseMarks MarkOf(Awaited what) => what switch
    {
        Awaited.Reply => CaseMarks.ReplyOverdue,
        Awaited.Appointment => CaseMarks.AppointmentOverdue,
        Awaited.Session => CaseMarks.SessionOverdue,
        _ => CaseMarks.OpinionOverdue,
    };

    private static CaseMarks MarksOf(CaseFile file) =>
        (file.Identity is null ? CaseMarks.None : CaseMarks.Identified)
        | (file.Override is null ? CaseMarks.None : CaseMarks.OverrideAsked)
        | (file.Override?.Second is null ? CaseMarks.None : CaseMarks.Overridden)
        | (file.OwesConsent ? CaseMarks.ConsentOwed : CaseMarks.None)
        | (file.ArrivedAt is null ? CaseMarks.None : CaseMarks.Arrived)
        | (file.LatestConsent(ConsentItem.Consult, ConsentSubject.Patient) is { Granted: false }
            ? CaseMarks.ConsentRefused
            : CaseMarks.None)
        | (file.Aftermath.Referral is { Status: ReferralStatus.Asked } ? CaseMarks.ReferralOpen : CaseMarks.None)
        | (file.Aftermath.FollowUp is { Draft: not null } ? CaseMarks.FollowedUp : CaseMarks.None)
        | (file.Aftermath.Contract is { Signed: null } ? CaseMarks.ContractOffered : CaseMarks.None)
        | (file.Aftermath.Contract is { Signed: true, EndedAt: null } ? CaseMarks.ContractSigned : CaseMarks.None)
        | (file.Aftermath.Alerts.Any(one => one.AnsweredAt is null) ? CaseMarks.AlertOpen : CaseMarks.None)
        | (file.Aftermath.Alerts.Any(one => one is { AnsweredAt: null, EscalatedAt: not null })
            ? CaseMarks.AlertEscalated
            : CaseMarks.None)
        | (file.Aftermath.Visits.Any(one => one.DoneAt is null) ? CaseMarks.VisitOpen : CaseMarks.None)
        | (file.Teaching is null ? CaseMarks.None : CaseMarks.Taught)
        | (file.AgreesToLibrary ? CaseMarks.LibraryAgreed : CaseMarks.None)
        | (file.Copy is { Status: CopyStatus.Proposed } ? CaseMarks.CopyProposed : CaseMarks.None)
        | (file.Copy is { Status: CopyStatus.Released } ? CaseMarks.CopyReleased : CaseMarks.None)
        | (file.PlayRequests.Any(one => one.IsOpen) ? CaseMarks.PlayAsked : CaseMarks.None)
        | (file.SampledAt is null ? CaseMarks.None : CaseMarks.Sampled)
        | (file.Orders.Any(one => one.EndedAt is null) ? CaseMarks.Ordered : CaseMarks.None);
}
