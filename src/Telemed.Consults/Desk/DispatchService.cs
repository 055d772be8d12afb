namespace Telemed.Consults.Desk;

/// <summary>
/// Climbs the ring ladder: while a consult waits in Dispatching, rings the next step's specialists or says that nobody
/// is left. A specialist whom another consult claimed a moment earlier is passed over, and the ranking is made anew.
/// </summary>
public sealed class DispatchService
{
    /// <summary>Steps tried in one call before the clock takes over: a bound against an endless race.</summary>
    private const int Steps = 40;

    private readonly IConsultStore _store;
    private readonly IDirectory _directory;
    private readonly IIdSource _ids;
    private readonly RingOptions _options;
    private readonly RingLadder _ladder;
    private readonly CommandRunner _runner;

    /// <summary>A dispatcher over these ports.</summary>
    public DispatchService(
        IConsultStore store, IDirectory directory, IIdSource ids, RingOptions options, ConsultTimes times)
    {
        _store = store;
        _directory = directory;
        _ids = ids;
        _options = options;
        _ladder = new RingLadder(options);
        _runner = new CommandRunner(store, new ConsultDecider(times), options);
    }

    /// <summary>Rings the next step of a consult that waits for it; does nothing for one that does not.</summary>
    public Task DispatchAsync(ConsultId id, DateTimeOffset now, CancellationToken cancellation = default) =>
        DispatchAsync(id, null, now, cancellation);

    private async Task DispatchAsync(
        ConsultId id, ConsultState.Dispatching? known, DateTimeOffset now, CancellationToken cancellation)
    {
        for (var step = 0; step < Steps; step++)
        {
            var waiting = known ?? (await _store.LoadConsultAsync(id, cancellation)).State as ConsultState.Dispatching;
            known = null;
            if (waiting is null)
            {
                return;
            }

            var command = await NextAsync(waiting.File, now, cancellation);
            var outcome = await _runner.RunAsync(
                id,
                null,
                state => IsStill(state, waiting.File)
                    ? new Outcome<ConsultCommand>.Done(command)
                    : new Outcome<ConsultCommand>.Conflict(),
                cancellation);
            if (outcome is Outcome<Ran>.Done)
            {
                return;
            }
        }
    }

    /// <summary>
    /// What follows a consult command: climbs on where it waits, and offers freed doctors what else waits.
    /// </summary>
    internal async Task FollowAsync(Ran ran, DateTimeOffset now, CancellationToken cancellation)
    {
        if (ran.State is ConsultState.Dispatching waiting)
        {
            await DispatchAsync(waiting.File.Id, waiting, now, cancellation);
        }

        foreach (var doctor in ran.Freed)
        {
            await OfferWaitingAsync(doctor, again: false, now, cancellation);
        }
    }

    /// <summary>
    /// A doctor may have become free: tries unstaffed consults for their services again, most urgent and oldest first,
    /// until one rings them. One who has just said that they are there is rung also for what they let pass; one who was
    /// merely released is not, or an unanswered consult would ring the same people for ever.
    /// </summary>
    public async Task OfferWaitingAsync(
        PersonId doctor, bool again, DateTimeOffset now, CancellationToken cancellation = default)
    {
        var network = await _directory.LoadAsync(cancellation);
        if (network.FindPerson(doctor) is not { } person || !person.Is(Role.Specialist))
        {
            return;
        }

        var waiting = await _store.ListConsultsAsync(
            new() { States = [ConsultStatus.Unstaffed], Services = person.Services }, cancellation);
        foreach (var row in waiting.OrderBy(row => row.Urgency).ThenBy(row => row.SubmittedAt))
        {
            if ((!again && row.RungBefore.Contains(doctor))
                || !network.MayAsk(row.Institution, person.Institution)
                || !await IsRingableAsync(network, person, row, now, cancellation))
            {
                continue;
            }

            try
            {
                await _runner.RunAsync(
                    row.Id,
                    null,
                    _ => new Outcome<ConsultCommand>.Done(new ConsultCommand.Redispatch(PersonId.System, now)),
                    cancellation);
                await DispatchAsync(row.Id, now, cancellation);
            }
            catch (NewerVersionException)
            {
                // Left to a node that knows all of the case; those that wait behind it are rung from here.
            }
        }
    }

    /// <summary>
    /// Looks again at all unstaffed consults, in case the moment when a doctor became free was missed. Nobody is rung
    /// by it who was rung before for the same consult.
    /// </summary>
    public async Task SweepUnstaffedAsync(DateTimeOffset now, CancellationToken cancellation = default)
    {
        var waiting = await _store.ListConsultsAsync(new() { States = [ConsultStatus.Unstaffed] }, cancellation);
        if (waiting.Count == 0)
        {
            return;
        }

        var network = await _directory.LoadAsync(cancellation);
        var never = waiting
            .SelectMany(row => network.SpecialistsFor(row.Institution)
                .Where(one => one.Services.Contains(row.Service) && !row.RungBefore.Contains(one.Id)))
            .Select(one => one.Id)
            .Distinct()
            .ToList();
        foreach (var doctor in never)
        {
            await OfferWaitingAsync(doctor, again: false, now, cancellation);
        }
    }

    private static bool IsStill(ConsultState state, CaseFile file) => state is ConsultState.Dispatching now
        && now.File.Round == file.Round
        && now.File.Offers.Length == file.Offers.Length;

    private async Task<ConsultCommand> NextAsync(CaseFile file, DateTimeOffset now, CancellationToken cancellation)
    {
        var network = await _directory.LoadAsync(cancellation);
        var consult = CaseOf(network, file, now);
        var specialists = network.SpecialistsFor(file.Institution)
            .Where(person => person.Services.Contains(file.Request.Service))
            .ToList();
        var candidates = await CandidatesAsync(
            network, specialists, file.Request.Service, file.Institution, now, cancellation);
        return _ladder.Next(file, CandidateRanking.Default.Rank(candidates, consult)) switch
        {
            RingStep.Ring ring => new ConsultCommand.MakeOffers(
                PersonId.System,
                now,
                ring.Hop,
                now + ring.For,
                [.. ring.Whom.Select(one =>
                    new NewOffer(new(_ids.Next()), one.Candidate.Person.Id, one.Reason))]),
            _ => new ConsultCommand.GiveUp(
                PersonId.System, now, network.PhoneFor(file.Institution) ?? _options.PhoneInstead),
        };
    }

    private async Task<bool> IsRingableAsync(
        Network network, StaffMember person, ConsultRow row, DateTimeOffset now, CancellationToken cancellation)
    {
        var candidates = await CandidatesAsync(network, [person], row.Service, row.Institution, now, cancellation);
        return CandidateRanking.IsRingable(
            candidates[0], new(row.Service, null, InstitutionLevel.Township, [], now));
    }

    private async Task<List<Candidate>> CandidatesAsync(
        Network network,
        List<StaffMember> people,
        ServiceCode service,
        InstitutionId asking,
        DateTimeOffset now,
        CancellationToken cancellation)
    {
        var rows = await _store.ListDoctorsAsync([.. people.Select(person => person.Id)], cancellation);
        var states = rows.ToDictionary(row => row.Person, row => row.State);
        return people.ConvertAll(person => new Candidate(
            person,
            network.FindInstitution(person.Institution)?.Level ?? InstitutionLevel.Region,
            states.GetValueOrDefault(person.Id) ?? DoctorAvailability.Unknown,
            network.IsOnCall(person.Id, service, now, asking)));
    }

    private static DispatchCase CaseOf(Network network, CaseFile file, DateTimeOffset now) => new(
        file.Request.Service,
        file.Request.WishedSpecialist,
        network.FindInstitution(file.Institution)?.Level ?? InstitutionLevel.Village,
        network.FindPerson(file.Requester)?.Languages ?? [],
        now);
}
