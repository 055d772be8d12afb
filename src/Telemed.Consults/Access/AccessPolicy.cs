namespace Telemed.Consults.Access;

/// <summary>
/// Who may do what with a case (A1): role, relation to the case and time window in, decision out. Every endpoint and
/// hub method asks here and nowhere else. Pure; callable from any thread.
/// </summary>
public static class AccessPolicy
{
    /// <summary>How long a recording that was drawn for the quality sample can be played as such.</summary>
    public static readonly TimeSpan SampleWindow = TimeSpan.FromDays(90);

    /// <summary>Who reads the case library: those who learn, and those who treat or review.</summary>
    private static readonly Role[] Readers = [Role.Trainee, Role.RequestingDoctor, Role.Specialist, Role.QualityReviewer];

    /// <summary>The decision.</summary>
    public static AccessDecision Decide(in AccessRequest request)
    {
        if (request.Action == CaseAction.Create)
        {
            return Has(request, Role.RequestingDoctor) || Has(request, Role.Nurse)
                ? AccessDecision.Allowed
                : AccessDecision.Denied;
        }

        if (request is { Action: CaseAction.WriteChat, Status: ConsultStatus.ConvertedToTransfer, SinceFinished: not null })
        {
            return Decide(request with { SinceFinished = null }); // The line is kept while the patient is moved (F12).
        }

        if (request.Action is CaseAction.BreakGlass or CaseAction.ReviewGlass)
        {
            return DecideGlass(request);
        }

        if (!MayKnow(request))
        {
            // A grant is for the recording; of the case itself who has it still knows nothing.
            return request.Action == CaseAction.PlayRecording && PlaysByGrant(request) ? AccessDecision.Allowed : AccessDecision.Hidden;
        }

        return MayDo(request) ? AccessDecision.Allowed : AccessDecision.Denied;
    }

    /// <summary>Whether somebody of these roles may do what concerns no single case.</summary>
    public static bool May(IReadOnlyList<Role> roles, DeskAction action) => action == DeskAction.ReadLibrary
        ? roles.Any(Readers.Contains)
        : roles.Contains(RoleFor(action));

    private static Role RoleFor(DeskAction action) => action switch
    {
        DeskAction.KeepNetwork => Role.Administrator,
        DeskAction.OverseeGlasses => Role.PrivacyOfficer,
        DeskAction.SeeCounts or DeskAction.SeeOrders => Role.Regulator,
        DeskAction.SeeSample => Role.QualityReviewer,
        DeskAction.ExportSettlements => Role.Administrator,
        DeskAction.Operate => Role.Operator,
        _ => Role.Specialist,
    };

    /// <summary>
    /// How a person stands to a case in this state; without the network their institution's part as the lead's is left
    /// out.
    /// </summary>
    public static Relation RelationOf(StaffMember person, ConsultState.Filed state, Network? network = null)
    {
        var relation = Relation.None;
        var lead = LeadOf(state);
        if (lead is { } led && network?.FindPerson(led)?.Institution == person.Institution)
        {
            relation |= Relation.LeadInstitution;
        }

        if (lead == person.Id)
        {
            relation |= Relation.Lead;
        }

        if (state.File.Requester == person.Id)
        {
            relation |= Relation.Requester;
        }

        if (state.File.Institution == person.Institution)
        {
            relation |= Relation.SameInstitution;
        }

        if (state.File.Interpretation is { } interpretation && interpretation.Asked.Contains(person.Id))
        {
            relation |= Relation.AskedToInterpret;
        }

        if (state.File.IsInterpreter(person.Id))
        {
            relation |= Relation.Interpreter;
        }

        if (state.File.Teaching is { } open && !open.Removed.Contains(person.Id))
        {
            relation |= Relation.Taught;
        }

        if (state.File.Copy is { Status: CopyStatus.Proposed })
        {
            relation |= Relation.CopyProposed;
        }

        if (state.File.Aftermath.Referral is { Status: not ReferralStatus.Declined } referral && referral.To == person.Institution)
        {
            relation |= Relation.Referred;
        }

        if (state.File.Aftermath.Alerts.Any(one => one is { AnsweredAt: null, EscalatedAt: not null }))
        {
            relation |= Relation.Unanswered;
        }

        foreach (var offer in state.File.Offers.Where(offer => offer.Specialist == person.Id))
        {
            relation |= offer.Status switch
            {
                OfferStatus.Offered => Relation.Offered,
                OfferStatus.Accepted => Relation.None, // The lead, or whoever handed it over and is an expert now.
                _ => Relation.OfferedBefore,
            };
        }

        return relation | (state as ConsultState.Engaged)?.Engagement.FindExpert(person.Id) switch
        {
            null => Relation.None,
            { TakesPart: true } => Relation.Expert,
            { Status: ExpertStatus.Offered } => Relation.Invited,
            _ => Relation.OfferedBefore,
        };
    }

    /// <summary>Whether a person came by a link that was not taken back, and whether it outlives the case: the patient is
    /// looked after at home, is their dependant, or was asked for the case library, to which they may say no at any time.</summary>
    public static Relation GuestOf(PersonId person, ConsultState.Filed state, DateTimeOffset now)
    {
        if (state.File.FindGuest(person) is not { TakesPart: true } guest)
        {
            return Relation.None;
        }

        if (guest is { Reads: true, Binding.EndedAt: not null })
        {
            return Relation.None; // The phone kept its session as the dependant's; a reading link serves for one visit.
        }

        if (guest.Reads && !guest.IsBound)
        {
            return Relation.Reader;
        }

        var reads = guest.Reads ? Relation.Reader : Relation.None;
        return reads | (guest.IsBound || ConsultDecider.IsCaredFor(state.File, now) || state.File.WasAskedForLibrary ? Relation.Guest | Relation.Care : Relation.Guest);
    }

    /// <summary>
    /// What can be played now that is nobody's own: by the patient what a records officer granted of this recording; by whoever
    /// has the role for it what was drawn, and what an order names.
    /// </summary>
    public static Relation GrantsOf(PersonId person, ConsultState.Filed state, DateTimeOffset now, RecordingId? recording)
    {
        var file = state.File;
        var grants = file.SampledAt + SampleWindow > now ? Relation.Sampled : Relation.None;
        if (file.Orders.Any(one => one.IsInForceAt(now)))
        {
            grants |= Relation.Ordered;
        }

        if (file.FindGuest(person) is { TakesPart: true, Reads: true }
            && file.PlayRequests.Any(one => one.Recording == recording && one.IsGrantedAt(now)))
        {
            grants |= Relation.PlayGranted;
        }

        return grants;
    }

    /// <summary>Whether a person has opened the case in need and it is still open.</summary>
    public static Relation GlassOf(PersonId person, ConsultState.Filed state, DateTimeOffset now) =>
        state.File.Glasses.Any(one => one.Person == person && one.Until > now) ? Relation.Glass : Relation.None;

    /// <summary>The lead specialist of a case, or <c>null</c>.</summary>
    public static PersonId? LeadOf(ConsultState.Filed state) =>
        (state as ConsultState.Engaged)?.Engagement.Lead ?? state.File.LeadOffer?.Specialist;

    /// <summary>The decision for a person, a case in its state, an action and an instant.</summary>
    public static AccessDecision Decide(
        StaffMember person,
        ConsultState.Filed state,
        CaseAction action,
        DateTimeOffset now,
        TimeSpan leadWindow,
        Network? network = null,
        RecordingId? recording = null) =>
        Decide(RequestOf(person, state, action, now, leadWindow, network, GrantsOf(person.Id, state, now, recording)));

    /// <summary>The same decision had nothing been granted to anybody: whether the case is the person's own.</summary>
    public static AccessDecision DecideWithoutGrants(
        StaffMember person, ConsultState.Filed state, CaseAction action, DateTimeOffset now, TimeSpan leadWindow, Network? network = null) =>
        Decide(RequestOf(person, state, action, now, leadWindow, network, Relation.None));

    private static AccessRequest RequestOf(
        StaffMember person,
        ConsultState.Filed state,
        CaseAction action,
        DateTimeOffset now,
        TimeSpan leadWindow,
        Network? network,
        Relation grants) =>
        new(
            person.Roles,
            RelationOf(person, state, network) | GlassOf(person.Id, state, now) | GuestOf(person.Id, state, now) | grants,
            state.Status,
            now - state.FinishedAt,
            action,
            leadWindow);

    private static bool MayKnow(in AccessRequest r) =>
        KnowsCase(r) || IsAskedToInterpret(r) || IsInterpreter(r) || IsLookingOn(r) || IsCopyReviewer(r) || IsReader(r);

    /// <summary>Knows more of it than that it is there, in which service, when and for whom.</summary>
    private static bool KnowsCase(in AccessRequest r) =>
        IsRequestingSide(r)
        || (Specialist(r) && Any(r, Relation.Offered | Relation.OfferedBefore | Relation.Invited) && WithinWindow(r))
        || IsLead(r)
        || IsExpert(r)
        || (Has(r, Role.Dispatcher) && r.Status is not ConsultStatus.Draft)
        || IsReviewer(r)
        || HasGlass(r)
        || IsGuest(r)
        || IsReferred(r)
        || IsArchivist(r);

    private static bool MayDo(in AccessRequest r) => r.Action switch
    {
        CaseAction.ViewRow => true,
        CaseAction.ViewProcess => KnowsCase(r),
        CaseAction.ViewSummary =>
            IsRequestingSide(r) || IsLead(r) || IsExpert(r) || IsAsked(r) || IsReviewer(r) || HasGlass(r)
            || IsReferred(r) || IsArchivist(r),
        CaseAction.ViewFull => IsRequestingSide(r) || IsLead(r) || IsExpert(r) || IsReviewer(r) || HasGlass(r)
            || IsReferred(r) || IsArchivist(r),
        CaseAction.EditDraft => IsRequestingSide(r),
        CaseAction.Submit or CaseAction.Transfer => IsRequestingDoctor(r),
        CaseAction.Cancel => IsRequestingDoctor(r) || Has(r, Role.Dispatcher),
        CaseAction.Accept or CaseAction.Decline =>
            Specialist(r) && Any(r, Relation.Offered | Relation.Lead | Relation.OfferedBefore),
        CaseAction.Redispatch => IsRequestingDoctor(r) || Has(r, Role.Dispatcher),
        CaseAction.Assign => Has(r, Role.Dispatcher),
        CaseAction.Schedule => IsRequestingDoctor(r) || IsLead(r) || Has(r, Role.Dispatcher)
            || (IsGuest(r) && r.Status is not ConsultStatus.Draft),
        CaseAction.Reassign => IsLead(r) || Has(r, Role.Dispatcher),
        CaseAction.Review => IsReviewer(r),
        CaseAction.RecordConsent => IsRequestingSide(r) || IsLead(r) || IsExpert(r) || IsGuest(r) || IsInterpreter(r),
        CaseAction.RecordPatientConsent => IsRequestingSide(r) || IsGuest(r),
        CaseAction.Identify or CaseAction.InviteGuest => IsRequestingSide(r),
        CaseAction.OverrideConsent => IsRequestingDoctor(r) || IsLead(r),
        CaseAction.Invite => IsLead(r) || Has(r, Role.Dispatcher),
        CaseAction.AnswerInvitation => Specialist(r) && Any(r, Relation.Invited),
        CaseAction.HandOver => IsLead(r),
        CaseAction.JoinRoom =>
            IsRequestingSide(r) || IsLead(r) || IsExpert(r) || IsGuest(r) || IsInterpreter(r) || IsLookingOn(r),
        CaseAction.WriteChat => IsRequestingSide(r) || IsLead(r) || IsExpert(r) || IsGuest(r) || IsInterpreter(r),
        CaseAction.Teach or CaseAction.Remove => IsRequestingDoctor(r) || IsLead(r),
        CaseAction.ProposeCopy => IsRequestingDoctor(r) || IsLead(r),
        CaseAction.ReviewCopy => IsCopyReviewer(r),
        CaseAction.ArrangeInterpreter => IsRequestingSide(r) || IsLead(r) || IsExpert(r) || Has(r, Role.Dispatcher),
        CaseAction.Interpret => IsAskedToInterpret(r) || IsInterpreter(r),
        CaseAction.EndSession or CaseAction.StopWrongPatient => IsRequestingDoctor(r) || IsLead(r),
        CaseAction.WriteOpinion or CaseAction.SignOpinion or CaseAction.AmendOpinion => IsLead(r),
        CaseAction.CoSign => IsExpert(r),
        CaseAction.ProceedUnrecorded => IsLead(r),
        CaseAction.Acknowledge or CaseAction.Close => IsRequestingDoctor(r),
        CaseAction.PlanFollowUp or CaseAction.Refer => IsRequestingDoctor(r) || IsLead(r),
        CaseAction.Attach => IsRequestingSide(r) || IsLead(r) || IsExpert(r),
        CaseAction.AnswerReferral => IsReferred(r),
        CaseAction.OrderVisit => IsRequestingDoctor(r),
        CaseAction.FinishVisit => IsRequestingSide(r),
        CaseAction.OfferContract => IsRequestingDoctor(r),
        CaseAction.AnswerContract => IsRequestingSide(r) || IsGuest(r),
        CaseAction.EndContract => IsRequestingDoctor(r) || IsGuest(r),
        CaseAction.RaiseAlert => IsGuest(r),
        CaseAction.AnswerAlert => IsRequestingSide(r) || (Has(r, Role.Dispatcher) && Any(r, Relation.Unanswered)),
        CaseAction.ReportProbe => IsRequestingSide(r),
        CaseAction.BindDependant => IsRequestingSide(r),
        CaseAction.UnbindDependant => IsRequestingSide(r) || IsGuest(r),
        CaseAction.Settle => IsRequestingDoctor(r) || Has(r, Role.Dispatcher),
        CaseAction.ControlRecording => IsLead(r) || IsExpert(r),
        CaseAction.AskForRecording => IsRequestingDoctor(r),
        CaseAction.MarkRecording => IsRequestingDoctor(r) || IsLead(r) || IsExpert(r),
        CaseAction.PlayRecording => IsRequestingDoctor(r) || IsLead(r) || IsExpert(r) || IsArchivist(r)
            || (IsReader(r) && Any(r, Relation.PlayGranted)) || PlaysByGrant(r),
        CaseAction.ReadOpinion or CaseAction.AskToPlay => IsReader(r),
        CaseAction.AnswerPlay or CaseAction.KeepOrders => IsArchivist(r),
        CaseAction.KeepRecording => IsArchivist(r),
        _ => false,
    };

    /// <summary>
    /// The glass is for clinicians, whatever they are to the case; looking into it for the privacy officer. Nobody else
    /// learns by it that the case is there.
    /// </summary>
    private static AccessDecision DecideGlass(in AccessRequest r)
    {
        var may = r.Action == CaseAction.BreakGlass
            ? IsClinician(r) && r.Status is not ConsultStatus.Draft
            : Has(r, Role.PrivacyOfficer);
        return may ? AccessDecision.Allowed : MayKnow(r) ? AccessDecision.Denied : AccessDecision.Hidden;
    }

    private static bool HasGlass(in AccessRequest r) => IsClinician(r) && Any(r, Relation.Glass);

    private static bool IsClinician(in AccessRequest r) =>
        Has(r, Role.RequestingDoctor) || Has(r, Role.Specialist) || Has(r, Role.Nurse);

    private static bool IsRequestingSide(in AccessRequest r) =>
        IsRequestingDoctor(r) || (Has(r, Role.Nurse) && Any(r, Relation.SameInstitution));

    /// <summary>The doctor who asked, or a colleague of the same institution who steps in.</summary>
    private static bool IsRequestingDoctor(in AccessRequest r) =>
        Has(r, Role.RequestingDoctor) && Any(r, Relation.Requester | Relation.SameInstitution);

    private static bool IsLead(in AccessRequest r) => Specialist(r) && Any(r, Relation.Lead) && WithinWindow(r);

    private static bool IsExpert(in AccessRequest r) => Specialist(r) && Any(r, Relation.Expert) && WithinWindow(r);

    /// <summary>Is being rung or invited, and decides by the summary.</summary>
    private static bool IsAsked(in AccessRequest r) => Specialist(r) && Any(r, Relation.Offered | Relation.Invited);

    /// <summary>A reviewer sees a request while it is under review, and up to the session what runs beside one.</summary>
    private static bool IsReviewer(in AccessRequest r) => Has(r, Role.QualityReviewer)
        && r.Status is ConsultStatus.Submitted or ConsultStatus.UnderReview or ConsultStatus.Returned
            or ConsultStatus.Rejected or ConsultStatus.Dispatching or ConsultStatus.Offered or ConsultStatus.Unstaffed
            or ConsultStatus.Accepted or ConsultStatus.Ready;

    /// <summary>The records officer of an institution that took part in a finished case.</summary>
    private static bool IsArchivist(in AccessRequest r) =>
        Has(r, Role.RecordsOfficer)
        && IsFinished(r.Status)
        && Any(r, Relation.SameInstitution | Relation.LeadInstitution);

    /// <summary>
    /// The patient and who speaks for them: their own part of a case that goes on, the room and the consents; and what
    /// follows at home while they are looked after there.
    /// </summary>
    private static bool IsGuest(in AccessRequest r) => (Has(r, Role.Patient) || Has(r, Role.Proxy))
        && Any(r, Relation.Guest) && (r.SinceFinished is null || Any(r, Relation.Care));

    /// <summary>The quality reviewer what was drawn, the regulator what an order names.</summary>
    private static bool PlaysByGrant(in AccessRequest r) =>
        (Has(r, Role.QualityReviewer) && Any(r, Relation.Sampled)) || (Has(r, Role.Regulator) && Any(r, Relation.Ordered));

    /// <summary>The patient and who speaks for them, by a link for that: the signed opinion, also after the case is over.</summary>
    private static bool IsReader(in AccessRequest r) => (Has(r, Role.Patient) || Has(r, Role.Proxy)) && Any(r, Relation.Reader);

    /// <summary>Was asked to interpret a case that goes on: sees language and time, to decide by.</summary>
    private static bool IsAskedToInterpret(in AccessRequest r) =>
        Has(r, Role.Interpreter) && Any(r, Relation.AskedToInterpret) && r.SinceFinished is null;

    /// <summary>Interprets in a case that goes on: the room, and nothing of the record.</summary>
    private static bool IsInterpreter(in AccessRequest r) =>
        Has(r, Role.Interpreter) && Any(r, Relation.Interpreter) && r.SinceFinished is null;

    /// <summary>Looks on at a case that is open for teaching, while it has a room: the room, and nothing of the record.</summary>
    private static bool IsLookingOn(in AccessRequest r) => Has(r, Role.Trainee) && Any(r, Relation.Taught)
        && HasRoom(r.Status);

    /// <summary>Reads the copy that waits for a second person, and nothing of the case itself.</summary>
    private static bool IsCopyReviewer(in AccessRequest r) =>
        Has(r, Role.QualityReviewer) && Any(r, Relation.CopyProposed);

    /// <summary>A doctor of the house to which the patient is referred.</summary>
    private static bool IsReferred(in AccessRequest r) =>
        (Has(r, Role.RequestingDoctor) || Has(r, Role.Specialist)) && Any(r, Relation.Referred);

    private static bool Specialist(in AccessRequest r) => Has(r, Role.Specialist);

    private static bool WithinWindow(in AccessRequest r) => r.SinceFinished is null || r.SinceFinished < r.LeadWindow;

    private static bool Has(in AccessRequest r, Role role) => r.Roles.Contains(role);

    private static bool Any(in AccessRequest r, Relation relation) => (r.Relation & relation) != Relation.None;

    /// <summary>Whether a case in this state has a room that people enter.</summary>
    public static bool HasRoom(ConsultStatus? status) =>
        status is ConsultStatus.Ready or ConsultStatus.InSession or ConsultStatus.Interrupted;

    /// <summary>Whether nothing more is expected of a case in this state; its time windows run from here.</summary>
    public static bool IsFinished(ConsultStatus? status) => status is
        ConsultStatus.Closed or ConsultStatus.Archived or ConsultStatus.Cancelled or ConsultStatus.Rejected or ConsultStatus.NoShow
        or ConsultStatus.ConvertedToTransfer;
}
