namespace Telemed.Consults.Desk;

/// <summary>
/// Everything a person can do with a consult, one method per command of the contracts: access, rules, append, and the
/// ring ladder where it must climb. A command identifier that was used before is answered with the consult as it is.
/// Callable from any thread and any node.
/// </summary>
public sealed partial class ConsultDesk
{
    private readonly IConsultStore _store;
    private readonly IDirectory _directory;
    private readonly IIdSource _ids;
    private readonly DispatchService _dispatch;
    private readonly RingOptions _ring;
    private readonly ConsultTimes _times;
    private readonly CommandRunner _runner;
    private readonly QualitySample? _sample;

    /// <summary>A desk over these ports.</summary>
    public ConsultDesk(
        IConsultStore store,
        IDirectory directory,
        IIdSource ids,
        DispatchService dispatch,
        RingOptions ring,
        ConsultTimes times,
        QualitySample? sample = null)
    {
        _sample = sample;
        _store = store;
        _directory = directory;
        _ids = ids;
        _dispatch = dispatch;
        _ring = ring;
        _times = times;
        _runner = new CommandRunner(store, new ConsultDecider(times), ring);
    }

    /// <summary>Opens a draft.</summary>
    public async Task<Outcome<ConsultView>> CreateAsync(
        Caller caller, ConsultRequest request, CancellationToken cancellation = default)
    {
        var network = await _directory.LoadAsync(cancellation);
        var access = AccessPolicy.Decide(new(caller.Who.Roles, Relation.None, null, null, CaseAction.Create));
        if (access != AccessDecision.Allowed)
        {
            return new Outcome<ConsultView>.Forbidden();
        }

        if (RequestRules.Check(request, network, caller.Who.Institution) is { Count: > 0 } errors)
        {
            return new Outcome<ConsultView>.Invalid(errors);
        }

        var id = new ConsultId(_ids.Next());
        var record = new CommandRecord(caller.Who.Id, caller.Command, "create", id.Value, caller.Now);
        var outcome = await _runner.RunAsync(
            id,
            record,
            _ => new Outcome<ConsultCommand>.Done(new ConsultCommand.SaveDraft(
                caller.Who.Id, caller.Now, id, caller.Who.Institution, request)),
            new(ConsultState.Unknown.Instance, 0, default), // Nobody else knows of this one yet.
            cancellation);
        if (outcome is Outcome<Ran>.Done stored)
        {
            return await AnswerAsync(caller, stored.Value, cancellation);
        }

        // The same request was sent before, or at the same moment: its consult is the answer.
        return await _store.FindCommandAsync(record.Actor, record.Id, cancellation) is { } other
            ? other.Kind == record.Kind ? await FindAsync(caller.Who, new(other.Stream), caller.Now, cancellation) : Reused()
            : outcome.As<ConsultView>();
    }

    /// <summary>Saves a draft again.</summary>
    public async Task<Outcome<ConsultView>> EditDraftAsync(
        Caller caller, ConsultId id, ConsultRequest request, CancellationToken cancellation = default)
    {
        var network = await _directory.LoadAsync(cancellation);
        return RequestRules.Check(request, network, caller.Who.Institution) is { Count: > 0 } errors
            ? new Outcome<ConsultView>.Invalid(errors)
            : await DoAsync(
                caller,
                id,
                "draft",
                CaseAction.EditDraft,
                s => new ConsultCommand.SaveDraft(caller.Who.Id, caller.Now, id, s.File.Institution, request),
                cancellation);
    }

    /// <summary>Sends a draft; an emergency rings before this returns, some services are reviewed first.</summary>
    public async Task<Outcome<ConsultView>> SubmitAsync(
        Caller caller, ConsultId id, CancellationToken cancellation = default)
    {
        var network = await _directory.LoadAsync(cancellation);
        return await DoAsync(
            caller,
            id,
            "submit",
            CaseAction.Submit,
            s => new ConsultCommand.Submit(
                caller.Who.Id,
                caller.Now,
                network.FindService(s.File.Request.Service)?.Reviewed ?? false,
                network.Calendar),
            cancellation);
    }

    /// <summary>Calls a consult off; rings stop and the specialist is free before this returns.</summary>
    public Task<Outcome<ConsultView>> CancelAsync(
        Caller caller, ConsultId id, string reason, CancellationToken cancellation = default) => DoTextAsync(
            caller,
            id,
            "cancel",
            CaseAction.Cancel,
            ("reason", reason),
            _ => new ConsultCommand.Cancel(caller.Who.Id, caller.Now, reason),
            cancellation);

    /// <summary>The specialist takes an offer.</summary>
    public async Task<Outcome<ConsultView>> AcceptAsync(
        Caller caller, ConsultId id, OfferId offer, CancellationToken cancellation = default)
    {
        var network = await _directory.LoadAsync(cancellation);
        return await DoAsync(
            caller,
            id,
            "accept",
            CaseAction.Accept,
            _ => new ConsultCommand.Accept(caller.Who.Id, caller.Now, offer, network.Calendar),
            cancellation);
    }

    /// <summary>The specialist refuses an offer; the next one rings before this returns.</summary>
    public Task<Outcome<ConsultView>> DeclineAsync(
        Caller caller, ConsultId id, OfferId offer, string reason, CancellationToken cancellation = default) =>
        DoTextAsync(
            caller,
            id,
            "decline",
            CaseAction.Decline,
            ("reason", reason),
            _ => new ConsultCommand.Decline(caller.Who.Id, caller.Now, offer, reason),
            cancellation);

    /// <summary>Tries an unstaffed consult again from the first hop.</summary>
    public Task<Outcome<ConsultView>> RedispatchAsync(
        Caller caller, ConsultId id, CancellationToken cancellation = default) => DoAsync(
            caller,
            id,
            "redispatch",
            CaseAction.Redispatch,
            _ => new ConsultCommand.Redispatch(caller.Who.Id, caller.Now),
            cancellation);

    /// <summary>Stores a consent, a refusal or a withdrawal.</summary>
    public Task<Outcome<ConsultView>> ConsentAsync(
        Caller caller, ConsultId id, ConsentAnswer answer, CancellationToken cancellation = default)
    {
        var byGuest = caller.Who.Is(Role.Patient) || caller.Who.Is(Role.Proxy);
        if (RequestRules.Check(answer, byGuest) is { Count: > 0 } errors)
        {
            return Task.FromResult<Outcome<ConsultView>>(new Outcome<ConsultView>.Invalid(errors));
        }

        var consent = new Consent(
            answer.Item,
            answer.Subject,
            caller.Who.Id,
            answer.Granted,
            answer.Method,
            answer.TextVersion,
            answer.Language,
            WholeMilliseconds.Of(caller.Now),
            answer.Witness,
            answer.Guardian is { } guardian ? new Guardian(guardian) : null);
        return DoAsync(
            caller,
            id,
            "consent",
            answer.Subject == ConsentSubject.Patient ? CaseAction.RecordPatientConsent : CaseAction.RecordConsent,
            _ => new ConsultCommand.RecordConsent(caller.Who.Id, caller.Now, consent),
            cancellation);
    }

    /// <summary>Whether a person may enter a consult's room now, and on which side they would stand.</summary>
    public async Task<Outcome<RoomSide>> MayJoinAsync(
        StaffMember who, ConsultId id, DateTimeOffset now, CancellationToken cancellation = default)
    {
        var state = (await _store.LoadConsultAsync(id, cancellation)).State;
        if (Gate<RoomSide>(who, state, CaseAction.JoinRoom, now) is { } closed)
        {
            return closed;
        }

        return state switch
        {
            ConsultState.Ready or ConsultState.InSession or ConsultState.Interrupted =>
                new Outcome<RoomSide>.Done(RoomSides.Of(who, (ConsultState.Engaged)state)),
            ConsultState.Accepted { File: { HasPatientConsent: false, IsOverridden: false } } =>
                new Outcome<RoomSide>.Refused(
                    new("consent-missing", "The patient's consent to the consult is missing.")),
            ConsultState.Accepted => new Outcome<RoomSide>.Refused(
                new("identity-missing", "Two identifiers of the patient are compared first.")),
            ConsultState.Scheduled => new Outcome<RoomSide>.Refused(
                new("not-open-yet", "The room opens shortly before the appointment.")),
            _ => new Outcome<RoomSide>.Refused(new("not-in-state", "The consult has no room now.")),
        };
    }

    /// <summary>A person has entered the room; when both sides are there the session begins or goes on.</summary>
    public Task<Outcome<ConsultView>> EnterRoomAsync(
        Caller caller, ConsultId id, CancellationToken cancellation = default) => DoAsync(
            caller,
            id,
            "enter",
            CaseAction.JoinRoom,
            s => new ConsultCommand.EnterRoom(
                caller.Who.Id,
                caller.Now,
                s is ConsultState.Engaged engaged ? RoomSides.Of(caller.Who, engaged) : RoomSide.Observer),
            cancellation);

    /// <summary>A person is no longer in the room. Holds also for one who was not.</summary>
    public Task<Outcome<ConsultState.Filed>> LeaveRoomAsync(
        ConsultId id,
        PersonId person,
        LeaveCause cause,
        DateTimeOffset now,
        CancellationToken cancellation = default) => SystemAsync(
            id, new ConsultCommand.LeaveRoom(person, now, person, cause), cancellation);

    /// <summary>The room itself is gone, say after a restart: everybody in it has left, their links lost.</summary>
    public async Task CloseRoomAsync(ConsultId id, DateTimeOffset now, CancellationToken cancellation = default)
    {
        if ((await _store.LoadConsultAsync(id, cancellation)).State is ConsultState.Engaged engaged)
        {
            foreach (var one in engaged.Engagement.Room)
            {
                await LeaveRoomAsync(id, one.Person, LeaveCause.Lost, now, cancellation);
            }
        }
    }

    /// <summary>
    /// The consults whose rooms are in use, by their rows; a starting node closes those it no longer runs.
    /// </summary>
    public async Task<IReadOnlyList<ConsultId>> ListRoomsAsync(CancellationToken cancellation = default)
    {
        var rows = await _store.ListConsultsAsync(
            new()
            {
                States = [ConsultStatus.Ready, ConsultStatus.InSession, ConsultStatus.Interrupted],
                Most = 10_000,
            },
            cancellation);
        return [.. rows.Select(row => row.Id)];
    }

    /// <summary>Ends the session; the recording is stopped with it.</summary>
    public Task<Outcome<ConsultView>> EndAsync(
        Caller caller, ConsultId id, CancellationToken cancellation = default) => DoAsync(
            caller,
            id,
            "end",
            CaseAction.EndSession,
            _ => new ConsultCommand.End(caller.Who.Id, caller.Now),
            cancellation);

    /// <summary>Converts the consult to a transfer.</summary>
    public Task<Outcome<ConsultView>> TransferAsync(
        Caller caller, ConsultId id, string reason, CancellationToken cancellation = default) => DoTextAsync(
            caller,
            id,
            "transfer",
            CaseAction.Transfer,
            ("reason", reason),
            _ => new ConsultCommand.Transfer(caller.Who.Id, caller.Now, reason),
            cancellation);

    /// <summary>Saves the opinion, unsigned.</summary>
    public Task<Outcome<ConsultView>> SaveOpinionAsync(
        Caller caller, ConsultId id, OpinionText text, CancellationToken cancellation = default) =>
        RequestRules.Check(text) is { Count: > 0 } errors
            ? Task.FromResult<Outcome<ConsultView>>(new Outcome<ConsultView>.Invalid(errors))
            : DoAsync(
                caller,
                id,
                "opinion",
                CaseAction.WriteOpinion,
                _ => new ConsultCommand.SaveOpinion(caller.Who.Id, caller.Now, text),
                cancellation);

    /// <summary>Signs the saved opinion. The caller has checked the password again (A3).</summary>
    public Task<Outcome<ConsultView>> SignAsync(
        Caller caller, ConsultId id, CancellationToken cancellation = default) => DoAsync(
            caller,
            id,
            "sign",
            CaseAction.SignOpinion,
            _ => new ConsultCommand.Sign(caller.Who.Id, caller.Now),
            cancellation);

    /// <summary>Adds a correction to a signed opinion.</summary>
    public Task<Outcome<ConsultView>> AmendAsync(
        Caller caller, ConsultId id, string text, CancellationToken cancellation = default) => DoTextAsync(
            caller,
            id,
            "amend",
            CaseAction.AmendOpinion,
            ("text", text),
            _ => new ConsultCommand.Amend(caller.Who.Id, caller.Now, text),
            cancellation);

    /// <summary>Answers the signed opinion.</summary>
    public Task<Outcome<ConsultView>> AcknowledgeAsync(
        Caller caller, ConsultId id, bool adopted, string? note, CancellationToken cancellation = default) =>
        DoTextAsync(
            caller,
            id,
            "acknowledge",
            CaseAction.Acknowledge,
            ("note", note),
            _ => new ConsultCommand.Acknowledge(caller.Who.Id, caller.Now, adopted, note),
            cancellation);

    /// <summary>Finishes the consult.</summary>
    public Task<Outcome<ConsultView>> CloseAsync(
        Caller caller, ConsultId id, CancellationToken cancellation = default) => DoAsync(
            caller,
            id,
            "close",
            CaseAction.Close,
            _ => new ConsultCommand.Close(caller.Who.Id, caller.Now, _sample?.Draws(id) ?? false),
            cancellation);

    /// <summary>Says that a recording cannot run; <paramref name="cause"/> is a code without personal data.</summary>
    public Task<Outcome<ConsultState.Filed>> ReportUnrecordedAsync(
        ConsultId id, string cause, DateTimeOffset now, CancellationToken cancellation = default) => SystemAsync(
            id, new ConsultCommand.ReportUnrecorded(PersonId.System, now, cause), cancellation);

    /// <summary>The lead specialist goes on without a recording.</summary>
    public Task<Outcome<ConsultView>> ProceedUnrecordedAsync(
        Caller caller, ConsultId id, string reason, CancellationToken cancellation = default) => DoTextAsync(
            caller,
            id,
            "proceed-unrecorded",
            CaseAction.ProceedUnrecorded,
            ("reason", reason),
            _ => new ConsultCommand.ProceedUnrecorded(caller.Who.Id, caller.Now, reason),
            cancellation);

    /// <summary>The consult as this person may see it.</summary>
    public async Task<Outcome<ConsultView>> FindAsync(
        StaffMember who, ConsultId id, DateTimeOffset now, CancellationToken cancellation = default) =>
        await ViewAsync(who, id, await _store.ReadConsultAsync(id, cancellation), now, cancellation);

    private async Task<Outcome<ConsultView>> ViewAsync(
        StaffMember who,
        ConsultId id,
        ConsultHistory facts,
        DateTimeOffset now,
        CancellationToken cancellation)
    {
        if (facts.State is not ConsultState.Filed state)
        {
            return new Outcome<ConsultView>.NotFound();
        }

        var network = await _directory.LoadAsync(cancellation);
        var recordings = facts.Any(one => one is ConsultEvent.RecordingOpened)
            ? await _store.ListRecordingsAsync(id, cancellation)
            : [];
        var guests = state.File.Guests.Select(one => one.AsPerson(state.File)).ToList();
        return new ViewBuilder(network, who, now, _times.LeadWindow, guests).Full(
            state, facts, recordings, SessionNow(state, network)) is { } view
            ? new Outcome<ConsultView>.Done(view)
            : new Outcome<ConsultView>.NotFound();
    }

    /// <summary>The consults of a list as this person may see them, newest first.</summary>
    public async Task<IReadOnlyList<ConsultRowView>> ListAsync(
        StaffMember who, ConsultList list, DateTimeOffset now, CancellationToken cancellation = default)
    {
        var network = await _directory.LoadAsync(cancellation);
        var rows = await _store.ListConsultsAsync(ListQueries.For(who, list, network), cancellation);
        var builder = new ViewBuilder(network, who, now, _times.LeadWindow);
        return [.. rows.Select(builder.Row).OfType<ConsultRowView>()];
    }

    /// <summary>The rings that are open for a person.</summary>
    public async Task<IReadOnlyList<RingView>> ListRingsAsync(
        StaffMember who, DateTimeOffset now, CancellationToken cancellation = default)
    {
        var network = await _directory.LoadAsync(cancellation);
        var builder = new ViewBuilder(network, who, now, _times.LeadWindow);
        var rings = new List<RingView>();
        foreach (var id in await _store.ListRingsAsync(who.Id, cancellation))
        {
            try
            {
                var loaded = await _store.LoadConsultAsync(id, cancellation);
                if (loaded.State is ConsultState.Filed state && builder.Ring(state, loaded.Version) is { } ring)
                {
                    rings.Add(ring);
                }
            }
            catch (NewerVersionException)
            {
                // A node that knows all of the case shows its ring; the others ring here.
            }
        }

        return rings;
    }

    private Task<Outcome<ConsultView>> DoTextAsync(
        Caller caller,
        ConsultId id,
        string kind,
        CaseAction action,
        (string Field, string? Text) text,
        Func<ConsultState.Filed, ConsultCommand> make,
        CancellationToken cancellation) =>
        RequestRules.Check(text.Field, text.Text) is { Count: > 0 } errors
            ? Task.FromResult<Outcome<ConsultView>>(new Outcome<ConsultView>.Invalid(errors))
            : DoAsync(caller, id, kind, action, make, cancellation);

    private async Task<Outcome<ConsultView>> DoAsync(
        Caller caller,
        ConsultId id,
        string kind,
        CaseAction action,
        Func<ConsultState.Filed, ConsultCommand> make,
        CancellationToken cancellation)
    {
        var record = new CommandRecord(caller.Who.Id, caller.Command, kind, id.Value, caller.Now);
        var network = await _directory.LoadAsync(cancellation);
        var outcome = await _runner.RunAsync(
            id,
            record,
            state => Gate<ConsultCommand>(caller.Who, state, action, caller.Now, network)
                ?? new Outcome<ConsultCommand>.Done(make((ConsultState.Filed)state)),
            cancellation);
        if (outcome is not Outcome<Ran>.Done done)
        {
            return outcome.As<ConsultView>();
        }

        // Whoever asked may have gone by now; what follows from what is stored does not go with them.
        await _dispatch.FollowAsync(done.Value, caller.Now, CancellationToken.None);
        return await AnswerAsync(caller, done.Value, cancellation);
    }

    /// <summary>The consult after a command of the caller's.</summary>
    private async Task<Outcome<ConsultView>> AnswerAsync(Caller caller, Ran ran, CancellationToken cancellation)
    {
        var id = ran.State.File.Id;
        return await ViewAsync(
            caller.Who, id, await _store.ReadConsultAsync(id, ran.Version, cancellation), caller.Now, cancellation);
    }

    private async Task<Outcome<ConsultState.Filed>> SystemAsync(
        ConsultId id, ConsultCommand command, CancellationToken cancellation)
    {
        var outcome = await _runner.RunAsync(
            id, null, _ => new Outcome<ConsultCommand>.Done(command), cancellation);
        if (outcome is not Outcome<Ran>.Done done)
        {
            return outcome.As<ConsultState.Filed>();
        }

        await _dispatch.FollowAsync(done.Value, command.Now, CancellationToken.None);
        return new Outcome<ConsultState.Filed>.Done(done.Value.State);
    }

    private Outcome<T>? Gate<T>(
        StaffMember who, ConsultState state, CaseAction action, DateTimeOffset now, Network? network = null) =>
        Gate<T>(_times, who, state, action, now, network);

    /// <summary>The failure that keeps a person from an action, or <c>null</c>.</summary>
    internal static Outcome<T>? Gate<T>(
        ConsultTimes times,
        StaffMember who,
        ConsultState state,
        CaseAction action,
        DateTimeOffset now,
        Network? network = null,
        RecordingId? recording = null) =>
        state is not ConsultState.Filed filed
            ? new Outcome<T>.NotFound()
            : AccessPolicy.Decide(who, filed, action, now, times.LeadWindow, network, recording) switch
            {
                AccessDecision.Allowed => null,
                AccessDecision.Denied => new Outcome<T>.Forbidden(),
                _ => new Outcome<T>.NotFound(),
            };

    private static Outcome<ConsultView> Reused() => new Outcome<ConsultView>.Refused(
        new("command-reused", "This command identifier was used for something else."));
}
