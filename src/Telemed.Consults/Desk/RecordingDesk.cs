namespace Telemed.Consults.Desk;

/// <summary>
/// Everything a person can do with a recording, and what the recorder reports back. Callable from any thread and node.
/// </summary>
public sealed class RecordingDesk
{
    private readonly IConsultStore _store;
    private readonly IDirectory _directory;
    private readonly IIdSource _ids;
    private readonly CommandRunner _runner;
    private readonly RetentionPeriods _retention;
    private readonly ConsultTimes _times;

    /// <summary>How long a node holds a running recording without saying so again.</summary>
    public static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(90);

    /// <summary>A desk over these ports.</summary>
    public RecordingDesk(
        IConsultStore store,
        IDirectory directory,
        IIdSource ids,
        RingOptions ring,
        ConsultTimes times,
        RetentionPeriods retention)
    {
        _retention = retention;
        _times = times;
        _store = store;
        _directory = directory;
        _ids = ids;
        _runner = new CommandRunner(store, new ConsultDecider(times), ring);
    }

    /// <summary>Asks for a recording of the session; waits for answers where somebody has not given one (C2).</summary>
    public async Task<Outcome<RecordingStateView>> StartAsync(
        Caller caller, ConsultId consult, CancellationToken cancellation = default)
    {
        var recording = new RecordingId(_ids.Next());
        var outcome = await _runner.RunAsync(
            consult,
            Record(caller, "recording-start", consult),
            state => ConsultDesk.Gate<ConsultCommand>(_times, caller.Who, state, CaseAction.ControlRecording, caller.Now)
                ?? new Outcome<ConsultCommand>.Done(
                    new ConsultCommand.OpenRecording(caller.Who.Id, caller.Now, recording)),
            cancellation);
        return outcome is Outcome<Ran>.Done
            ? await FindStateAsync(consult, caller.Now, cancellation)
            : outcome.As<RecordingStateView>();
    }

    /// <summary>Pauses the consult's recording.</summary>
    public Task<Outcome<RecordingStateView>> PauseAsync(
        Caller caller, ConsultId consult, CancellationToken cancellation = default) => DoAsync(
            caller, consult, "recording-pause", new RecordingCommand.Pause(caller.Who.Id, caller.Now), CaseAction.ControlRecording, cancellation);

    /// <summary>Goes on after a pause.</summary>
    public Task<Outcome<RecordingStateView>> ResumeAsync(
        Caller caller, ConsultId consult, CancellationToken cancellation = default) => DoAsync(
            caller, consult, "recording-resume", new RecordingCommand.Resume(caller.Who.Id, caller.Now), CaseAction.ControlRecording, cancellation);

    /// <summary>Ends the consult's recording.</summary>
    public Task<Outcome<RecordingStateView>> StopAsync(
        Caller caller, ConsultId consult, CancellationToken cancellation = default) => DoAsync(
            caller, consult, "recording-stop", new RecordingCommand.Stop(caller.Who.Id, caller.Now), CaseAction.ControlRecording, cancellation);

    /// <summary>Sets a mark here.</summary>
    public Task<Outcome<RecordingStateView>> MarkAsync(
        Caller caller, ConsultId consult, string? label, CancellationToken cancellation = default) => DoAsync(
            caller,
            consult,
            "recording-mark",
            new RecordingCommand.Mark(caller.Who.Id, caller.Now, label),
            CaseAction.MarkRecording,
            cancellation);

    /// <summary>Whether somebody may do this with the consult's recording; what stands in the way otherwise.</summary>
    public async Task<Outcome<RecordingStateView>> GateAsync(
        Caller caller, ConsultId consult, CaseAction action, CancellationToken cancellation = default) =>
        ConsultDesk.Gate<RecordingStateView>(
            _times, caller.Who, (await _store.LoadConsultAsync(consult, cancellation)).State, action, caller.Now)
        ?? await FindStateAsync(consult, caller.Now, cancellation);

    /// <summary>
    /// A node takes a recording over, at its start or after a failure; the answer holds the new epoch. It holds it for
    /// <see cref="LeaseTime"/>, and longer when it says so in time.
    /// </summary>
    /// <param name="id">The recording.</param>
    /// <param name="node">The node.</param>
    /// <param name="now">The moment.</param>
    /// <param name="before">The epoch that it was seen in: refused when another node was faster. Null: whatever it is.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<Outcome<RecordingLife>> LeaseAsync(
        RecordingId id, string node, DateTimeOffset now, int? before = null, CancellationToken cancellation = default) => _runner.RunAsync(
            id, null, new RecordingCommand.Lease(PersonId.System, now, node, now + LeaseTime, before), cancellation);

    /// <summary>
    /// The node that holds a running recording goes on holding it; refused when another epoch has begun elsewhere.
    /// </summary>
    public Task<Outcome<RecordingLife>> KeepLeaseAsync(
        RecordingId id, string node, int epoch, DateTimeOffset now, CancellationToken cancellation = default) =>
        _runner.RunAsync(
            id, null, new RecordingCommand.Hold(PersonId.System, now, node, epoch, now + LeaseTime), cancellation);

    /// <summary>
    /// A step that takes two people: the first time it is asked for, the second time, by somebody else, it is done. Destroying
    /// concerns the case's key, and so all recordings of the case at once: all of them must allow it.
    /// </summary>
    /// <returns>The recording after it.</returns>
    public async Task<Outcome<RecordingLife>> StepAsync(
        Caller caller, RecordingId id, TwoPersonStep step, string reason, CancellationToken cancellation = default)
    {
        const int Attempts = 20;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var life = (await _store.LoadRecordingAsync(id, cancellation)).State;
            if (await KeepGateAsync(caller, life, cancellation) is { } closed)
            {
                return closed;
            }

            var ids = step == TwoPersonStep.Destroy
                ? (await _store.ListRecordingsAsync(life.Consult, cancellation)).Select(row => row.State.Id)
                : [id];
            var (appends, refused) = await DecideAsync(caller, ids, step, reason, cancellation);
            if (refused is not null)
            {
                return new Outcome<RecordingLife>.Refused(refused);
            }

            var record = Record(caller, "recording-" + step, life.Consult);
            switch (await _store.AppendAsync(new(record, appends), cancellation))
            {
                case AppendOutcome.Committed or AppendOutcome.Duplicate:
                    return new Outcome<RecordingLife>.Done((await _store.LoadRecordingAsync(id, cancellation)).State);
                default:
                    continue;
            }
        }

        return new Outcome<RecordingLife>.Conflict();
    }

    /// <summary>
    /// Takes back the step that waits for a second person. One to destroy, taken back for one recording, can no longer be
    /// confirmed for any of its case.
    /// </summary>
    public Task<Outcome<RecordingLife>> TakeBackAsync(
        Caller caller, RecordingId id, CancellationToken cancellation = default) =>
        KeepAsync(caller, id, new RecordingCommand.TakeBack(caller.Who.Id, caller.Now), cancellation);

    /// <summary>Files a recording as part of a record that is kept longer.</summary>
    public Task<Outcome<RecordingLife>> FileAsync(
        Caller caller, RecordingId id, RetentionClass retention, CancellationToken cancellation = default) =>
        KeepAsync(caller, id, new RecordingCommand.File(caller.Who.Id, caller.Now, retention), cancellation);

    /// <summary>A recording that this person may keep for the archive; everybody else is refused.</summary>
    public async Task<Outcome<PlayableRecording>> FindKeepableAsync(
        Caller caller, RecordingId id, CancellationToken cancellation = default)
    {
        var life = (await _store.LoadRecordingAsync(id, cancellation)).State;
        return await KeepGateAsync(caller, life, cancellation) is { } closed
            ? closed.As<PlayableRecording>()
            : await FindAsync(caller.Who, id, caller.Now, cancellation);
    }

    /// <summary>The identifiers of all recordings of a case.</summary>
    public async Task<IReadOnlyList<RecordingId>> ListAsync(ConsultId consult, CancellationToken cancellation = default) =>
        [.. (await _store.ListRecordingsAsync(consult, cancellation)).Select(row => row.State.Id)];

    /// <summary>A recording as it stands, for the system.</summary>
    public async Task<RecordingLife> LoadAsync(RecordingId id, CancellationToken cancellation = default) =>
        (await _store.LoadRecordingAsync(id, cancellation)).State;

    /// <summary>
    /// The recorder lost it, or the file could not be made; <paramref name="cause"/> is a code. Refused when another node was
    /// faster than the epoch <paramref name="before"/> that it was seen in.
    /// </summary>
    public Task<Outcome<RecordingLife>> FailAsync(
        RecordingId id, string cause, DateTimeOffset now, int? before = null, CancellationToken cancellation = default) =>
        _runner.RunAsync(id, null, new RecordingCommand.Fail(PersonId.System, now, cause, before), cancellation);

    /// <summary>
    /// Ends a recording for the system, say one that was on when its node died and whose session is over.
    /// </summary>
    public Task<Outcome<RecordingLife>> StopAsync(
        RecordingId id, DateTimeOffset now, CancellationToken cancellation = default) =>
        _runner.RunAsync(id, null, new RecordingCommand.Stop(PersonId.System, now), cancellation);

    /// <summary>The file is whole. Refused when another node took the recording over since the epoch <paramref name="before"/>.</summary>
    public Task<Outcome<RecordingLife>> SealAsync(
        RecordingId id,
        long recordedMs,
        long sizeBytes,
        DateTimeOffset now,
        int? before = null,
        CancellationToken cancellation = default) => _runner.RunAsync(
            id, null, new RecordingCommand.Seal(PersonId.System, now, recordedMs, sizeBytes, before), cancellation);

    /// <summary>The consult's latest recording as its room shows it; state off when there is none.</summary>
    public async Task<Outcome<RecordingStateView>> FindStateAsync(
        ConsultId consult, DateTimeOffset now, CancellationToken cancellation = default)
    {
        var rows = await _store.ListRecordingsAsync(consult, cancellation);
        return new Outcome<RecordingStateView>.Done(
            rows.Count == 0 ? None(consult) : ToView(rows[^1], now));
    }

    /// <summary>A recording this person may play, with its consult; everybody else finds nothing.</summary>
    public async Task<Outcome<PlayableRecording>> FindAsync(
        StaffMember who, RecordingId id, DateTimeOffset now, CancellationToken cancellation = default)
    {
        var loaded = await _store.LoadRecordingAsync(id, cancellation);
        if (!loaded.State.Exists)
        {
            return new Outcome<PlayableRecording>.NotFound();
        }

        var consult = (await _store.LoadConsultAsync(loaded.State.Consult, cancellation)).State;
        var network = await _directory.LoadAsync(cancellation);
        if (ConsultDesk.Gate<PlayableRecording>(_times, who, consult, CaseAction.PlayRecording, now, network, id) is { } closed)
        {
            return closed;
        }

        var keeps = ConsultDesk.Gate<PlayableRecording>(_times, who, consult, CaseAction.KeepRecording, now, network) is null;
        var basis = BasisOf(who, (ConsultState.Filed)consult, now, network);
        if (!keeps && ((ConsultState.Filed)consult).File.Quarantined.Contains(id))
        {
            return basis == PlayBasis.Part
                ? new Outcome<PlayableRecording>.Refused(
                    new("recording-quarantined", "The recording may show another patient and is set apart."))
                : new Outcome<PlayableRecording>.NotFound();
        }

        var row = new ViewBuilder(network, who, now, _times.LeadWindow).Recording(new(loaded.Version, loaded.State));
        return new Outcome<PlayableRecording>.Done(new(row, loaded.State, keeps, loaded.State.KeptUntil(_retention), basis));
    }

    /// <summary>Recordings in these states, whichever node holds them.</summary>
    public async Task<IReadOnlyList<RecordingLife>> ListAsync(
        IReadOnlyCollection<RecordingStatus> states, CancellationToken cancellation = default) =>
        [.. (await _store.ListRecordingsAsync(states, cancellation)).Select(row => row.State)];

    /// <summary>The room's picture of a recording.</summary>
    internal static RecordingStateView ToView(RecordingRow row, DateTimeOffset now) => new(
        row.State.Id,
        row.State.Consult,
        row.State.Status,
        row.State.Since,
        row.State.RecordedMsAt(now),
        [.. row.State.WaitingFor],
        [.. row.State.Participants.Where(one => row.State.MayRecord(one.Person)).Select(one => one.Person)],
        row.State.Epoch,
        row.State.PausedBy,
        row.State is { Status: RecordingStatus.AwaitingConsent, PatientAnswer: null },
        row.Version);

    private async Task<(List<StreamAppend> Appends, Refusal? Refused)> DecideAsync(
        Caller caller, IEnumerable<RecordingId> ids, TwoPersonStep step, string reason, CancellationToken cancellation)
    {
        var all = new List<(RecordingId Id, Loaded<RecordingLife> Before)>();
        foreach (var id in ids)
        {
            var before = await _store.LoadRecordingAsync(id, cancellation);
            if (before.State.Status is not RecordingStatus.Off)
            {
                all.Add((id, before)); // Of the others nothing was recorded.
            }
        }

        // What waits for its second person everywhere is confirmed; else it is asked for where nobody has asked yet.
        var confirms = all.TrueForAll(one => one.Before.State.Pending?.Step == step);
        var appends = new List<StreamAppend>();
        foreach (var (id, before) in all.Where(one => confirms || one.Before.State.Pending?.Step != step))
        {
            var kept = before.State.KeptUntil(_retention);
            RecordingCommand command = confirms
                ? new RecordingCommand.Confirm(caller.Who.Id, caller.Now, step, kept)
                : new RecordingCommand.Ask(caller.Who.Id, caller.Now, step, reason, kept);
            var decision = RecordingDecider.Decide(before.State, command);
            if (decision is Decision<RecordingEvent>.Refused refused)
            {
                return (appends, refused.Why);
            }

            var facts = ((Decision<RecordingEvent>.Accepted)decision).Facts;
            appends.Add(new StreamAppend.ToRecording(
                id, before, facts, facts.Aggregate(before.State, RecordingDecider.Evolve)));
        }

        return (appends, null);
    }

    private async Task<Outcome<RecordingLife>> KeepAsync(
        Caller caller, RecordingId id, RecordingCommand command, CancellationToken cancellation)
    {
        var life = (await _store.LoadRecordingAsync(id, cancellation)).State;
        return await KeepGateAsync(caller, life, cancellation) ?? await _runner.RunAsync(
            id, Record(caller, "recording-" + command.GetType().Name, life.Consult), command, cancellation);
    }

    private async Task<Outcome<RecordingLife>?> KeepGateAsync(
        Caller caller, RecordingLife life, CancellationToken cancellation)
    {
        if (!life.Exists)
        {
            return new Outcome<RecordingLife>.NotFound();
        }

        var consult = (await _store.LoadConsultAsync(life.Consult, cancellation)).State;
        var network = await _directory.LoadAsync(cancellation);
        return ConsultDesk.Gate<RecordingLife>(_times, caller.Who, consult, CaseAction.KeepRecording, caller.Now, network);
    }

    /// <summary>By what somebody plays who may: by a grant only where they could not without one.</summary>
    private PlayBasis BasisOf(StaffMember who, ConsultState.Filed state, DateTimeOffset now, Network network)
    {
        if (AccessPolicy.DecideWithoutGrants(who, state, CaseAction.PlayRecording, now, _times.LeadWindow, network) == AccessDecision.Allowed)
        {
            return PlayBasis.Part;
        }

        return who.Is(Role.Patient) || who.Is(Role.Proxy) ? PlayBasis.PatientRequest
            : who.Is(Role.Regulator) && state.File.Orders.Any(one => one.IsInForceAt(now)) ? PlayBasis.RegulatorOrder
            : PlayBasis.QualitySample;
    }

    private static RecordingStateView None(ConsultId consult) =>
        new(null, consult, RecordingStatus.Off, null, 0, [], [], 0, null, false, 0);

    private static CommandRecord Record(Caller caller, string kind, ConsultId consult) =>
        new(caller.Who.Id, caller.Command, kind, consult.Value, caller.Now);

    private async Task<Outcome<RecordingStateView>> DoAsync(
        Caller caller,
        ConsultId consult,
        string kind,
        RecordingCommand command,
        CaseAction action,
        CancellationToken cancellation)
    {
        var state = (await _store.LoadConsultAsync(consult, cancellation)).State;
        if (ConsultDesk.Gate<RecordingStateView>(_times, caller.Who, state, action, caller.Now) is { } closed)
        {
            return closed;
        }

        var rows = await _store.ListRecordingsAsync(consult, cancellation);
        if (rows.Count == 0)
        {
            return new Outcome<RecordingStateView>.Refused(new("not-in-state", "Nothing is being recorded."));
        }

        var record = Record(caller, kind, consult);
        var outcome = await _runner.RunAsync(rows[^1].State.Id, record, command, cancellation);
        if (outcome is Outcome<RecordingLife>.Refused
            && await _store.FindCommandAsync(record.Actor, record.Id, cancellation) is { } done
            && done.Kind == kind)
        {
            return await FindStateAsync(consult, caller.Now, cancellation);
        }

        return outcome is Outcome<RecordingLife>.Done
            ? await FindStateAsync(consult, caller.Now, cancellation)
            : outcome.As<RecordingStateView>();
    }
}
