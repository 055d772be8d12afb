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

    /// <summary>A desk over these ports.</summary>
    public RecordingDesk(
        IConsultStore store, IDirectory directory, IIdSource ids, RingOptions ring, ConsultTimes times)
    {
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
            state => ConsultDesk.Gate<ConsultCommand>(caller.Who, state, CaseAction.ControlRecording, caller.Now)
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
            caller, consult, "recording-pause", new RecordingCommand.Pause(caller.Who.Id, caller.Now), cancellation);

    /// <summary>Goes on after a pause.</summary>
    public Task<Outcome<RecordingStateView>> ResumeAsync(
        Caller caller, ConsultId consult, CancellationToken cancellation = default) => DoAsync(
            caller, consult, "recording-resume", new RecordingCommand.Resume(caller.Who.Id, caller.Now), cancellation);

    /// <summary>Ends the consult's recording.</summary>
    public Task<Outcome<RecordingStateView>> StopAsync(
        Caller caller, ConsultId consult, CancellationToken cancellation = default) => DoAsync(
            caller, consult, "recording-stop", new RecordingCommand.Stop(caller.Who.Id, caller.Now), cancellation);

    /// <summary>Sets a mark here.</summary>
    public Task<Outcome<RecordingStateView>> MarkAsync(
        Caller caller, ConsultId consult, string? label, CancellationToken cancellation = default) => DoAsync(
            caller,
            consult,
            "recording-mark",
            new RecordingCommand.Mark(caller.Who.Id, caller.Now, label),
            cancellation);

    /// <summary>
    /// A node takes a recording over, at its start or after a failure; the answer holds the new epoch.
    /// </summary>
    public Task<Outcome<RecordingLife>> LeaseAsync(
        RecordingId id, string node, DateTimeOffset now, CancellationToken cancellation = default) =>
        _runner.RunAsync(id, null, new RecordingCommand.Lease(PersonId.System, now, node), cancellation);

    /// <summary>The recorder lost it, or the file could not be made; <paramref name="cause"/> is a code.</summary>
    public Task<Outcome<RecordingLife>> FailAsync(
        RecordingId id, string cause, DateTimeOffset now, CancellationToken cancellation = default) =>
        _runner.RunAsync(id, null, new RecordingCommand.Fail(PersonId.System, now, cause), cancellation);

    /// <summary>
    /// Ends a recording for the system, say one that was on when its node died and whose session is over.
    /// </summary>
    public Task<Outcome<RecordingLife>> StopAsync(
        RecordingId id, DateTimeOffset now, CancellationToken cancellation = default) =>
        _runner.RunAsync(id, null, new RecordingCommand.Stop(PersonId.System, now), cancellation);

    /// <summary>The file is whole.</summary>
    public Task<Outcome<RecordingLife>> SealAsync(
        RecordingId id,
        long recordedMs,
        long sizeBytes,
        DateTimeOffset now,
        CancellationToken cancellation = default) => _runner.RunAsync(
            id, null, new RecordingCommand.Seal(PersonId.System, now, recordedMs, sizeBytes), cancellation);

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
        if (ConsultDesk.Gate<PlayableRecording>(who, consult, CaseAction.PlayRecording, now, network) is { } closed)
        {
            return closed;
        }

        if (consult is ConsultState.Filed { File.Quarantined: var apart } && apart.Contains(id)
            && !who.Is(Role.RecordsOfficer))
        {
            return new Outcome<PlayableRecording>.Refused(
                new("recording-quarantined", "The recording may show another patient and is set apart."));
        }

        var row = new ViewBuilder(network, who, now).Recording(new(loaded.Version, loaded.State));
        return new Outcome<PlayableRecording>.Done(new(row, loaded.State));
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
        row.Version);

    private static RecordingStateView None(ConsultId consult) =>
        new(null, consult, RecordingStatus.Off, null, 0, [], [], 0, 0);

    private static CommandRecord Record(Caller caller, string kind, ConsultId consult) =>
        new(caller.Who.Id, caller.Command, kind, consult.Value, caller.Now);

    private async Task<Outcome<RecordingStateView>> DoAsync(
        Caller caller, ConsultId consult, string kind, RecordingCommand command, CancellationToken cancellation)
    {
        var state = (await _store.LoadConsultAsync(consult, cancellation)).State;
        if (ConsultDesk.Gate<RecordingStateView>(
            caller.Who, state, CaseAction.ControlRecording, caller.Now) is { } closed)
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
