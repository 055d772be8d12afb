namespace Telemed.Consults.Desk;

/// <summary>What doctors say about themselves, and whether they are there. Callable from any thread and node.</summary>
public sealed class DoctorDesk
{
    private readonly IConsultStore _store;
    private readonly IDirectory _directory;
    private readonly DispatchService _dispatch;
    private readonly ConsultTimes _times;
    private readonly CommandRunner _runner;

    /// <summary>A desk over these ports.</summary>
    public DoctorDesk(
        IConsultStore store, IDirectory directory, DispatchService dispatch, RingOptions ring, ConsultTimes times)
    {
        _store = store;
        _directory = directory;
        _dispatch = dispatch;
        _times = times;
        _runner = new CommandRunner(store, new ConsultDecider(times), ring);
    }

    /// <summary>
    /// A specialist says whether they may be rung; not available with an instant means away until then. One who becomes
    /// available is rung for what waits unstaffed before this returns.
    /// </summary>
    public async Task<Outcome<AvailabilityView>> SetAvailableAsync(
        StaffMember who,
        bool available,
        DateTimeOffset? until,
        DateTimeOffset now,
        CancellationToken cancellation = default)
    {
        if (!AccessPolicy.May(who.Roles, DeskAction.SetAvailability))
        {
            return new Outcome<AvailabilityView>.Forbidden();
        }

        var outcome = await _runner.RunAsync(
            who.Id, null, new DoctorCommand.SetAvailable(who.Id, now, available, until), cancellation);
        if (outcome is not Outcome<DoctorAvailability>.Done)
        {
            return outcome.As<AvailabilityView>();
        }

        if (available)
        {
            await _dispatch.OfferWaitingAsync(who.Id, again: true, now, cancellation);
        }

        return new Outcome<AvailabilityView>.Done(await FindAsync(who, now, cancellation));
    }

    /// <summary>
    /// A desk connection is alive until an instant: call on connecting and again well before the instant. Arriving is a
    /// fact; staying is not.
    /// </summary>
    public async Task KeepPresentAsync(
        StaffMember who,
        string connection,
        DateTimeOffset until,
        DateTimeOffset now,
        CancellationToken cancellation = default)
    {
        await _store.KeepPresenceAsync(who.Id, connection, until, cancellation);
        if (!who.Is(Role.Specialist) || (await _store.LoadDoctorAsync(who.Id, cancellation)).State.Present)
        {
            return;
        }

        await _runner.RunAsync(who.Id, null, new DoctorCommand.Arrive(who.Id, now), cancellation);
        await _dispatch.OfferWaitingAsync(who.Id, again: true, now, cancellation);
    }

    /// <summary>
    /// A desk connection has closed. Its person stays present for <paramref name="grace"/>: a page that reloads is not
    /// an
    /// absence.
    /// </summary>
    public Task DropPresentAsync(
        PersonId who,
        string connection,
        TimeSpan grace,
        DateTimeOffset now,
        CancellationToken cancellation = default) =>
        _store.KeepPresenceAsync(who, connection, now + grace, cancellation);

    /// <summary>A person's availability.</summary>
    public async Task<AvailabilityView> FindAsync(
        StaffMember who, DateTimeOffset now, CancellationToken cancellation = default)
    {
        var network = await _directory.LoadAsync(cancellation);
        var loaded = await _store.LoadDoctorAsync(who.Id, cancellation);
        return new ViewBuilder(network, who, now, _times.LeadWindow).Availability(who, loaded.Version, loaded.State);
    }

    /// <summary>The specialists whom a person may ask; for those who ask nobody, their own institution's.</summary>
    public async Task<IReadOnlyList<AvailabilityView>> ListAsync(
        StaffMember who, DateTimeOffset now, CancellationToken cancellation = default)
    {
        var network = await _directory.LoadAsync(cancellation);
        var people = network.People.Where(person => person.Is(Role.Specialist)
            && person.Id != who.Id
            && (person.Institution == who.Institution || who.Is(Role.Dispatcher)
                || network.MayAsk(who.Institution, person.Institution))).ToList();
        var rows = await _store.ListDoctorsAsync([.. people.Select(person => person.Id)], cancellation);
        var known = rows.ToDictionary(row => row.Person);
        var builder = new ViewBuilder(network, who, now, _times.LeadWindow);
        return people.ConvertAll(person => known.TryGetValue(person.Id, out var row)
            ? builder.Availability(person, row.Version, row.State)
            : builder.Availability(person, 0, DoctorAvailability.Unknown));
    }

    /// <summary>Marks as gone everybody whose connections have all run out; who they were.</summary>
    public async Task<IReadOnlyList<PersonId>> SweepAbsentAsync(
        DateTimeOffset now, CancellationToken cancellation = default)
    {
        var gone = await _store.ListAbsentAsync(now, cancellation);
        foreach (var person in gone)
        {
            await _runner.RunAsync(person, null, new DoctorCommand.Depart(PersonId.System, now), cancellation);
        }

        return gone;
    }
}
