using Dapper;
using Telemed.Consults.Access;
using Telemed.Consults.Availability;
using Telemed.Consults.Consults;
using Telemed.Consults.Ids;
using Telemed.Consults.Institutions;
using Telemed.Consults.Stores;

namespace Telemed.Storage.Tests;

/// <summary>
/// Random histories of a small network with several hands at once: nobody booked twice, no request lost.
/// </summary>
public abstract class HistoryConformance : DatabaseTest
{
    private const int Rounds = 160;
    private const int Hands = 4;
    private const int Steps = 1_500;

    [Fact]
    public async Task Whatever_many_hands_do_at_once_no_doctor_is_booked_twice_and_no_request_is_lost()
    {
        await using var world = await OpenWorldAsync(StoreConformance.Crowd(2));
        var random = new Random(20260302);
        var consults = new List<ConsultId>();
        foreach (var doctor in world.Network.People.Where(person => person.Is(Role.Specialist)))
        {
            await world.PresentAsync(doctor);
            World.Done(await world.Doctors.SetAvailableAsync(doctor, true, null, world.Now, Cancellation));
        }

        for (var round = 0; round < Rounds; round++)
        {
            world.Now += TimeSpan.FromSeconds(random.Next(20));
            var hands = Enumerable.Range(0, Hands).Select(_ => new Random(random.Next())).ToList();
            var made = await Task.WhenAll(hands.Select(hand => Task.Run(
                () => StepAsync(world, hand, consults.ToList()), Cancellation)));
            consults.AddRange(made.OfType<ConsultId>());
            await world.Clocks.FireAsync(world.Now, Cancellation);
            if (round % 16 == 15)
            {
                await CheckAsync(world, consults);
            }
        }

        var states = await CheckAsync(world, consults);
        // Who is engaged at the very end depends on whose hand was faster; who was ever accepted hardly does.
        var accepted = states.Count(state => state.File.Offers.Any(offer => offer.Status == OfferStatus.Accepted));
        Assert.True(accepted > 20, $"The histories reach engaged consults: {accepted}.");
        Assert.Contains(states, state => state is ConsultState.Closed);
        Assert.Contains(states, state => state.File.Offers.Any(offer => offer.Status == OfferStatus.Expired));
        Assert.Empty(await world.Database.VerifyAsync(Cancellation));
    }

    [Fact]
    public async Task Whatever_dies_in_between_no_request_is_lost_nobody_booked_twice_and_no_clock_fires_twice()
    {
        await using var opened = await OpenWorldAsync(StoreConformance.Crowd(2));
        var random = new Random(20260303);
        var store = new CrashingStore(opened.Store, new Random(4711));
        foreach (var doctor in opened.Network.People.Where(person => person.Is(Role.Specialist)))
        {
            await opened.PresentAsync(doctor);
            World.Done(await opened.Doctors.SetAvailableAsync(doctor, true, null, opened.Now, Cancellation));
        }

        var world = opened.Restarted(store, "run-0");
        var known = new List<ConsultId>();
        for (var step = 1; step <= Steps; step++)
        {
            world.Now += TimeSpan.FromSeconds(random.Next(12));
            try
            {
                if (await StepAsync(world, random, known) is { } made)
                {
                    known.Add(made);
                }

                await world.Clocks.FireAsync(world.Now, Cancellation);
                await world.Clocks.SettleAsync();
            }
            catch (Exception fault) when (Died(fault))
            {
                world = world.Restarted(store, $"run-{step}");
                known = await KnownAsync(world);
            }
        }

        store.OneIn = 0;
        Assert.True(store.Crashes > 100, $"It died {store.Crashes} times.");
        for (var look = 0; look < 4; look++)
        {
            world.Now += TimeSpan.FromSeconds(20); // Leases of workers that died run out.
            await world.Clocks.FireAsync(world.Now, Cancellation);
        }

        known = await KnownAsync(world);
        var states = await CheckAsync(world, known);
        Assert.Contains(states, state => state is ConsultState.Engaged);
        Assert.Contains(states, state => state is ConsultState.Closed);
        foreach (var id in known)
        {
            var facts = await world.Store.ReadConsultAsync(id, Cancellation);
            Assert.All(facts.OfType<ConsultEvent.OpinionReminded>().GroupBy(one => one.Count), same => Assert.Single(same));
            Assert.All(facts.OfType<ConsultEvent.OfferExpired>().GroupBy(one => one.Offer), same => Assert.Single(same));
        }

        Assert.Empty(await world.Database.VerifyAsync(Cancellation));
    }

    private static bool Died(Exception fault) => fault is CrashingStore.CrashException
        || (fault is AggregateException many && many.InnerExceptions.All(Died));

    /// <summary>Every consult there is: whoever died while making one could not say which.</summary>
    private static async Task<List<ConsultId>> KnownAsync(World world) =>
        [.. (await world.Store.ListConsultsAsync(new() { Most = 5_000 }, Cancellation)).Select(row => row.Id)];

    /// <summary>One random thing that one of the network's people does; a new consult, where that was it.</summary>
    private static async Task<ConsultId?> StepAsync(World world, Random random, List<ConsultId> consults)
    {
        var clinic = random.Next(2) == 0 ? world.Clinic : world.OtherClinic;
        if (consults.Count == 0 || random.Next(8) == 0)
        {
            return (await world.SubmittedAsync(clinic, random.Next(4) == 0 ? "neurology" : "cardiology")).Id;
        }

        if (random.Next(10) == 0)
        {
            var doctors = world.Network.People.Where(person => person.Is(Role.Specialist)).ToList();
            await world.Doctors.SetAvailableAsync(
                doctors[random.Next(doctors.Count)], random.Next(5) > 0, null, world.Now, Cancellation);
            return null;
        }

        for (var look = 0; look < 6; look++)
        {
            var id = consults[random.Next(consults.Count)];
            var state = (ConsultState.Filed)(await world.Store.LoadConsultAsync(id, Cancellation)).State;
            if (!AccessPolicy.IsFinished(state.Status))
            {
                await MoveAsync(world, random, state, world.Network.FindPerson(state.File.Requester)!);
                return null;
            }
        }

        return null;
    }

    private static async Task MoveAsync(World world, Random random, ConsultState.Filed state, StaffMember clinic)
    {
        var id = state.File.Id;
        var lead = state.File.LeadOffer is { } offer ? world.Network.FindPerson(offer.Specialist) : null;
        if (random.Next(40) == 0)
        {
            await world.Consults.CancelAsync(world.As(clinic), id, "improved", Cancellation);
        }
        else if (state is ConsultState.Offered)
        {
            var open = state.File.OpenOffers.ToList();
            var rung = open[random.Next(open.Count)];
            var doctor = world.As(world.Network.FindPerson(rung.Specialist)!);
            _ = random.Next(3) == 0
                ? await world.Consults.DeclineAsync(doctor, id, rung.Id, "in theatre", Cancellation)
                : await world.Consults.AcceptAsync(doctor, id, rung.Id, Cancellation);
        }
        else if (state is ConsultState.Accepted)
        {
            await world.Consults.ConsentAsync(world.As(clinic), id, World.PatientAgrees, Cancellation);
        }
        else if (state is ConsultState.Ready or ConsultState.Interrupted)
        {
            await world.Consults.EnterRoomAsync(world.As(clinic), id, Cancellation);
            await world.Consults.EnterRoomAsync(world.As(lead!), id, Cancellation);
        }
        else if (state is ConsultState.InSession)
        {
            _ = random.Next(3) > 0
                ? (object)await world.Consults.EndAsync(world.As(lead!), id, Cancellation)
                : await world.Consults.LeaveRoomAsync(id, clinic.Id, LeaveCause.Lost, world.Now, Cancellation);
        }
        else if (state is ConsultState.OpinionPending)
        {
            await world.Consults.SaveOpinionAsync(world.As(lead!), id, new("f", "a"), Cancellation);
            await world.Consults.SignAsync(world.As(lead!), id, Cancellation);
        }
        else if (state is ConsultState.OpinionSigned)
        {
            await world.Consults.AcknowledgeAsync(world.As(clinic), id, true, null, Cancellation);
            await world.Consults.CloseAsync(world.As(clinic), id, Cancellation);
        }
    }

    /// <summary>Consults, doctors, read models and clocks say the same.</summary>
    private async Task<List<ConsultState.Filed>> CheckAsync(World world, List<ConsultId> consults)
    {
        var states = new List<ConsultState.Filed>();
        foreach (var id in consults)
        {
            states.Add((ConsultState.Filed)(await world.Store.LoadConsultAsync(id, Cancellation)).State);
        }

        var rings = states.SelectMany(state => state.File.OpenOffers.Select(offer => (
            offer.Specialist,
            Bound: (DoctorEngagement)new DoctorEngagement.Ringing(state.File.Id, offer.Id, offer.Until))));
        var rooms = states.OfType<ConsultState.Engaged>()
            .Where(state => state is ConsultState.Accepted or ConsultState.Ready or ConsultState.InSession
                or ConsultState.Interrupted)
            .Select(state => (
                Specialist: state.Engagement.Lead,
                Bound: (DoctorEngagement)new DoctorEngagement.InConsult(state.File.Id)));
        var booked = rings.Concat(rooms).ToList();
        Assert.Equal(booked.Count, booked.Select(one => one.Specialist).Distinct().Count());

        var doctors = await world.Store.ListDoctorsAsync(
            [.. world.Network.People.Select(person => person.Id)], Cancellation);
        var bound = doctors.Where(row => row.State.Engagement is DoctorEngagement.Ringing or DoctorEngagement.InConsult)
            .Select(row => (row.Person, row.State.Engagement));
        Assert.Equal(
            booked.OrderBy(one => one.Specialist.Value, StringComparer.Ordinal),
            bound.OrderBy(one => one.Person.Value, StringComparer.Ordinal));

        // Nobody waits for a machine without a clock, and no clock is left behind.
        Assert.DoesNotContain(states, state => state is ConsultState.Dispatching);
        var expected = states.Where(state => ConsultClocks.Of(state) is not null)
            .Select(state => (
                StreamId.Of(state.File.Id).ToString(), ConsultClocks.Of(state)!.DueAt.ToUnixTimeMilliseconds()));
        await using var connection = await ConnectAsync();
        var clocks = await connection.QueryAsync<(string, long)>(
            "SELECT stream, due_at FROM clocks WHERE stream LIKE 'consult/%'");
        Assert.Equal(expected.Order(), clocks.Order());
        foreach (var state in states)
        {
            Assert.All(state.File.Offers.GroupBy(offer => offer.Id), same => Assert.Single(same));
        }

        return states;
    }
}
