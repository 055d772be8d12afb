namespace Telemed.Consults.Desk;

/// <summary>Review, dispatch by hand, appointments, identity, several experts.</summary>
public sealed partial class ConsultDesk
{
    /// <summary>How long a specialist whom the dispatcher rings by name may take to answer a planned request.</summary>
    private static readonly TimeSpan ByName = TimeSpan.FromMinutes(10);

    /// <summary>A reviewer begins to read a request.</summary>
    public Task<Outcome<ConsultView>> StartReviewAsync(
        Caller caller, ConsultId id, CancellationToken cancellation = default) => DoAsync(
            caller,
            id,
            "review",
            CaseAction.Review,
            _ => new ConsultCommand.StartReview(caller.Who.Id, caller.Now),
            cancellation);

    /// <summary>The reviewer's verdict, or their remark beside an emergency.</summary>
    public Task<Outcome<ConsultView>> ReviewAsync(
        Caller caller, ConsultId id, ReviewVerdict verdict, string? note, CancellationToken cancellation = default) =>
        DoTextAsync(
            caller,
            id,
            "review-" + verdict.ToString().ToLowerInvariant(),
            CaseAction.Review,
            ("note", note),
            _ => verdict switch
            {
                ReviewVerdict.Approved => new ConsultCommand.Approve(caller.Who.Id, caller.Now, note),
                ReviewVerdict.Returned => new ConsultCommand.Return(caller.Who.Id, caller.Now, note ?? ""),
                ReviewVerdict.Rejected => new ConsultCommand.Reject(caller.Who.Id, caller.Now, note ?? ""),
                _ => new ConsultCommand.NoteReview(caller.Who.Id, caller.Now, note ?? ""),
            },
            cancellation);

    /// <summary>The dispatcher rings one specialist whom the requesting institution may ask.</summary>
    public async Task<Outcome<ConsultView>> AssignAsync(
        Caller caller, ConsultId id, PersonId specialist, CancellationToken cancellation = default)
    {
        var network = await _directory.LoadAsync(cancellation);
        var offer = new OfferId(_ids.Next());
        return await GiveAsync(
            caller,
            id,
            "assign",
            CaseAction.Assign,
            specialist,
            network,
            s => new ConsultCommand.Assign(
                caller.Who.Id,
                caller.Now,
                new(offer, specialist, "assigned"),
                caller.Now + (s.File.Request.Lane == Lane.Emergency ? _ring.EmergencyRing : ByName)),
            cancellation);
    }

    /// <summary>Another specialist is looked for in place of the one who accepted.</summary>
    public Task<Outcome<ConsultView>> ReassignAsync(
        Caller caller, ConsultId id, string reason, CancellationToken cancellation = default) => DoTextAsync(
            caller,
            id,
            "reassign",
            CaseAction.Reassign,
            ("reason", reason),
            _ => new ConsultCommand.Reassign(caller.Who.Id, caller.Now, reason),
            cancellation);

    /// <summary>The patient is at the clinic.</summary>
    public Task<Outcome<ConsultView>> ArriveAsync(
        Caller caller, ConsultId id, CancellationToken cancellation = default) => DoAsync(
            caller,
            id,
            "arrive",
            CaseAction.Identify,
            _ => new ConsultCommand.Arrive(caller.Who.Id, caller.Now),
            cancellation);

    /// <summary>Somebody beside the patient has compared these identifiers.</summary>
    public Task<Outcome<ConsultView>> CheckIdentityAsync(
        Caller caller, ConsultId id, IReadOnlyList<string> kinds, CancellationToken cancellation = default) => DoAsync(
            caller,
            id,
            "identify",
            CaseAction.Identify,
            _ => new ConsultCommand.CheckIdentity(caller.Who.Id, caller.Now, kinds),
            cancellation);

    /// <summary>One of two doctors decides not to wait for the patient's consent (C1).</summary>
    public Task<Outcome<ConsultView>> OverrideConsentAsync(
        Caller caller, ConsultId id, string reason, CancellationToken cancellation = default) => DoTextAsync(
            caller,
            id,
            "override-consent",
            CaseAction.OverrideConsent,
            ("reason", reason),
            _ => new ConsultCommand.OverrideConsent(caller.Who.Id, caller.Now, reason),
            cancellation);

    /// <summary>Invites a further expert whom the requesting institution may ask.</summary>
    public async Task<Outcome<ConsultView>> InviteAsync(
        Caller caller, ConsultId id, PersonId expert, CancellationToken cancellation = default) => await GiveAsync(
            caller,
            id,
            "invite",
            CaseAction.Invite,
            expert,
            await _directory.LoadAsync(cancellation),
            _ => new ConsultCommand.Invite(caller.Who.Id, caller.Now, expert),
            cancellation);

    /// <summary>The invited expert answers.</summary>
    public Task<Outcome<ConsultView>> AnswerInvitationAsync(
        Caller caller, ConsultId id, bool accepted, string? reason, CancellationToken cancellation = default) =>
        DoTextAsync(
            caller,
            id,
            "answer-invitation",
            CaseAction.AnswerInvitation,
            ("reason", reason),
            _ => new ConsultCommand.AnswerInvitation(caller.Who.Id, caller.Now, accepted, reason),
            cancellation);

    /// <summary>The lead or the asking doctor removes an expert; who is in the room leaves it.</summary>
    public Task<Outcome<ConsultView>> RemoveExpertAsync(
        Caller caller, ConsultId id, PersonId expert, CancellationToken cancellation = default) => DoAsync(
            caller,
            id,
            "remove-expert",
            CaseAction.Remove,
            _ => new ConsultCommand.RemoveExpert(caller.Who.Id, caller.Now, expert),
            cancellation);

    /// <summary>The lead hands the consult over to an expert who takes part.</summary>
    public Task<Outcome<ConsultView>> HandOverAsync(
        Caller caller, ConsultId id, PersonId to, CancellationToken cancellation = default) => DoAsync(
            caller,
            id,
            "hand-over",
            CaseAction.HandOver,
            _ => new ConsultCommand.HandOver(caller.Who.Id, caller.Now, to),
            cancellation);

    /// <summary>Stops a session with the wrong patient; what was recorded is set apart (F11).</summary>
    public Task<Outcome<ConsultView>> StopWrongPatientAsync(
        Caller caller, ConsultId id, string reason, CancellationToken cancellation = default) => DoTextAsync(
            caller,
            id,
            "wrong-patient",
            CaseAction.StopWrongPatient,
            ("reason", reason),
            _ => new ConsultCommand.StopWrongPatient(caller.Who.Id, caller.Now, reason),
            cancellation);

    /// <summary>An expert signs beside the lead. The caller has checked the password again (A3).</summary>
    public Task<Outcome<ConsultView>> CoSignAsync(
        Caller caller, ConsultId id, CancellationToken cancellation = default) => DoAsync(
            caller,
            id,
            "co-sign",
            CaseAction.CoSign,
            _ => new ConsultCommand.CoSign(caller.Who.Id, caller.Now),
            cancellation);

    /// <summary>A command that names a specialist: one whom the requesting institution may ask.</summary>
    private async Task<Outcome<ConsultView>> GiveAsync(
        Caller caller,
        ConsultId id,
        string kind,
        CaseAction action,
        PersonId specialist,
        Network network,
        Func<ConsultState.Filed, ConsultCommand> make,
        CancellationToken cancellation)
    {
        var asking = ((await _store.LoadConsultAsync(id, cancellation)).State as ConsultState.Filed)?.File.Institution;
        var known = network.FindPerson(specialist) is { } person && StaffRules.MayConsult(person)
            && asking is { } institution && network.MayAsk(institution, person.Institution);
        return known || asking is null
            ? await DoAsync(caller, id, kind, action, make, cancellation)
            : new Outcome<ConsultView>.Invalid(
                new Dictionary<string, string>(StringComparer.Ordinal) { ["specialist"] = "unknown" });
    }
}
