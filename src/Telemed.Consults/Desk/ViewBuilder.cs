using System.Text.Json;

namespace Telemed.Consults.Desk;

/// <summary>
/// Makes the pictures the page shows, each for one viewer: what the viewer may not see is left out. Pure.
/// </summary>
/// <param name="network">Names and institutions.</param>
/// <param name="viewer">Who looks.</param>
/// <param name="now">When.</param>
/// <param name="leadWindow">How long a finished case stays open to the specialists who took part.</param>
/// <param name="guests">Who came to the case by a link, or <c>null</c>.</param>
internal sealed class ViewBuilder(
    Network network, StaffMember viewer, DateTimeOffset now, TimeSpan leadWindow, IReadOnlyList<StaffMember>? guests = null)
{
    private static readonly Name Nobody = new("?", "?");

    /// <summary>A row; <c>null</c> when the viewer may not know of the consult.</summary>
    internal ConsultRowView? Row(ConsultRow row) => Row(row, Relation.None);

    private ConsultRowView? Row(ConsultRow row, Relation beside)
    {
        var access = Access(row, beside);
        if (!access.May(CaseAction.ViewRow))
        {
            return null;
        }

        var label = access.May(CaseAction.ViewSummary) ? row.Label : null;
        return new()
        {
            Id = row.Id,
            Version = row.Version,
            State = row.State,
            Lane = row.Lane,
            Service = row.Service,
            Urgency = row.Urgency,
            SummaryLine = label?.SummaryLine,
            PatientLabel = label?.PatientLabel,
            Requester = Person(row.Requester),
            Specialist = row.Specialist is { } lead ? Person(lead) : null,
            CreatedAt = row.CreatedAt,
            SubmittedAt = row.SubmittedAt,
            StateSince = row.Since,
            Clock = row.Clock is { Kind: ClockKind.Dispatch or ClockKind.Archive } ? null : row.Clock,
            StartsAt = row.StartsAt,
            Overdue = [.. row.Overdue],
            Actions = [.. ConsultActions.Of(row, access)],
            Mine = Side(access),
        };
    }

    /// <summary>The consult in full; <c>null</c> when the viewer may not know of it.</summary>
    internal ConsultView? Full(
        ConsultState.Filed state,
        IReadOnlyList<ConsultEvent> facts,
        IReadOnlyList<RecordingRow> recordings,
        SessionView? session)
    {
        var stored = ConsultRow.Of(state, facts.Count);
        var glass = AccessPolicy.GlassOf(viewer.Id, state, now);
        var beside = glass | AccessPolicy.GuestOf(viewer.Id, state, now);
        if (Row(stored, beside) is not { } row)
        {
            return null;
        }

        var access = Access(stored, beside);
        var full = access.May(CaseAction.ViewFull);
        var summary = access.May(CaseAction.ViewSummary);
        var process = access.May(CaseAction.ViewProcess);
        var engaged = (state as ConsultState.Engaged)?.Engagement;
        return new()
        {
            Id = row.Id,
            Version = row.Version,
            State = row.State,
            Lane = row.Lane,
            Service = row.Service,
            Urgency = row.Urgency,
            SummaryLine = row.SummaryLine,
            PatientLabel = row.PatientLabel,
            Requester = row.Requester,
            Specialist = row.Specialist,
            CreatedAt = row.CreatedAt,
            SubmittedAt = row.SubmittedAt,
            StateSince = row.StateSince,
            Clock = row.Clock,
            StartsAt = row.StartsAt,
            Overdue = row.Overdue,
            Actions = row.Actions,
            Mine = row.Mine,
            Summary = summary ? state.File.Request.Text?.Summary : null,
            Patient = Patient(state.File.Request.Text?.Patient, full, summary),
            Offers = process ? [.. state.File.Offers.Select(offer => Offer(offer, state.File, full))] : [],
            Consents = full ? [.. state.File.Consents.Select(Consent)] : [],
            Recordings = full ? [.. recordings.Select(Recording)] : [],
            Opinion = full ? Opinion(engaged?.Opinion, access) : null,
            Acknowledgement = full ? Acknowledgement(engaged?.Acknowledgement) : null,
            Timeline = process ? [.. facts.Where(fact => ShowsLine(fact, access)).Select(Line)] : [],
            PhoneInstead = Phone(state),
            Phones = process && state is ConsultState.Unstaffed
                ? [.. network.PhonesFor(state.File.Institution, state.File.Request.Service).Select(one => new PhoneView(one.Name, one.Phone!))]
                : [],
            Session = full ? session : null,
            Experts = process ? [.. (engaged?.Experts ?? []).Select(one => Expert(one, full))] : [],
            Review = full && state.File.Review is { } review
                ? new(Person(review.By), review.At, review.Verdict, review.Note)
                : null,
            Override = full ? Override(state.File) : null,
            Identity = full && state.File.Identity is { } check
                ? new(Person(check.By), check.At, check.Kinds)
                : null,
            ArrivedAt = state.File.ArrivedAt,
            GlassUntil = glass == Relation.None
                ? null
                : state.File.Glasses.Where(one => one.Person == viewer.Id).Max(one => one.Until),
            NeedsGuardian = full && state.File.NeedsGuardian,
            Attachments = full
                ? [.. state.File.Attachments.Select(Attachment)]
                : [],
            Chat = full ? Chat(state.File.Chat) : ChatView.Nothing,
            Aftermath = full ? Aftermath(state.File, access) : access.May(CaseAction.AnswerAlert) ? Calls(state.File) : null,
            Follows = full ? state.File.Follows : null,
            Orders = access.May(CaseAction.KeepOrders) ? [.. state.File.Orders.Select(Order)] : [],
            PlayRequests = full ? [.. state.File.PlayRequests.Select(PlayRequest)] : [],
            Guests = full ? [.. state.File.Guests.Select(Guest)] : [],
            Appointed = state is ConsultState.Scheduled { Resources: var some } ? [.. some.Select(Appointed)] : [],
            Interpretation = state.File.Interpretation is { } interpretation ? Interpretation(interpretation) : null,
            Teaching = state.File.Teaching is { } teaching ? new(Person(teaching.By), teaching.At) : null,
            Copy = full || access.May(CaseAction.ReviewCopy) ? Copy(state) : null,
            InterpretedLanguages = access.May(CaseAction.ArrangeInterpreter) ? [.. network.InterpretedLanguages] : [],
        };
    }

    /// <summary>Whether a fact is of those who keep the orders only: what was drawn, and what an order lets a regulator play.</summary>
    internal static bool IsOfOrders(ConsultEvent fact) => fact is ConsultEvent.QualitySampled
        or ConsultEvent.OrderEntered or ConsultEvent.OrderConfirmed or ConsultEvent.OrderEnded;

    private static bool ShowsLine(ConsultEvent fact, CaseAccess access) =>
        fact is not ConsultEvent.ChatWritten && (!IsOfOrders(fact) || access.May(CaseAction.KeepOrders));

    private OrderView Order(PlayOrder one) => new(
        one.Id,
        one.Text?.Authority,
        one.Text?.Number,
        one.Text?.Reason,
        one.Until,
        Person(one.EnteredBy),
        one.EnteredAt,
        one.ConfirmedBy is { } second ? Person(second) : null,
        one.ConfirmedAt,
        one.EndedBy is { } by ? Person(by) : null,
        one.EndedAt);

    private PlayRequestView PlayRequest(PlayRequest one) => new(
        Person(one.By), one.Recording, one.At, one.AnsweredBy is { } by ? Person(by) : null, one.AnsweredAt, one.Until, one.Reason);

    /// <summary>A recording of their case for the patient.</summary>
    internal static GuestRecordingView Recording(RecordingRow row, CaseFile file, DateTimeOffset now)
    {
        var last = file.PlayRequests.LastOrDefault(one => one.Recording == row.State.Id);
        return new(
            row.State.Id,
            row.State.StartedAt,
            row.State.RecordedMsAt(now),
            last is { IsOpen: true } ? last.At : null,
            last?.IsGrantedAt(now) == true ? last.Until : null,
            last is { IsOpen: false, Until: null } ? last.Reason : null);
    }

    /// <summary>A signed opinion, for who may read it.</summary>
    internal OpinionView? Signed(Opinion? opinion) => opinion is { SignedAt: not null } ? Whole(opinion) : null;

    /// <summary>An opened glass, for the privacy officer.</summary>
    internal GlassView Glass(ConsultId consult, Glass glass) => new(
        consult,
        Person(glass.Person),
        glass.At,
        glass.Until,
        glass.Reason,
        glass.ReviewedBy is { } by ? Person(by) : null,
        glass.ReviewedAt,
        glass.Justified,
        glass.ReviewedAt is null && now - glass.At > Consults.Glass.ReviewWithin);

    private AftermathView Aftermath(CaseFile file, CaseAccess access)
    {
        var after = file.Aftermath;
        return new(
            after.FollowUp is { } look ? new(look.DueAt, Person(look.By), look.Note, look.Draft) : null,
            after.Referral is { } referral
                ? new(
                    referral.Direction,
                    network.FindInstitution(referral.To)?.Name ?? Nobody,
                    referral.Status,
                    Person(referral.By),
                    referral.At,
                    referral.Reason,
                    referral.AnsweredBy is { } by ? Person(by) : null,
                    referral.Note)
                : null,
            [.. after.Visits.Select(one => new VisitView(Person(one.Nurse), one.PlannedAt, one.DoneAt, one.Task, one.Report))],
            after.Settlement is { } settled ? new(settled.Payer, settled.AmountFen, Person(settled.By), settled.At) : null,
            Contract(after.Contract),
            [.. after.Alerts.Select(Alert)],
            access.May(CaseAction.OrderVisit)
                ? [.. network.PeopleOf(file.Institution).Where(StaffRules.MayVisit).Select(one => Person(one.Id))]
                : []);
    }

    /// <summary>For who answers in place of the house: that the patient calls, and since when, and nothing of what is said.</summary>
    private AftermathView Calls(CaseFile file) => new(
        null,
        null,
        [],
        null,
        null,
        [.. file.Aftermath.Alerts.Where(one => one.AnsweredAt is null).Select(one => Alert(one) with { Text = null })],
        []);

    private AppointedView Appointed(ResourceId id) => network.FindResource(id) is { } known
        ? new(id, known.Kind, known.Name, network.FindInstitution(known.Institution)?.Name ?? Nobody)
        : new(id, ResourceKind.Room, Nobody, Nobody);

    private AttachmentView Attachment(Attachment one) => new(
        one.Id,
        one.Name,
        one.MediaType,
        one.Size,
        one.Sha256,
        one.Scanned,
        Person(one.By),
        one.At,
        one.Still is { } still ? new(still.Feed, Person(still.Of), Person(still.AskedBy), still.WithCard) : null,
        one.Card is { } card ? new(Person(card.By), card.At, card.X, card.Y, card.Red, card.Green, card.Blue) : null);

    /// <summary>A line of the chat. What was written about another patient is shown to nobody, as their recording is.</summary>
    internal ChatLineView Chat(ChatLine line) => new(
        line.Id, line.By, Find(line.By)?.Name ?? Nobody, line.At, line.IsSetApart ? null : line.Text, line.IsSetApart);

    private ChatView Chat(ImmutableList<ChatLine> lines)
    {
        var shown = Math.Min(lines.Count, ChatView.Most);
        return new(lines.Count, [.. lines.GetRange(lines.Count - shown, shown).Select(Chat)]);
    }

    private InterpretationView Interpretation(Interpretation one) => new(
        one.Language,
        one switch
        {
            { EndedAt: not null } => InterpretationStatus.Ended,
            { Interpreter: not null } => InterpretationStatus.Found,
            _ when one.Declined.Length == one.Asked.Length => InterpretationStatus.Declined,
            _ when one.IsOpenAt(now) => InterpretationStatus.Asked,
            _ => InterpretationStatus.Expired,
        },
        Person(one.By),
        one.At,
        one.Until,
        one.Interpreter is { } interpreter ? Person(interpreter) : null);

    /// <summary>The contract, or <c>null</c>.</summary>
    internal ContractView? Contract(FamilyContract? contract) => contract is null
        ? null
        : new(
            Person(contract.Doctor),
            contract.At,
            contract.Until,
            contract.StatusAt(now),
            contract.AnsweredAt,
            contract.Method);

    /// <summary>A call from home.</summary>
    internal AlertView Alert(HomeAlert alert) => new(
        alert.At,
        Person(alert.By),
        alert.Text,
        alert.AnsweredBy is { } by ? Person(by) : null,
        alert.AnsweredAt,
        alert.Answer,
        alert.EscalatedAt);

    private CopyView? Copy(ConsultState.Filed state)
    {
        if (state.File.Copy is not { } copy)
        {
            return null;
        }

        var told = CopyDraft.Rest(state, network);
        return new(
            copy.Status,
            [.. copy.Authors.Select(Person)],
            copy.At,
            told.Service,
            told.Level,
            told.Sex,
            told.AgeBand,
            copy.Text,
            [.. copy.Files.Select(id => new CopyFileView(
                id, state.File.Attachments.FirstOrDefault(one => one.Id == id)?.MediaType ?? string.Empty))],
            copy.ReviewedBy is { } by ? Person(by) : null,
            copy.ReviewedAt,
            copy.Reason,
            copy.End,
            copy.Released);
    }

    private GuestRowView Guest(Guest guest) => new(
        guest.Id,
        guest.Kind,
        guest.Name,
        guest switch
        {
            { EndedAt: not null } => GuestLinkState.Withdrawn,
            { UsedAt: not null } => GuestLinkState.Used,
            { Mistakes: >= Consults.Guest.MostMistakes } => GuestLinkState.Spent,
            _ when guest.IsOpenAt(now) => GuestLinkState.Open,
            _ => GuestLinkState.Expired,
        },
        guest.Until,
        guest.UsedAt,
        Binding(guest.Binding),
        guest.Reads);

    /// <summary>How an adult is bound to the patient, or <c>null</c>.</summary>
    internal static BindingView? Binding(DependantBinding? binding) => binding is null
        ? null
        : new(binding.At, binding.Consent?.Adult.Name, binding.Consent?.Adult.Relation, binding.EndedAt);

    private ExpertView Expert(Expert expert, bool full) => new(
        Person(expert.Person),
        expert.Status,
        expert.NotifiedAt,
        expert.Until,
        expert.RespondedAt,
        expert.JoinedAt,
        expert.SignedAt,
        full ? expert.DeclineReason : null);

    private OverrideView? Override(CaseFile file) => file.Override is not { } one
        ? null
        : new(
            Person(one.First),
            one.FirstAt,
            one.Second is { } second ? Person(second) : null,
            one.SecondAt,
            one.CompleteBy,
            file.OwesConsent,
            one.Overdue,
            one.Reason);

    /// <summary>An open ring of the viewer's, or <c>null</c>.</summary>
    internal RingView? Ring(ConsultState.Filed state, int version)
    {
        var offer = state.File.OpenOffers.FirstOrDefault(one => one.Specialist == viewer.Id);
        return offer is not null && Row(ConsultRow.Of(state, version)) is { } row
            ? new(Offer(offer, state.File, true), row, state.File.Request.Text?.Summary, offer.Until)
            : null;
    }

    /// <summary>A recording's row.</summary>
    internal RecordingRowView Recording(RecordingRow row) => new(
        row.State.Id,
        row.State.Status,
        row.State.StartedAt,
        row.State.RecordedMsAt(now),
        row.State.SizeBytes,
        [.. row.State.Marks.Select(mark => new MarkView(mark.AtMs, mark.Label))],
        null);

    /// <summary>A doctor's availability.</summary>
    internal AvailabilityView Availability(StaffMember person, int version, DoctorAvailability state)
    {
        var onCall = network.IsOnCall(person.Id, null, now);
        return new(
            person.Id,
            person.Name,
            person.Title,
            Institution(person),
            person.Services,
            version,
            state.StatusAt(now, onCall),
            state.FreeStatusAt(now, onCall),
            state.StatusUntil is { } until && until > now ? until : null);
    }

    private CaseAccess Access(ConsultRow row, Relation beside = Relation.None)
    {
        var relation = beside;
        relation |= row.Requester == viewer.Id ? Relation.Requester : Relation.None;
        relation |= row.Institution == viewer.Institution ? Relation.SameInstitution : Relation.None;
        relation |= row.Specialist == viewer.Id ? Relation.Lead : Relation.None;
        relation |= row.Specialist is { } lead && network.FindPerson(lead)?.Institution == viewer.Institution
            ? Relation.LeadInstitution
            : Relation.None;
        relation |= row.Interpreter == viewer.Id ? Relation.Interpreter : Relation.None;
        relation |= row.AskedToInterpret.Contains(viewer.Id) ? Relation.AskedToInterpret : Relation.None;
        relation |= row.Marks.HasFlag(CaseMarks.Taught) && !row.RemovedViewers.Contains(viewer.Id) ? Relation.Taught : Relation.None;
        relation |= row.Marks.HasFlag(CaseMarks.CopyProposed) ? Relation.CopyProposed : Relation.None;
        relation |= row.ReferredTo == viewer.Institution ? Relation.Referred : Relation.None;
        relation |= row.Rung.Contains(viewer.Id) ? Relation.Offered : Relation.None;
        relation |= row.RungBefore.Contains(viewer.Id) ? Relation.OfferedBefore : Relation.None;
        relation |= row.Invited.Contains(viewer.Id) ? Relation.Invited : Relation.None;
        relation |= row.Experts.Contains(viewer.Id) ? Relation.Expert : Relation.None;
        relation |= row.Marks.HasFlag(CaseMarks.AlertEscalated) ? Relation.Unanswered : Relation.None;
        return new(viewer.Roles, relation, row.State, now - row.FinishedAt, leadWindow);
    }

    private static ViewerSide Side(CaseAccess access) => access.Relation switch
    {
        var r when (r & (Relation.Lead | Relation.Offered)) != Relation.None => ViewerSide.Specialist,
        var r when (r & (Relation.Expert | Relation.Invited)) != Relation.None => ViewerSide.Expert,
        var r when (r & (Relation.Interpreter | Relation.AskedToInterpret)) != Relation.None => ViewerSide.Interpreter,
        var r when (r & Relation.Taught) != Relation.None && access.Roles is [Role.Trainee] => ViewerSide.Observer,
        var r when (r & (Relation.Requester | Relation.SameInstitution)) != Relation.None => ViewerSide.Requester,
        _ => ViewerSide.Other,
    };

    /// <summary>Before acceptance a specialist sees sex and age, but neither name nor identifiers.</summary>
    private static PatientDetails? Patient(PatientDetails? patient, bool full, bool summary) => patient switch
    {
        null => null,
        _ when full => patient,
        _ when summary => patient with { Name = null, Identifiers = [] },
        _ => null,
    };

    private string? Phone(ConsultState.Filed state) => state switch
    {
        ConsultState.Unstaffed unstaffed => unstaffed.PhoneInstead,
        _ when state.File.Aftermath.Alerts.Any(one => one is { AnsweredAt: null, EscalatedAt: not null }) =>
            network.FindInstitution(state.File.Institution)?.Phone ?? network.PhoneFor(state.File.Institution),
        ConsultState.Submitted or ConsultState.UnderReview or ConsultState.Dispatching or ConsultState.Offered =>
            network.PhoneFor(state.File.Institution),
        _ => null,
    };

    private OfferView Offer(Offer offer, CaseFile file, bool full)
    {
        var earlier = file.Offers.Where(one => one.Round < offer.Round).GroupBy(one => one.Round)
            .Sum(round => round.Max(one => one.Hop));
        return new(
            offer.Id,
            Person(offer.Specialist),
            offer.Status,
            earlier + offer.Hop,
            offer.NotifiedAt,
            offer.Until,
            offer.RespondedAt,
            offer.JoinedAt,
            full || offer.Specialist == viewer.Id ? offer.DeclineReason : null,
            offer.Reason);
    }

    private ConsentView Consent(Consent consent) => new(
        consent.Item,
        consent.Subject,
        Person(consent.Person),
        consent.Granted,
        consent.Method,
        consent.Witness,
        consent.TextVersion,
        consent.Language,
        consent.At,
        consent.Guardian?.Identity);

    /// <summary>A draft is its author's alone; a signed opinion is for everybody who sees the case.</summary>
    private OpinionView? Opinion(Opinion? opinion, CaseAccess access) =>
        opinion is not null && access.May(CaseAction.WriteOpinion) ? Whole(opinion) : Signed(opinion);

    private OpinionView Whole(Opinion opinion) => new(
        opinion.Text?.Findings,
        opinion.Text?.Advice,
        Person(opinion.Author),
        opinion.DraftedAt,
        opinion.SignedAt,
        [.. opinion.Addenda.Select(one => new AddendumView(one.Text, Person(one.Author), one.At))]);

    private AcknowledgementView? Acknowledgement(Acknowledgement? answer) =>
        answer is null ? null : new(answer.Adopted, answer.Note, answer.At, Person(answer.By));

    private TimelineEntry Line(ConsultEvent fact) => new(
        fact.At,
        fact is ConsultEvent.BecameOverdue overdue
            ? $"overdue{overdue.For}"
            : JsonNamingPolicy.CamelCase.ConvertName(fact.GetType().Name),
        fact.By == PersonId.System ? null : Find(fact.By)?.Name ?? Nobody);

    /// <summary>A person, or a guest of the case.</summary>
    internal PersonView Person(PersonId id) => Find(id) is { } person
        ? new(id, person.Name, person.Title, Institution(person))
        : new(id, Nobody, Nobody, Nobody);

    private StaffMember? Find(PersonId id) => network.FindPerson(id) ?? guests?.FirstOrDefault(one => one.Id == id);

    private Name Institution(StaffMember person) => network.FindInstitution(person.Institution)?.Name ?? Nobody;
}
