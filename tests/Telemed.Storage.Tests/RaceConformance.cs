using Telemed.Consults.Availability;
using Telemed.Consults.Consults;
using Telemed.Consults.Desk;
using Telemed.Consults.Institutions;
using Telemed.Consults.Views;

namespace Telemed.Storage.Tests;

/// <summary>Two clinics, one specialist, two nodes of one network, the same moment: a thousand times.</summary>
public abstract class RaceConformance : DatabaseTest
{
    private const int Races = 1_000;

    [Fact]
    public async Task Of_two_clinics_that_claim_the_one_specialist_at_once_exactly_one_wins_and_nobody_is_left_ringing()
    {
        await using var east = await OpenWorldAsync();
        await using var west = await OpenWorldAsync(worker: "w2");
        var doctor = east.Person("wang.qiang");
        await east.PresentAsync(doctor);
        var wins = new int[2];

        for (var race = 0; race < Races; race++)
        {
            var first = World.Done(await CreateAsync(east, east.Clinic, race));
            var second = World.Done(await CreateAsync(west, west.OtherClinic, race));
            using var start = new Barrier(2);
            var both = await Task.WhenAll(
                Task.Run(() => SubmitAsync(east, east.Clinic, first, race, start), Cancellation),
                Task.Run(() => SubmitAsync(west, west.OtherClinic, second, race, start), Cancellation));

            var winner = Array.FindIndex(both, one => one.State == ConsultStatus.Offered);
            Assert.Equal(ConsultStatus.Unstaffed, both[1 - winner].State);
            Assert.Empty(both[1 - winner].Offers);
            var engagement = (await east.Store.LoadDoctorAsync(doctor.Id, Cancellation)).State.Engagement;
            var ringing = Assert.IsType<DoctorEngagement.Ringing>(engagement);
            Assert.Equal(both[winner].Id, ringing.Consult);
            Assert.Equal(both[winner].Offers[0].Id, ringing.Offer);
            wins[winner]++;

            // The loser goes first: otherwise the freed specialist would be rung for it, which is right and another
            // test.
            await CancelAsync(winner == 0 ? west : east, winner == 0 ? west.OtherClinic : east.Clinic, both[1 - winner]);
            await CancelAsync(winner == 0 ? east : west, winner == 0 ? east.Clinic : west.OtherClinic, both[winner]);
        }

        var after = (await east.Store.LoadDoctorAsync(doctor.Id, Cancellation)).State;
        Assert.IsType<DoctorEngagement.Free>(after.Engagement);
        Assert.Empty(await east.Store.ListRingsAsync(doctor.Id, Cancellation));
        Assert.Equal(Races, wins.Sum());
        Assert.Empty(await east.Database.VerifyAsync(Cancellation));
        TestContext.Current.SendDiagnosticMessage($"wins: {wins[0]} to {wins[1]}");
    }

    [Fact]
    public async Task The_loser_is_rung_as_soon_as_the_specialist_is_free_again()
    {
        await using var world = await OpenWorldAsync();
        var doctor = world.Person("wang.qiang");
        await world.PresentAsync(doctor);
        var winner = await world.SubmittedAsync(world.Clinic, "neurology");
        var loser = await world.SubmittedAsync(world.OtherClinic, "neurology");
        Assert.Equal(ConsultStatus.Unstaffed, loser.State);
        Assert.Equal("0990-555-0120", loser.PhoneInstead);

        await CancelAsync(world, world.Clinic, winner);

        var rung = World.Done(await world.Consults.FindAsync(world.OtherClinic, loser.Id, world.Now, Cancellation));
        Assert.Equal(ConsultStatus.Offered, rung.State);
        Assert.Equal(loser.Id, Assert.Single(await world.Store.ListRingsAsync(doctor.Id, Cancellation)));
    }

    private static Task<Outcome<ConsultView>> CreateAsync(World world, StaffMember who, int race) =>
        world.Consults.CreateAsync(world.As(who, $"create-{race}"), World.Request("neurology"), Cancellation);

    private static async Task<ConsultView> SubmitAsync(
        World world, StaffMember who, ConsultView draft, int race, Barrier start)
    {
        start.SignalAndWait(Cancellation);
        return World.Done(await world.Consults.SubmitAsync(world.As(who, $"submit-{race}"), draft.Id, Cancellation));
    }

    private static async Task CancelAsync(World world, StaffMember who, ConsultView consult) =>
        World.Done(await world.Consults.CancelAsync(
            world.As(who, "cancel-" + consult.Id), consult.Id, "race over", Cancellation));
}
