using Telemed.Consults.Consults;
using Telemed.Consults.Ids;
using Telemed.Consults.Scheduling;
using Telemed.Consults.Stores;

namespace Telemed.Cli.Simulate;

/// <summary>Reads the facts of a day again and says whether anything in them must not be.</summary>
internal sealed class DayAudit
{
    private static readonly ConsultStatus[] Final =
    [
        ConsultStatus.Closed, ConsultStatus.Archived, ConsultStatus.Cancelled, ConsultStatus.NoShow,
        ConsultStatus.ConvertedToTransfer, ConsultStatus.Rejected,
    ];

    private readonly List<string> _faults = [];
    private readonly SortedDictionary<ConsultStatus, int> _states = [];
    private readonly DayTimes _answered = new("notified to accepted");
    private readonly DayTimes _begun = new("accepted to in session");
    private readonly DayTimes _signed = new("session end to signed");
    private readonly DayTimes _read = new("read accepted to signed");
    private readonly List<(PersonId Doctor, DateTimeOffset Place, DateTimeOffset From, DateTimeOffset Until, ConsultId Consult)> _places = [];
    private readonly List<(PersonId Doctor, DateTimeOffset From, DateTimeOffset Until, ConsultId Consult)> _sessions = [];

    /// <summary>How many consults are in each state.</summary>
    public IReadOnlyDictionary<ConsultStatus, int> States => _states;

    /// <summary>How many consults began as a booked half hour of the pool.</summary>
    public int Booked { get; private set; }

    /// <summary>The durations of the day, in its own time.</summary>
    public IReadOnlyList<DayTimes> Times => [_answered, _begun, _signed, _read];

    /// <summary>What must not be: doctors in two sessions at once, and half hours that were two cases', included.</summary>
    public IReadOnlyList<string> FindFaults() =>
    [
        .. _faults,
        .. _sessions.GroupBy(one => one.Doctor).SelectMany(Clashes),
        .. _places.GroupBy(one => (one.Doctor, one.Place)).SelectMany(Doubled),
    ];

    /// <summary>Notes what must not be.</summary>
    public void Add(string fault) => _faults.Add(fault);

    /// <summary>Reads one consult again.</summary>
    public async Task AddAsync(IConsultStore store, ConsultId id)
    {
        var facts = await store.ReadConsultAsync(id);
        if (ConsultDecider.Fold(facts) is not ConsultState.Filed state)
        {
            _faults.Add($"{id} is lost.");
            return;
        }

        _states[state.Status] = _states.GetValueOrDefault(state.Status) + 1;
        if (!Final.Contains(state.Status))
        {
            _faults.Add($"{id} ended the day {state.Status}.");
        }

        if (facts.OfType<ConsultEvent.OpinionReminded>().GroupBy(one => one.Count).Any(same => same.Count() > 1))
        {
            _faults.Add($"{id} was reminded twice by one clock.");
        }

        if (facts.Any(one => one is ConsultEvent.LeadBooked))
        {
            Booked++;
        }

        AddPlaces(id, facts);
        Measure(id, facts);
    }

    /// <summary>Each half hour that the case had of a specialist, from its booking until it was given back or used.</summary>
    private void AddPlaces(ConsultId id, IReadOnlyList<ConsultEvent> facts)
    {
        ConsultEvent.SessionScheduled? held = null;
        foreach (var fact in facts)
        {
            if (held is not null && fact is ConsultEvent.SessionScheduled or ConsultEvent.AppointmentOpened
                or ConsultEvent.LeadReleased or ConsultEvent.ConsultCancelled)
            {
                _places.Add((held.Lead, PlaceGrid.PlaceOf(held.StartsAt), held.At, fact.At, id));
                held = null;
            }

            held = fact as ConsultEvent.SessionScheduled ?? held;
        }
    }

    private static IEnumerable<string> Doubled(
        IEnumerable<(PersonId Doctor, DateTimeOffset Place, DateTimeOffset From, DateTimeOffset Until, ConsultId Consult)> places)
    {
        var ordered = places.OrderBy(one => one.From).ToList();
        return ordered.Skip(1).Zip(ordered)
            .Where(pair => pair.First.From < pair.Second.Until)
            .Select(pair => $"{pair.First.Doctor}'s half hour {pair.First.Place:O} was {pair.Second.Consult}'s and {pair.First.Consult}'s at once.");
    }

    private static IEnumerable<string> Clashes(
        IGrouping<PersonId, (PersonId Doctor, DateTimeOffset From, DateTimeOffset Until, ConsultId Consult)> sessions)
    {
        var ordered = sessions.OrderBy(one => one.From).ToList();
        return ordered.Skip(1).Zip(ordered)
            .Where(pair => pair.First.From < pair.Second.Until)
            .Select(pair => $"{sessions.Key} was in {pair.Second.Consult} and {pair.First.Consult} at once.");
    }

    private void Measure(ConsultId id, IReadOnlyList<ConsultEvent> facts)
    {
        var taken = facts.OfType<ConsultEvent.OfferAccepted>().LastOrDefault();
        var rung = facts.OfType<ConsultEvent.OfferMade>().FirstOrDefault(one => one.Offer == taken?.Offer);
        var started = facts.OfType<ConsultEvent.SessionStarted>().LastOrDefault();
        var ended = facts.OfType<ConsultEvent.SessionEnded>().LastOrDefault();
        var signed = facts.OfType<ConsultEvent.OpinionSigned>().LastOrDefault();
        var scheduled = facts.Any(one => one is ConsultEvent.SessionScheduled);
        Add(_answered, rung, taken);
        Add(_begun, scheduled ? null : taken, started);
        Add(_signed, ended, signed);
        Add(_read, facts.OfType<ConsultEvent.ReadRequested>().LastOrDefault(), signed);
        var over = ended ?? (ConsultEvent?)facts.OfType<ConsultEvent.ConsultTransferred>().LastOrDefault();
        if (started is not null && over is not null)
        {
            _sessions.Add((taken?.Specialist ?? facts.OfType<ConsultEvent.LeadBooked>().Last().Specialist, started.At, over.At, id));
        }
    }

    private static void Add(DayTimes times, ConsultEvent? from, ConsultEvent? until)
    {
        if (from is not null && until is not null)
        {
            times.Add(until.At - from.At);
        }
    }
}
