using Telemed.Consults.Consults;
using Telemed.TestKit.Postgres;

namespace Telemed.Storage.Tests.Codes;

/// <summary>F1: a specialist does not answer: the ring ladder, every hop stored, never a silent queue.</summary>
public sealed class F1Tests(PostgresFixture postgres) : CodeTest(postgres)
{
    [Theory]
    [MemberData(nameof(Both))]
    public async Task When_nobody_answers_every_hop_is_stored_and_the_ladder_ends_at_the_telephone(Kept kept)
    {
        await using var world = await OpenAsync(kept, StoreConformance.Crowd(2));
        foreach (var doctor in world.Network.People.Where(person => person.Services.Contains(new("cardiology"))))
        {
            await world.PresentAsync(doctor);
            World.Done(await world.Doctors.SetAvailableAsync(doctor, true, null, world.Now, Cancellation));
        }

        var consult = await world.SubmittedAsync();
        var hops = 0;
        while (consult.State == ConsultStatus.Offered && hops++ < 20)
        {
            Assert.NotNull(consult.PhoneInstead);
            Assert.Empty(consult.Phones);
            Assert.Equal(World.Whole(world.Now) + world.Ring.EmergencyRing, consult.Clock!.DueAt);
            world.Now = consult.Clock.DueAt;
            await world.Clocks.FireAsync(world.Now, Cancellation);
            consult = World.Done(await world.Consults.FindAsync(world.Clinic, consult.Id, world.Now, Cancellation));
        }

        Assert.Equal(ConsultStatus.Unstaffed, consult.State);
        Assert.Equal("0990-555-0120", consult.PhoneInstead);

        // The hospital that has cardiologists, then the consult centre above the clinic: for whoever asks and for the dispatcher.
        string[] list = ["0990-555-0100", "0990-555-0120"];
        Assert.Equal(list, consult.Phones.Select(one => one.Number));
        Assert.Equal(list, (await SeeAsync(world, consult.Id, world.Person("he.yan"))).Phones.Select(one => one.Number));
        Assert.Equal([1, 2, 3, 4, 4, 4], consult.Offers.Select(offer => offer.Hop));
        Assert.All(consult.Offers, offer => Assert.Equal(OfferStatus.Expired, offer.Status));
        var fresh = World.Done(await world.Consults.RedispatchAsync(
            world.As(world.Person("he.yan")), consult.Id, Cancellation));
        Assert.Equal(ConsultStatus.Offered, fresh.State);
        Assert.Equal(5, fresh.Offers[^1].Hop);
    }
}
