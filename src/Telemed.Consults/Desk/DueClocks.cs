namespace Telemed.Consults.Desk;

/// <summary>
/// Fires the clocks that are due. Run on every node as often as one likes: a row is leased to one worker at a time, and
/// the decider accepts a clock only while the state still holds it, so each fires once. A worker that dies leaves a
/// lease that runs out.
/// </summary>
public sealed class DueClocks
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    private readonly IConsultStore _store;
    private readonly DispatchService _dispatch;
    private readonly DoctorDesk _doctors;
    private readonly CommandRunner _runner;
    private readonly IReminderSender _reminders;
    private readonly string _worker;
    private readonly Lock _gate = new();
    private readonly List<Task> _reminding = [];

    /// <summary>A worker of this name; two workers never share one.</summary>
    public DueClocks(
        IConsultStore store,
        DispatchService dispatch,
        DoctorDesk doctors,
        RingOptions ring,
        ConsultTimes times,
        IReminderSender reminders,
        string worker)
    {
        _store = store;
        _dispatch = dispatch;
        _doctors = doctors;
        _runner = new CommandRunner(store, new ConsultDecider(times), ring);
        _reminders = reminders;
        _worker = worker;
    }

    /// <summary>
    /// Fires what is due and sweeps absent doctors; what was fired. One that cannot be fired keeps none of the others:
    /// it is tried again when its lease has run out. Reminders go beside, so that no ring waits for who takes them.
    /// </summary>
    /// <exception cref="AggregateException">
    /// Some could not be fired, or an earlier reminder not be noted; everything else was done.
    /// </exception>
    public async Task<IReadOnlyList<FiredClock>> FireAsync(
        DateTimeOffset now, CancellationToken cancellation = default)
    {
        var fired = new List<FiredClock>();
        var faults = TakeFaults();
        foreach (var due in await _store.ClaimClocksAsync(_worker, now, Lease, 50, cancellation))
        {
            if (due is { Stream.Kind: StreamKind.Consult, Clock.Kind: ClockKind.Reminder })
            {
                Begin(RemindAsync(due, now, cancellation));
                continue;
            }

            try
            {
                if (await FireOrDropAsync(due, now, cancellation) is { } known)
                {
                    fired.Add(new(due.Stream, due.Clock, known));
                }
            }
            catch (NewerVersionException)
            {
                // Left to a node that knows all of the case: the lease runs out, and this is no fault here.
            }
            catch (Exception fault) when (!cancellation.IsCancellationRequested)
            {
                faults.Add(fault);
            }
        }

        await _doctors.SweepAbsentAsync(now, cancellation);
        return faults.Count == 0 ? fired : throw new AggregateException(faults);
    }

    /// <summary>Completes when the reminders begun so far are told or given up.</summary>
    /// <exception cref="Exception">One could not be noted.</exception>
    public Task SettleAsync()
    {
        lock (_gate)
        {
            return Task.WhenAll(_reminding);
        }
    }

    private void Begin(Task reminding)
    {
        lock (_gate)
        {
            _reminding.Add(reminding);
        }
    }

    private List<Exception> TakeFaults()
    {
        lock (_gate)
        {
            var faults = _reminding.Select(one => one.Exception).OfType<Exception>().ToList();
            _reminding.RemoveAll(one => one.IsCompleted);
            return faults;
        }
    }

    private async Task<bool?> FireOrDropAsync(DueClock due, DateTimeOffset now, CancellationToken cancellation)
    {
        var done = await FireAsync(due, now, cancellation);
        if (done is false)
        {
            await _store.DropClockAsync(due, cancellation);
        }

        return done;
    }

    /// <summary>Whether the clock changed anything; <c>null</c> when it must be tried again later.</summary>
    private Task<bool?> FireAsync(DueClock due, DateTimeOffset now, CancellationToken cancellation) =>
        due.Stream.Kind switch
        {
            StreamKind.Consult when due.Clock.Kind == ClockKind.Dispatch => DispatchAsync(due, now, cancellation),
            StreamKind.Consult => FireConsultAsync(due, now, cancellation),
            StreamKind.Doctor => FireDoctorAsync(due, now, cancellation),
            _ => Task.FromResult<bool?>(false),
        };

    /// <summary>
    /// Nobody climbed the ladder when they should have: whoever submitted or declined has died on the way.
    /// </summary>
    private async Task<bool?> DispatchAsync(DueClock due, DateTimeOffset now, CancellationToken cancellation)
    {
        var id = new ConsultId(due.Stream.Key);
        var before = await _store.LoadConsultAsync(id, cancellation);
        if (ConsultClocks.Of(before.State) != due.Clock)
        {
            return false;
        }

        await _dispatch.DispatchAsync(id, now, cancellation);
        var after = await _store.LoadConsultAsync(id, cancellation);
        return ConsultClocks.Of(after.State) == due.Clock ? null : true;
    }

    /// <summary>
    /// The reminder is told first and noted then: one that cannot be told is tried again until the room opens, which waits
    /// for no reminder.
    /// </summary>
    private async Task RemindAsync(DueClock due, DateTimeOffset now, CancellationToken cancellation)
    {
        try
        {
            var state = (await _store.LoadConsultAsync(new(due.Stream.Key), cancellation)).State;
            if (state is not ConsultState.Scheduled near || ConsultClocks.Of(near) != due.Clock || now >= near.OpensAt
                || await _reminders.SendAsync(ReminderOf(near), cancellation))
            {
                await FireOrDropAsync(due, now, cancellation);
            }
        }
        catch (NewerVersionException)
        {
            // Left to a node that knows all of the case, as every other clock of it is.
        }
    }

    private static Reminder ReminderOf(ConsultState.Scheduled near) => new(
        near.File.Id,
        near.File.Request.Service,
        near.StartsAt,
        [
            near.File.Requester,
            near.Engagement.Lead,
            .. near.Engagement.Experts.Where(one => one.TakesPart).Select(one => one.Person),
        ]);

    private async Task<bool?> FireConsultAsync(DueClock due, DateTimeOffset now, CancellationToken cancellation)
    {
        var id = new ConsultId(due.Stream.Key);
        var command = new ConsultCommand.FireClock(PersonId.System, now, due.Clock);
        var outcome = await _runner.RunAsync(
            id, null, _ => new Outcome<ConsultCommand>.Done(command), cancellation);
        if (outcome is Outcome<Ran>.Done ran)
        {
            await _dispatch.FollowAsync(ran.Value, now, cancellation);
        }

        return outcome switch
        {
            Outcome<Ran>.Done => true,
            Outcome<Ran>.Conflict => null,
            _ => false,
        };
    }

    private async Task<bool?> FireDoctorAsync(DueClock due, DateTimeOffset now, CancellationToken cancellation)
    {
        var id = new PersonId(due.Stream.Key);
        var outcome = await _runner.RunAsync(
            id, null, new DoctorCommand.FireClock(PersonId.System, now, due.Clock), cancellation);
        if (outcome is Outcome<DoctorAvailability>.Done)
        {
            await _dispatch.OfferWaitingAsync(id, again: false, now, cancellation);
        }

        return outcome switch
        {
            Outcome<DoctorAvailability>.Done => true,
            Outcome<DoctorAvailability>.Conflict => null,
            _ => false,
        };
    }
}
