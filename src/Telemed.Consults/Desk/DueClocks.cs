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
    private readonly string _worker;

    /// <summary>A worker of this name; two workers never share one.</summary>
    public DueClocks(
        IConsultStore store,
        DispatchService dispatch,
        DoctorDesk doctors,
        RingOptions ring,
        ConsultTimes times,
        string worker)
    {
        _store = store;
        _dispatch = dispatch;
        _doctors = doctors;
        _runner = new CommandRunner(store, new ConsultDecider(times), ring);
        _worker = worker;
    }

    /// <summary>
    /// Fires what is due and sweeps absent doctors; what was fired. One that cannot be fired keeps none of the others:
    /// it is tried again when its lease has run out.
    /// </summary>
    /// <exception cref="AggregateException">Some could not be fired; everything else was done.</exception>
    public async Task<IReadOnlyList<FiredClock>> FireAsync(
        DateTimeOffset now, CancellationToken cancellation = default)
    {
        var fired = new List<FiredClock>();
        var faults = new List<Exception>();
        foreach (var due in await _store.ClaimClocksAsync(_worker, now, Lease, 50, cancellation))
        {
            try
            {
                if (await FireOrDropAsync(due, now, cancellation) is { } known)
                {
                    fired.Add(new(due.Stream, due.Clock, known));
                }
            }
            catch (Exception fault) when (!cancellation.IsCancellationRequested)
            {
                faults.Add(fault);
            }
        }

        await _doctors.SweepAbsentAsync(now, cancellation);
        return faults.Count == 0 ? fired : throw new AggregateException(faults);
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
