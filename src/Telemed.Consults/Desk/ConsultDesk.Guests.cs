namespace Telemed.Consults.Desk;

/// <summary>The patient, and who speaks for them, who join by a link.</summary>
public sealed partial class ConsultDesk
{
    private const int LongestName = 100;

    /// <summary>Makes a link for a guest; <paramref name="keyHash"/> is of its key, which is nowhere kept.</summary>
    public Task<Outcome<ConsultView>> InviteGuestAsync(
        Caller caller,
        ConsultId id,
        PersonId guest,
        GuestKind kind,
        string keyHash,
        string? name,
        bool reads = false,
        CancellationToken cancellation = default) => name?.Length > LongestName
            ? Task.FromResult<Outcome<ConsultView>>(new Outcome<ConsultView>.Invalid(
                new Dictionary<string, string>(StringComparer.Ordinal) { ["name"] = "length" }))
            : DoAsync(
                caller,
                id,
                "invite-guest",
                CaseAction.InviteGuest,
                _ => new ConsultCommand.InviteGuest(caller.Who.Id, caller.Now, guest, kind, keyHash, name, reads),
                cancellation);

    /// <summary>Takes a link back, and what it has opened.</summary>
    public Task<Outcome<ConsultView>> EndGuestAsync(
        Caller caller, ConsultId id, PersonId guest, CancellationToken cancellation = default) => DoAsync(
            caller,
            id,
            "end-guest",
            CaseAction.InviteGuest,
            _ => new ConsultCommand.EndGuest(caller.Who.Id, caller.Now, guest),
            cancellation);

    /// <summary>
    /// The holder of a link uses it and names two identifiers of the patient. Who names others is refused
    /// (<c>identifiers-differ</c>), and it counts. Nobody learns by this whether a consult is there.
    /// </summary>
    public async Task<Outcome<GuestView>> OpenGuestLinkAsync(
        ConsultId id,
        PersonId guest,
        string keyHash,
        string name,
        string identifier,
        DateTimeOffset now,
        CancellationToken cancellation = default)
    {
        var outcome = await _runner.RunAsync(
            id,
            null,
            state => state is ConsultState.Filed
                ? new Outcome<ConsultCommand>.Done(new ConsultCommand.OpenGuestLink(guest, now, keyHash, name, identifier))
                : new Outcome<ConsultCommand>.Refused(new("link-unknown", "There is no such link.")),
            cancellation);
        if (outcome is not Outcome<Ran>.Done { Value: var ran })
        {
            return outcome.As<GuestView>();
        }

        await _dispatch.FollowAsync(ran, now, CancellationToken.None);
        return ran.State.File.FindGuest(guest) is { TakesPart: true }
            ? await FindGuestAsync(id, guest, now, cancellation)
            : new Outcome<GuestView>.Refused(new("identifiers-differ", "The name or the identifier is not the patient's."));
    }

    /// <summary>The consult as a guest sees it; nothing once their link was taken back or the case is finished.</summary>
    public async Task<Outcome<GuestView>> FindGuestAsync(
        ConsultId id, PersonId guest, DateTimeOffset now, CancellationToken cancellation = default)
    {
        var state = (await _store.LoadConsultAsync(id, cancellation)).State;
        var network = await _directory.LoadAsync(cancellation);
        if (state is not ConsultState.Filed filed || filed.File.FindGuest(guest) is not { } known
            || Gate<GuestView>(known.AsPerson(filed.File), state, CaseAction.ViewRow, now) is not null)
        {
            return new Outcome<GuestView>.NotFound();
        }

        var people = new ViewBuilder(
            network, known.AsPerson(filed.File), now, _times.LeadWindow, [.. filed.File.Guests.Select(one => one.AsPerson(filed.File))]);
        var care = known.Reads && !known.IsBound ? Aftermath.None : filed.File.Aftermath; // Who only reads is told and does nothing of it.
        var lead = AccessPolicy.LeadOf(filed);
        return new Outcome<GuestView>.Done(new(
            id,
            guest,
            known.Kind,
            filed.Status,
            filed.File.Request.Service,
            people.Person(filed.File.Requester),
            lead is { } led ? people.Person(led) : null,
            (filed as ConsultState.Scheduled)?.StartsAt,
            filed.File.LatestConsent(ConsentItem.Consult, ConsentSubject.Patient)?.Granted,
            filed.File.RecordingAnswer(guest),
            filed.File.LatestConsent(ConsentItem.Library, ConsentSubject.Patient)?.Granted,
            filed.File.NeedsGuardian,
            filed is ConsultState.Ready or ConsultState.InSession or ConsultState.Interrupted,
            filed.File.Request.Lane == Lane.Planned && filed is ConsultState.Dispatching or ConsultState.Offered
                or ConsultState.Unstaffed or ConsultState.Accepted or ConsultState.Scheduled or ConsultState.Ready,
            people.Contract(care.Contract),
            care.Alerts.Length > 0 ? people.Alert(care.Alerts[^1]) : null,
            ConsultDecider.MayCall(filed.File with { Aftermath = care }, now) && care.Alerts.All(one => one.AnsweredAt is not null),
            known.IsBound ? ViewBuilder.Binding(known.Binding) : null,
            network.FindInstitution(filed.File.Institution)?.Phone ?? network.PhoneFor(filed.File.Institution))
        {
            Reads = known.Reads,
            Opinion = Gate<GuestView>(known.AsPerson(filed.File), state, CaseAction.ReadOpinion, now) is null
                ? people.Signed((filed as ConsultState.Engaged)?.Engagement.Opinion)
                : null,
            Recordings = Gate<GuestView>(known.AsPerson(filed.File), state, CaseAction.AskToPlay, now) is null
                ? [.. (await _store.ListRecordingsAsync(id, cancellation))
                    .Where(row => row.State.IsPlayable && !filed.File.Quarantined.Contains(row.State.Id))
                    .Select(row => ViewBuilder.Recording(row, filed.File, now))]
                : [],
        });
    }

    /// <summary>Asks, as the patient or for them, to play a recording of the case.</summary>
    public async Task<Outcome<ConsultView>> AskToPlayAsync(
        Caller caller, ConsultId id, RecordingId recording, CancellationToken cancellation = default) =>
        (await _store.ListRecordingsAsync(id, cancellation)).Any(row => row.State.Id == recording && row.State.IsPlayable)
            && (await _store.LoadConsultAsync(id, cancellation)).State is ConsultState.Filed { File.Quarantined: var apart } && !apart.Contains(recording)
            ? await DoAsync(
                caller,
                id,
                "ask-to-play",
                CaseAction.AskToPlay,
                _ => new ConsultCommand.AskToPlay(caller.Who.Id, caller.Now, recording),
                cancellation)
            : new Outcome<ConsultView>.NotFound();

    /// <summary>A records officer grants that, or refuses it, with a reason.</summary>
    public Task<Outcome<ConsultView>> AnswerPlayAsync(
        Caller caller, ConsultId id, RecordingId recording, bool granted, string reason, CancellationToken cancellation = default) =>
        DoTextAsync(
            caller,
            id,
            "answer-play",
            CaseAction.AnswerPlay,
            ("reason", reason),
            _ => new ConsultCommand.AnswerPlay(caller.Who.Id, caller.Now, recording, granted, reason),
            cancellation);

    /// <summary>Binds who speaks for the patient to them as their dependant, with the consent that was given.</summary>
    public Task<Outcome<ConsultView>> BindDependantAsync(
        Caller caller,
        ConsultId id,
        PersonId guest,
        ConsentMethod method,
        string textVersion,
        string language,
        DependantConsent consent,
        CancellationToken cancellation = default) =>
        RequestRules.Check(method, textVersion, language, consent) is { Count: > 0 } errors
            ? Task.FromResult<Outcome<ConsultView>>(new Outcome<ConsultView>.Invalid(errors))
            : DoAsync(
                caller,
                id,
                "bind-dependant",
                CaseAction.BindDependant,
                _ => new ConsultCommand.BindDependant(caller.Who.Id, caller.Now, guest, method, textVersion, language, consent),
                cancellation);

    /// <summary>Unbinds the two: the adult on their phone themselves, the house for either.</summary>
    public Task<Outcome<ConsultView>> UnbindDependantAsync(
        Caller caller, ConsultId id, PersonId guest, string reason, CancellationToken cancellation = default) =>
        IsGuest(caller.Who) && caller.Who.Id != guest
            ? Task.FromResult<Outcome<ConsultView>>(new Outcome<ConsultView>.Forbidden())
            : DoTextAsync(
                caller,
                id,
                "unbind-dependant",
                CaseAction.UnbindDependant,
                ("reason", reason),
                _ => new ConsultCommand.UnbindDependant(caller.Who.Id, caller.Now, guest, reason),
                cancellation);

    /// <summary>Those of these cases whose patient is still the adult's dependant, in their order.</summary>
    public async Task<IReadOnlyList<DependantView>> ListDependantsAsync(
        IEnumerable<(ConsultId Consult, PersonId Self)> cases, DateTimeOffset now, CancellationToken cancellation = default)
    {
        var network = await _directory.LoadAsync(cancellation);
        var bound = new List<DependantView>();
        foreach (var (consult, self) in cases)
        {
            if ((await _store.LoadConsultAsync(consult, cancellation)).State is ConsultState.Filed state
                && state.File.FindGuest(self) is { IsBound: true } adult
                && Gate<DependantView>(adult.AsPerson(state.File), state, CaseAction.ViewRow, now) is null)
            {
                bound.Add(new(
                    consult,
                    self,
                    state.File.Request.Text?.Patient.Label(),
                    network.FindInstitution(state.File.Institution)?.Name ?? new("?", "?"),
                    state.Status));
            }
        }

        return bound;
    }

    /// <summary>A guest says yes or no, as the patient or for them.</summary>
    public Task<Outcome<GuestView>> ConsentAsGuestAsync(
        ConsultId id,
        PersonId guest,
        CommandId command,
        ConsentAnswer answer,
        DateTimeOffset now,
        CancellationToken cancellation = default) =>
        AsGuestAsync(id, guest, command, now, caller => ConsentAsync(caller, id, answer, cancellation), cancellation);

    /// <summary>A person of the network, or a guest of this consult; <c>null</c> when neither knows them.</summary>
    public async Task<StaffMember?> FindPersonAsync(
        ConsultId id, PersonId person, CancellationToken cancellation = default) =>
        (await _directory.LoadAsync(cancellation)).FindPerson(person)
            ?? ((await _store.LoadConsultAsync(id, cancellation)).State is ConsultState.Filed { File: var file }
                ? file.FindGuest(person)?.AsPerson(file)
                : null);
}
