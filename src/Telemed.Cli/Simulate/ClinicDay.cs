using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Telemed.Consults.Access;
using Telemed.Consults.Consults;
using Telemed.Consults.Desk;
using Telemed.Consults.Ids;
using Telemed.Consults.Institutions;
using Telemed.Consults.Scheduling;
using Telemed.Consults.Stores;
using Telemed.Consults.Views;
using Telemed.Storage;

namespace Telemed.Cli.Simulate;

/// <summary>
/// One clinic day of a region in virtual time, over a real database: requests come, are rung, refused, let pass, taken,
/// held, interrupted, ended and signed, and the server is stopped and started in between. A seed makes the people draw the
/// same lots again; only what is called real is measured by the machine's clock.
/// </summary>
/// <param name="open">Opens the database; called again at every restart.</param>
/// <param name="network">The region.</param>
/// <param name="consults">How many consults.</param>
/// <param name="restarts">How many restarts, spread over the day.</param>
/// <param name="seed">What the lots are drawn from.</param>
internal sealed class ClinicDay(
    Func<Task<ConsultDatabase>> open, Network network, int consults, int restarts, int seed)
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Open = TimeSpan.FromHours(10);
    private static readonly TimeSpan BookAhead = TimeSpan.FromHours(5);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(40);

    private readonly Random _random = new(seed);
    private readonly PriorityQueue<ConsultId, DateTimeOffset> _next = new();
    private readonly List<ConsultId> _all = [];
    private readonly ConcurrentDictionary<ConsultId, long> _submitted = new();
    private readonly DayTimes _notified = new("request to notified, real");
    private readonly Dictionary<string, int> _refused = new(StringComparer.Ordinal);
    private readonly List<StaffMember> _doctors = [.. network.People.Where(one => one.Is(Role.RequestingDoctor))];
    private DayDesks _desks = null!;
    private DateTimeOffset _now;
    private int _commands;

    /// <summary>Lives through the day.</summary>
    public async Task<DayReport> RunAsync(DateTimeOffset morning, CancellationToken cancellation)
    {
        _now = morning;
        for (var run = 0; run <= restarts; run++)
        {
            await using var database = await open();
            _desks = new(database, $"day-{run}");
            if (run == 0)
            {
                await BeginAsync(database);
            }

            using var down = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var hearing = HearAsync(await database.Feed.HeadAsync(cancellation), down.Token);
            await LiveAsync(morning, consults * (run + 1) / (restarts + 1), run == restarts, cancellation);
            while (!_submitted.IsEmpty && !hearing.IsCompleted)
            {
                await Task.Delay(10, cancellation); // Every ring is heard before the server goes down.
            }

            await down.CancelAsync();
            await hearing;
            if (run == restarts)
            {
                return await ReportAsync(database);
            }
        }

        throw new UnreachableException();
    }

    private async Task BeginAsync(ConsultDatabase database)
    {
        await database.Directory.ReplaceAsync(network);
        foreach (var person in network.People.Where(one => one.Is(Role.Specialist)))
        {
            await _desks.Doctors.KeepPresentAsync(person, "desk", _now + Longest, _now);
        }
    }

    /// <summary>Until so many consults were asked for, or, at the last, until nobody has anything left to do.</summary>
    private async Task LiveAsync(DateTimeOffset morning, int until, bool last, CancellationToken cancellation)
    {
        while (_all.Count < until || (last && _next.Count > 0 && _now < morning + Longest))
        {
            cancellation.ThrowIfCancellationRequested();
            _now += Tick;
            var due = consults * Math.Min(1, (_now - morning) / Open);
            while (_all.Count < Math.Min(until, due))
            {
                await AskAsync();
            }

            while (_next.TryPeek(out var id, out var at) && at <= _now)
            {
                _next.Dequeue();
                await MoveAsync(id);
            }

            await _desks.Clocks.FireAsync(_now, cancellation);
            await _desks.Clocks.SettleAsync();
        }
    }

    private async Task AskAsync()
    {
        var who = _doctors[_random.Next(_doctors.Count)];
        var read = _random.Next(5) == 0;
        var service = read ? "radiology" : DayNetwork.Services[_random.Next(4)];
        var urgency = read ? Urgency.Urgent : _random.Next(3) switch { 0 => Urgency.Emergency, 1 => Urgency.Urgent, _ => Urgency.Ordinary };
        var request = new ConsultRequest(
            new(service), urgency, null, new("invented", new(null, null, 40, [])), read);
        var draft = await _desks.Consults.CreateAsync(As(who), request);
        var id = draft.ValueOrDefault!.Id;
        _all.Add(id);
        await TellAsync(_desks.Consults.ConsentAsync(As(who), id, new(
            ConsentItem.Consult, ConsentSubject.Patient, true, ConsentMethod.Paper, null, "1", "zh")));
        await TellAsync(_desks.Consults.CheckIdentityAsync(As(who), id, ["name", "paper"]));
        if (urgency == Urgency.Ordinary && !read && _random.Next(3) == 0 && await BookAsync(who, id))
        {
            Later(id, 60, 600);
            return;
        }

        _submitted[id] = Stopwatch.GetTimestamp();
        var submit = _desks.Consults.SubmitAsync(As(who), id);
        await TellAsync(submit);
        if ((await submit).ValueOrDefault?.State != ConsultStatus.Offered)
        {
            _submitted.TryRemove(id, out _); // Nobody is free, or it is reviewed first: whoever is rung is rung later.
        }

        Later(id, 5, 25);
    }

    /// <summary>
    /// Books a free half hour of the next hours with whoever has it, in any hospital that may be asked; <c>false</c> when
    /// there is none, or somebody else was sooner. Nobody is rung for it.
    /// </summary>
    private async Task<bool> BookAsync(StaffMember who, ConsultId id)
    {
        var free = (await _desks.Consults.ListPlacesAsync(who, id, _now)).ValueOrDefault?.Places
            .Where(one => one.StartsAt < _now + BookAhead).ToList() ?? [];
        if (free.Count == 0)
        {
            return false;
        }

        var place = free[_random.Next(free.Count)];
        var via = place.WalkIn ? BookingChannel.Desk : (BookingChannel)_random.Next(4);
        var booked = _desks.Consults.ScheduleAsync(
            As(who), id, place.StartsAt, via, place.With[_random.Next(place.With.Count)]);
        await TellAsync(booked);
        return await booked is Outcome<ConsultView>.Done;
    }

    /// <summary>What one of the people does next with a consult.</summary>
    private async Task MoveAsync(ConsultId id)
    {
        if ((await _desks.Database.Store.LoadConsultAsync(id)).State is not ConsultState.Filed state
            || AccessPolicy.IsFinished(state.Status))
        {
            return;
        }

        var asking = network.FindPerson(state.File.Requester)!;
        var lead = AccessPolicy.LeadOf(state) is { } one ? network.FindPerson(one)! : asking;
        switch (state)
        {
            case ConsultState.Offered:
                await AnswerAsync(state);
                break;
            case ConsultState.Unstaffed:
                await TellAsync(_random.Next(12) == 0
                    ? _desks.Consults.CancelAsync(As(asking), id, "by telephone")
                    : _desks.Consults.RedispatchAsync(As(asking), id));
                Later(id, 60, 400);
                return;
            case ConsultState.Accepted or ConsultState.Ready when state.File.Request.Lane == Lane.Planned && _random.Next(3) == 0:
                await TellAsync(_desks.Consults.ScheduleAsync(As(asking), id, _now.AddMinutes(20 + _random.Next(120)), BookingChannel.Desk));
                break;
            case ConsultState.Ready or ConsultState.Interrupted:
                await TellAsync(_desks.Consults.EnterRoomAsync(As(asking), id));
                if (_random.Next(25) > 0) // One in many never comes: a no-show.
                {
                    await TellAsync(_desks.Consults.EnterRoomAsync(As(lead), id));
                }

                Later(id, 240, 900);
                return;
            case ConsultState.InSession:
                if (_random.Next(6) == 0)
                {
                    await _desks.Consults.LeaveRoomAsync(id, _random.Next(2) == 0 ? asking.Id : lead.Id, LeaveCause.Lost, _now);
                    Later(id, 10, 700);
                    return;
                }

                await TellAsync(_random.Next(40) == 0
                    ? _desks.Consults.TransferAsync(As(asking), id, "worse")
                    : _desks.Consults.EndAsync(As(lead), id));
                break;
            case ConsultState.OpinionPending:
                await TellAsync(_desks.Consults.SaveOpinionAsync(As(lead), id, new("invented", "invented")));
                if (_random.Next(4) > 0)
                {
                    await TellAsync(_desks.Consults.SignAsync(As(lead), id));
                }

                break;
            case ConsultState.OpinionSigned:
                await TellAsync(_desks.Consults.AcknowledgeAsync(As(asking), id, _random.Next(8) > 0, null));
                break;
            case ConsultState.Acknowledged:
                await TellAsync(_desks.Consults.CloseAsync(As(asking), id));
                break;
        }

        Later(id, 20, 240);
    }

    private async Task AnswerAsync(ConsultState.Filed state)
    {
        var offer = state.File.OpenOffers.First();
        var rung = As(network.FindPerson(offer.Specialist)!);
        switch (_random.Next(10))
        {
            case 0:
                await TellAsync(_desks.Consults.DeclineAsync(rung, state.File.Id, offer.Id, "inSurgery"));
                break;
            case < 3: // Nobody answers: the ring ends by itself.
                break;
            case 3 when _random.Next(4) == 0:
                await TellAsync(_desks.Consults.CancelAsync(
                    As(network.FindPerson(state.File.Requester)!), state.File.Id, "patientBetter"));
                break;
            default:
                await TellAsync(_desks.Consults.AcceptAsync(rung, state.File.Id, offer.Id));
                break;
        }
    }

    private void Later(ConsultId id, int least, int most) => _next.Enqueue(id, _now.AddSeconds(_random.Next(least, most)));

    private Caller As(StaffMember who) =>
        new(who, new((++_commands).ToString(CultureInfo.InvariantCulture)), _now);

    private async Task TellAsync(Task<Outcome<ConsultView>> command)
    {
        if (await command is Outcome<ConsultView>.Refused refused)
        {
            _refused[refused.Why.Code] = _refused.GetValueOrDefault(refused.Why.Code) + 1;
        }
    }

    /// <summary>Hears the facts as a server does that pushes them to the desks, and notes when a ring was heard.</summary>
    private async Task HearAsync(FeedPosition from, CancellationToken cancellation)
    {
        try
        {
            await foreach (var fact in _desks.Database.Feed.FollowAsync(from, cancellation))
            {
                if (fact.Event is ConsultEvent.OfferMade && _submitted.TryRemove(new(fact.Stream.Key), out var since))
                {
                    _notified.Add(Stopwatch.GetElapsedTime(since));
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The server goes down, or the day is over.
        }
    }

    private async Task<DayReport> ReportAsync(ConsultDatabase database)
    {
        var audit = new DayAudit();
        foreach (var id in _all)
        {
            await audit.AddAsync(database.Store, id);
        }

        foreach (var fault in await database.VerifyAsync())
        {
            audit.Add(fault.ToString()!);
        }

        return new(audit.States, audit.Booked, [_notified, .. audit.Times], _refused, restarts, audit.FindFaults());
    }
}
