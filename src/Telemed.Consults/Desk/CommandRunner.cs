namespace Telemed.Consults.Desk;

/// <summary>
/// Load, decide, append, and again from the start when another was faster: one writer per stream at a time, on any
/// node, with the database as the arbiter. The first try rests on what this process holds, without a question; only its
/// append counts, and every refusal is made of what the database says. Facts of a consult carry their doctors and its
/// recording along in one transaction.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="decider">The consult's rules.</param>
/// <param name="options">The ring's options; the wrap-up is taken from them.</param>
internal sealed class CommandRunner(IConsultStore store, ConsultDecider decider, RingOptions options)
{
    /// <summary>Lost races before the caller is told to try again.</summary>
    private const int Attempts = 40;

    /// <summary>Runs a consult command that is made anew from each state.</summary>
    internal Task<Outcome<Ran>> RunAsync(
        ConsultId id,
        CommandRecord? record,
        Func<ConsultState, Outcome<ConsultCommand>> make,
        CancellationToken cancellation) => RunAsync(id, record, make, store.FindHeld(id), cancellation);

    /// <summary>Runs a command whose first try rests on a state that may be old; on none when it is <c>null</c>.</summary>
    internal async Task<Outcome<Ran>> RunAsync(
        ConsultId id,
        CommandRecord? record,
        Func<ConsultState, Outcome<ConsultCommand>> make,
        Loaded<ConsultState>? known,
        CancellationToken cancellation)
    {
        if (known is { } held
            && await TryAsync(id, held, isHeld: true, record, make, cancellation) is { } stored)
        {
            return stored;
        }

        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var before = await store.LoadConsultAsync(id, cancellation);
            if (await TryAsync(id, before, isHeld: false, record, make, cancellation) is { } outcome)
            {
                return outcome;
            }
        }

        return new Outcome<Ran>.Conflict();
    }

    /// <summary>Runs a command on one recording, alone.</summary>
    internal async Task<Outcome<RecordingLife>> RunAsync(
        RecordingId id, CommandRecord? record, RecordingCommand command, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var before = await store.LoadRecordingAsync(id, cancellation);
            if (RecordingDecider.Decide(before.State, command) is not Decision<RecordingEvent>.Accepted accepted)
            {
                var why = ((Decision<RecordingEvent>.Refused)RecordingDecider.Decide(before.State, command)).Why;
                return new Outcome<RecordingLife>.Refused(why);
            }

            var after = accepted.Facts.Aggregate(before.State, RecordingDecider.Evolve);
            if (accepted.Facts.Count == 0)
            {
                return new Outcome<RecordingLife>.Done(after);
            }

            var append = new StreamAppend.ToRecording(id, before, accepted.Facts, after);
            switch (await store.AppendAsync(new(record, [append]), cancellation))
            {
                case AppendOutcome.Committed:
                    return new Outcome<RecordingLife>.Done(after);
                case AppendOutcome.Duplicate:
                    return new Outcome<RecordingLife>.Done(before.State);
                default:
                    continue;
            }
        }

        return new Outcome<RecordingLife>.Conflict();
    }

    /// <summary>Runs a command on one doctor, alone.</summary>
    internal async Task<Outcome<DoctorAvailability>> RunAsync(
        PersonId id, CommandRecord? record, DoctorCommand command, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var before = await store.LoadDoctorAsync(id, cancellation);
            var decision = DoctorAvailabilityDecider.Decide(before.State, command);
            if (decision is Decision<DoctorEvent>.Refused refused)
            {
                return new Outcome<DoctorAvailability>.Refused(refused.Why);
            }

            var append = ToDoctor(id, before, ((Decision<DoctorEvent>.Accepted)decision).Facts);
            if (append is null)
            {
                return new Outcome<DoctorAvailability>.Done(before.State);
            }

            switch (await store.AppendAsync(new(record, [append]), cancellation))
            {
                case AppendOutcome.Committed:
                    return new Outcome<DoctorAvailability>.Done(append.After);
                case AppendOutcome.Duplicate:
                    return new Outcome<DoctorAvailability>.Done(before.State);
                default:
                    continue;
            }
        }

        return new Outcome<DoctorAvailability>.Conflict();
    }

    /// <summary>
    /// One attempt; <c>null</c> when another was faster, and when nothing follows from a state that may be old.
    /// </summary>
    private async Task<Outcome<Ran>?> TryAsync(
        ConsultId id,
        Loaded<ConsultState> before,
        bool isHeld,
        CommandRecord? record,
        Func<ConsultState, Outcome<ConsultCommand>> make,
        CancellationToken cancellation)
    {
        var made = make(before.State);
        if (made is not Outcome<ConsultCommand>.Done { Value: var command })
        {
            return isHeld ? null : await RepeatedAsync(id, record, cancellation) ?? made.As<Ran>();
        }

        var decision = decider.Decide(before.State, command);
        if (decision is Decision<ConsultEvent>.Refused refused)
        {
            return isHeld ? null : await RepeatedAsync(id, record, cancellation) ?? new Outcome<Ran>.Refused(refused.Why);
        }

        var facts = ((Decision<ConsultEvent>.Accepted)decision).Facts;
        if (facts.Count == 0)
        {
            return isHeld ? null : new Outcome<Ran>.Done(new((ConsultState.Filed)before.State, before.Version, []));
        }

        var after = (ConsultState.Filed)facts.Aggregate(before.State, ConsultDecider.Evolve);
        var appends = new List<StreamAppend> { new StreamAppend.ToConsult(id, before, facts, after) };
        var why = await AddDoctorsAsync(appends, id, facts, isHeld, cancellation)
            ?? await RefuseSecondRecordingAsync(before.State, command, cancellation)
            ?? await AddRecordingAsync(appends, before.State, after, command, facts, cancellation);
        if (why is not null)
        {
            return isHeld ? null : await RepeatedAsync(id, record, cancellation) ?? new Outcome<Ran>.Refused(why);
        }

        appends.AddRange(FollowUps.Drafts(after.File, facts));
        return await store.AppendAsync(new(record, appends), cancellation) switch
        {
            AppendOutcome.Committed => new Outcome<Ran>.Done(
                new(after, before.Version + facts.Count, Freed(appends))),
            AppendOutcome.Duplicate => await RepeatedAsync(id, record, cancellation),
            AppendOutcome.Booked => new Outcome<Ran>.Refused(
                new("place-taken", "The specialist has another appointment in this half hour.")),
            AppendOutcome.ResourceBooked => new Outcome<Ran>.Refused(
                new("resource-taken", "Another appointment has the room or the device in this half hour.")),
            _ => null,
        };
    }

    /// <summary>
    /// The answer to a command done before: the consult as it is. Another command's identifier is refused.
    /// </summary>
    private async Task<Outcome<Ran>?> RepeatedAsync(
        ConsultId id, CommandRecord? record, CancellationToken cancellation)
    {
        if (record is null
            || await store.FindCommandAsync(record.Actor, record.Id, cancellation) is not { } done)
        {
            return null;
        }

        if (done.Kind != record.Kind || (record.Stream.Length > 0 && done.Stream != record.Stream))
        {
            return new Outcome<Ran>.Refused(
                new("command-reused", "This command identifier was used for something else."));
        }

        var now = await store.LoadConsultAsync(new(done.Stream.Length > 0 ? done.Stream : id.Value), cancellation);
        return new Outcome<Ran>.Done(new((ConsultState.Filed)now.State, now.Version, []));
    }

    private static List<PersonId> Freed(List<StreamAppend> appends) =>
        [.. appends.OfType<StreamAppend.ToDoctor>()
            .Where(one => one.After.Engagement is DoctorEngagement.Free
                && one.Before.State.Engagement is not DoctorEngagement.Free)
            .Select(one => one.Id)];

    private async Task<Refusal?> AddDoctorsAsync(
        List<StreamAppend> appends,
        ConsultId id,
        IReadOnlyList<ConsultEvent> facts,
        bool isHeld,
        CancellationToken cancellation)
    {
        foreach (var group in FollowUps.ForDoctors(id, facts, options.WrapUp).GroupBy(follow => follow.Doctor))
        {
            var before = (isHeld ? store.FindHeld(group.Key) : null) ?? await store.LoadDoctorAsync(group.Key, cancellation);
            var state = before.State;
            var all = new List<DoctorEvent>();
            foreach (var (_, command) in group)
            {
                var decision = DoctorAvailabilityDecider.Decide(state, command);
                if (decision is Decision<DoctorEvent>.Refused refused)
                {
                    return refused.Why;
                }

                var accepted = ((Decision<DoctorEvent>.Accepted)decision).Facts;
                state = accepted.Aggregate(state, DoctorAvailabilityDecider.Evolve);
                all.AddRange(accepted);
            }

            if (ToDoctor(group.Key, before, all) is { } append)
            {
                appends.Add(append);
            }
        }

        return null;
    }

    private static StreamAppend.ToDoctor? ToDoctor(
        PersonId id, Loaded<DoctorAvailability> before, IReadOnlyList<DoctorEvent> facts) =>
        facts.Count == 0
            ? null
            : new(id, before, facts, facts.Aggregate(before.State, DoctorAvailabilityDecider.Evolve));

    /// <summary>
    /// One recording at a time: asked of the state that the append rests on, so that two who start one at the same
    /// moment do not both get theirs.
    /// </summary>
    private async Task<Refusal?> RefuseSecondRecordingAsync(
        ConsultState before, ConsultCommand command, CancellationToken cancellation)
    {
        if (command is not ConsultCommand.OpenRecording
            || (before as ConsultState.Engaged)?.Engagement.Recording is not { } known)
        {
            return null;
        }

        return (await store.LoadRecordingAsync(known, cancellation)).State.IsOpen
            ? new("recording-open", "The session is being recorded already.")
            : null;
    }

    private async Task<Refusal?> AddRecordingAsync(
        List<StreamAppend> appends,
        ConsultState known,
        ConsultState.Filed after,
        ConsultCommand command,
        IReadOnlyList<ConsultEvent> facts,
        CancellationToken cancellation)
    {
        // A stop for the wrong patient takes the recording from the case, and ends it all the same.
        var last = (known as ConsultState.Engaged)?.Engagement.Recording;
        if (after is not ConsultState.Engaged { Engagement: var engagement }
            || (engagement.Recording ?? last) is not { } recording)
        {
            return null;
        }

        var before = await store.LoadRecordingAsync(recording, cancellation);
        IEnumerable<RecordingCommand> follow = command is ConsultCommand.OpenRecording
            ? [Request(after.File, engagement, recording, command)]
            : FollowUps.ForRecording(after.File, facts);
        var state = before.State;
        var all = new List<RecordingEvent>();
        foreach (var one in follow)
        {
            var decision = RecordingDecider.Decide(state, one);
            if (decision is Decision<RecordingEvent>.Refused refused)
            {
                return refused.Why;
            }

            var accepted = ((Decision<RecordingEvent>.Accepted)decision).Facts;
            state = accepted.Aggregate(state, RecordingDecider.Evolve);
            all.AddRange(accepted);
        }

        if (all.Count > 0)
        {
            appends.Add(new StreamAppend.ToRecording(recording, before, all, state));
        }

        return null;
    }

    private static RecordingCommand.Request Request(
        CaseFile file, Engagement engagement, RecordingId recording, ConsultCommand command) => new(
            command.By,
            command.Now,
            recording,
            file.Id,
            [.. engagement.Room.Select(one =>
                new RecordingParticipant(one.Person, true, file.RecordingAnswer(one.Person)))],
            file.LatestConsent(ConsentItem.Recording, ConsentSubject.Patient)?.Granted);
}
