using Telemed.Consults.Availability;
using Telemed.Consults.Consults;
using Telemed.TestKit.Postgres;

namespace Telemed.Storage.Tests.Codes;

/// <summary>F2: a specialist refuses: the reason is mandatory, kept and shown, and somebody else is rung at once.</summary>
public sealed class F2Tests(PostgresFixture postgres) : CodeTest(postgres)
{
    [Theory]
    [MemberData(nameof(Both))]
    public async Task Who_refuses_says_why_is_free_again_and_the_next_one_rings(Kept kept)
    {
        await using var world = await OpenAsync(kept, StoreConformance.Crowd(1));
        foreach (var doctor in world.Network.People.Where(person => person.Services.Contains(new("cardiology"))))
        {
            await world.PresentAsync(doctor);
            Done(await world.Doctors.SetAvailableAsync(doctor, true, null, world.Now, Cancellation));
        }

        var rung = await world.SubmittedAsync();
        var first = Assert.Single(rung.Offers);
        var refuses = world.Network.FindPerson(first.Specialist.Id)!;
        foreach (var reason in (string[])["", "  "])
        {
            Assert.Equal("reason-missing", Refused(
                await world.Consults.DeclineAsync(world.As(refuses), rung.Id, first.Id, reason, Cancellation)));
        }

        Done(await world.Consults.DeclineAsync(world.As(refuses), rung.Id, first.Id, "in theatre", Cancellation));

        var seen = await SeeAsync(world, rung.Id);
        Assert.Equal(ConsultStatus.Offered, seen.State);
        Assert.Equal((OfferStatus.Declined, "in theatre"), (seen.Offers[0].Status, seen.Offers[0].DeclineReason));
        Assert.Equal(World.Whole(world.Now), seen.Offers[0].RespondedAt);
        Assert.NotEqual(refuses.Id, Assert.Single(seen.Offers, one => one.Status == OfferStatus.Offered).Specialist.Id);
        Assert.IsType<DoctorEngagement.Free>((await world.Store.LoadDoctorAsync(refuses.Id, Cancellation)).State.Engagement);
    }
}
