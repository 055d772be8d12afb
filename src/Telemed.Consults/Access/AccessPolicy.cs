namespace Telemed.Consults.Access;

/// <summary>
/// Who may do what with a case (A1): role, relation to the case and time window in, decision out. Every endpoint and
/// hub method asks here and nowhere else. Pure; callable from any thread.
/// </summary>
public static class AccessPolicy
{
    /// <summary>How long a lead specialist keeps seeing a finished case.</summary>
    public static readonly TimeSpan LeadWindow = TimeSpan.FromDays(90);

    /// <summary>The decision.</summary>
    public static AccessDecision Decide(in AccessRequest request)
    {
        if (request.Action == CaseAction.Create)
        {
            return Has(request, Role.RequestingDoctor) || Has(request, Role.Nurse)
                ? AccessDecision.Allowed
                : AccessDecision.Denied;
        }

        if (!MayKnow(request))
        {
            return AccessDecision.Hidden;
        }

        return MayDo(request) ? AccessDecision.Allowed : AccessDecision.Denied;
    }

    /// <summary>
    /// How a person stands to a case in this state; without the network their institution's part as the lead's is left
    /// out.
    /// </summary>
    public static Relation RelationOf(StaffMember person, ConsultState.Filed state, Network? network = null)
    {
        var relation = Relation.None;
        if (state.File.LeadOffer is { } led
            && network?.FindPerson(led.Specialist)?.Institution == person.Institution)
        {
            relation |= Relation.LeadInstitution;
        }

        if (state.File.Requester == person.Id)
        {
            relation |= Relation.Requester;
        }

        if (state.File.Institution == person.Institution)
        {
            relation |= Relation.SameInstitution;
        }

        foreach (var offer in state.File.Offers.Where(offer => offer.Specialist == person.Id))
        {
            relation |= offer.Status switch
            {
                OfferStatus.Offered => Relation.Offered,
                OfferStatus.Accepted => Relation.Lead,
                _ => Relation.OfferedBefore,
            };
        }

        return relation;
    }

    /// <summary>The decision for a person, a case in its state, an action and an instant.</summary>
    public static AccessDecision Decide(
        StaffMember person,
        ConsultState.Filed state,
        CaseAction action,
        DateTimeOffset now,
        Network? network = null) =>
        Decide(new AccessRequest(
            person.Roles,
            RelationOf(person, state, network),
            state.Status,
            IsFinished(state.Status) ? now - state.Since : null,
            action));

    private static bool MayKnow(in AccessRequest r) =>
        IsRequestingSide(r)
        || (Specialist(r) && Any(r, Relation.Offered | Relation.OfferedBefore))
        || (IsLead(r) && WithinWindow(r))
        || (Has(r, Role.Dispatcher) && r.Status is not ConsultStatus.Draft)
        || IsArchivist(r);

    private static bool MayDo(in AccessRequest r) => r.Action switch
    {
        CaseAction.ViewRow => true,
        CaseAction.ViewSummary => IsRequestingSide(r) || IsLead(r) || IsOffered(r) || IsArchivist(r),
        CaseAction.ViewFull => IsRequestingSide(r) || IsLead(r) || IsArchivist(r),
        CaseAction.EditDraft => IsRequestingSide(r),
        CaseAction.Submit or CaseAction.Transfer => IsRequestingDoctor(r),
        CaseAction.Cancel => IsRequestingDoctor(r) || Has(r, Role.Dispatcher),
        CaseAction.Accept or CaseAction.Decline =>
            Specialist(r) && Any(r, Relation.Offered | Relation.Lead | Relation.OfferedBefore),
        CaseAction.Redispatch => IsRequestingDoctor(r) || Has(r, Role.Dispatcher),
        CaseAction.Review => Has(r, Role.Dispatcher),
        CaseAction.RecordConsent => IsRequestingSide(r) || IsLead(r),
        CaseAction.RecordPatientConsent => IsRequestingSide(r),
        CaseAction.JoinRoom => IsRequestingSide(r) || IsLead(r),
        CaseAction.EndSession => IsRequestingDoctor(r) || IsLead(r),
        CaseAction.WriteOpinion or CaseAction.SignOpinion or CaseAction.AmendOpinion => IsLead(r),
        CaseAction.ProceedUnrecorded => IsLead(r),
        CaseAction.Acknowledge or CaseAction.Close => IsRequestingDoctor(r),
        CaseAction.ControlRecording => IsRequestingDoctor(r) || IsLead(r),
        CaseAction.PlayRecording => IsRequestingDoctor(r) || IsLead(r) || IsArchivist(r),
        _ => false,
    };

    private static bool IsRequestingSide(in AccessRequest r) =>
        IsRequestingDoctor(r) || (Has(r, Role.Nurse) && Any(r, Relation.SameInstitution));

    /// <summary>The doctor who asked, or a colleague of the same institution who steps in.</summary>
    private static bool IsRequestingDoctor(in AccessRequest r) =>
        Has(r, Role.RequestingDoctor) && Any(r, Relation.Requester | Relation.SameInstitution);

    private static bool IsLead(in AccessRequest r) => Specialist(r) && Any(r, Relation.Lead) && WithinWindow(r);

    private static bool IsOffered(in AccessRequest r) => Specialist(r) && Any(r, Relation.Offered);

    /// <summary>The records officer of an institution that took part in a finished case.</summary>
    private static bool IsArchivist(in AccessRequest r) =>
        Has(r, Role.RecordsOfficer)
        && IsFinished(r.Status)
        && Any(r, Relation.SameInstitution | Relation.LeadInstitution);

    private static bool Specialist(in AccessRequest r) => Has(r, Role.Specialist);

    private static bool WithinWindow(in AccessRequest r) => r.SinceFinished is null || r.SinceFinished < LeadWindow;

    private static bool Has(in AccessRequest r, Role role) => r.Roles.Contains(role);

    private static bool Any(in AccessRequest r, Relation relation) => (r.Relation & relation) != Relation.None;

    /// <summary>Whether nothing more is expected of a case in this state; its time windows run from here.</summary>
    public static bool IsFinished(ConsultStatus? status) => status is
        ConsultStatus.Closed or ConsultStatus.Cancelled or ConsultStatus.Rejected or ConsultStatus.NoShow
        or ConsultStatus.ConvertedToTransfer;
}
