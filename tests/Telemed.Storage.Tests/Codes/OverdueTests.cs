using Telemed.Consults.Consults;
using Telemed.Consults.Ids;
using Telemed.Consults.Institutions;
using Telemed.Consults.Views;
using Telemed.TestKit.Postgres;

namespace Telemed.Storage.Tests.Codes;

/// <summary>A request that waits longer than it should: told once, on any node, to those who can do something.</summary>
public sealed class OverdueTests(PostgresFixture postgres) : CodeTest(postgres)
{
    [Theory]
    [MemberData(nameof(Both))]
    public async Task An_urgent_request_without_a_reply_is_marked_once_by_two_nodes_and_no_longer_once_somebody_takes_it(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var consult = await UnansweredAsync(world, Urgency.Urgent);
        Assert.Empty(Assert.Single(await QueueAsync(world)).Overdue);

        await FireTwiceAsync(world, world.Times.UrgentReply);

        var row = Assert.Single(await QueueAsync(world));
        Assert.Equal((ConsultStatus.Unstaffed, Awaited.Reply), (row.State, Assert.Single(row.Overdue)));
        var seen = await SeeAsync(world, consult);
        Assert.Equal([Awaited.Reply], seen.Overdue);
        Assert.Single(seen.Timeline, line => line.Code == "overdueReply");

        await world.PresentAsync(world.Specialist);
        Done(await world.Consults.AcceptAsync(
            world.As(world.Specialist), consult, (await SeeAsync(world, consult)).Offers.Single(one => one.Status == OfferStatus.Offered).Id, Cancellation));
        Assert.Empty(Assert.Single(await QueueAsync(world)).Overdue);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_planned_request_is_marked_in_its_time_by_a_node_that_was_started_in_between(Kept kept)
    {
        ConsultId consult;
        await using (var before = await OpenAsync(kept))
        {
            consult = await UnansweredAsync(before, Urgency.Ordinary);
            await FireTwiceAsync(before, TimeSpan.FromHours(24));
            Assert.Equal([Awaited.Reply], (await SeeAsync(before, consult)).Overdue);
        }

        await using var world = await OpenAsync(kept, worker: "w3");
        world.Now = World.Start.AddHours(24);
        await FireTwiceAsync(world, TimeSpan.Zero);
        Assert.Equal([Awaited.Reply], (await SeeAsync(world, consult)).Overdue);
        await FireTwiceAsync(world, TimeSpan.FromHours(24));
        Assert.Equal([Awaited.Reply, Awaited.Appointment], (await SeeAsync(world, consult)).Overdue);
        await FireTwiceAsync(world, TimeSpan.FromHours(24));

        var seen = await SeeAsync(world, consult);
        Assert.Equal([Awaited.Reply, Awaited.Appointment, Awaited.Session], seen.Overdue);
        Assert.Equal(
            ["overdueReply", "overdueAppointment", "overdueSession"],
            seen.Timeline.Select(line => line.Code).Where(one => one.StartsWith("overdue", StringComparison.Ordinal)));
        Assert.Empty(await world.Store.ClaimClocksAsync("later", world.Now.AddDays(30), TimeSpan.FromSeconds(1), 50, Cancellation));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task An_emergency_that_is_not_done_is_marked_after_twelve_hours_and_a_cancelled_one_never(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var consult = await UnansweredAsync(world, Urgency.Emergency);
        var cancelled = await UnansweredAsync(world, Urgency.Emergency);
        Done(await world.Consults.CancelAsync(world.As(world.Clinic), cancelled, "improved", Cancellation));

        await FireTwiceAsync(world, world.Times.EmergencyDone - TimeSpan.FromMilliseconds(1));
        Assert.Empty((await SeeAsync(world, consult)).Overdue);
        await FireTwiceAsync(world, TimeSpan.FromMilliseconds(1));

        Assert.Equal([Awaited.Opinion], (await SeeAsync(world, consult)).Overdue);
        Assert.DoesNotContain((await SeeAsync(world, cancelled)).Timeline, line => line.Code == "overdueOpinion");
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_request_before_holidays_that_were_entered_meanwhile_is_awaited_after_them_on_any_node(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var demo = world.Network;
        CalendarDays[] days =
        [
            new(CalendarKind.Holiday, new(2026, 3, 3), new(2026, 3, 6), new("假日", "Holidays")),
            new(CalendarKind.Working, new(2026, 3, 7), new(2026, 3, 7), new("上班", "Worked")),
        ];
        await world.Database.Directory.ReplaceAsync(
            new(demo.Institutions, demo.Services, demo.People, demo.Rota, demo.Rules, demo.Resources, new(days)), Cancellation);
        await using var other = await OpenAsync(kept, worker: "w3");
        Assert.Equal(days, (await other.Database.Directory.LoadAsync(Cancellation)).Calendar.Days);

        var consult = await UnansweredAsync(other, Urgency.Ordinary);

        // Saturday, Monday, Tuesday.
        await FireTwiceAsync(world, TimeSpan.FromDays(8) - TimeSpan.FromMilliseconds(1));
        Assert.Equal([Awaited.Reply, Awaited.Appointment], (await SeeAsync(world, consult)).Overdue);
        await FireTwiceAsync(world, TimeSpan.FromMilliseconds(1));
        Assert.Equal([Awaited.Reply, Awaited.Appointment, Awaited.Session], (await SeeAsync(world, consult)).Overdue);
    }

    /// <summary>A request for which nobody is there.</summary>
    private static async Task<ConsultId> UnansweredAsync(World world, Urgency urgency)
    {
        var draft = Done(await world.Consults.CreateAsync(world.As(world.Clinic), World.Request(urgency: urgency), Cancellation));
        return Done(await world.Consults.SubmitAsync(world.As(world.Clinic), draft.Id, Cancellation)).Id;
    }

    private static async Task<IReadOnlyList<ConsultRowView>> QueueAsync(World world) => await world.Consults.ListAsync(
        world.Network.People.First(one => one.Is(Role.Dispatcher)), ConsultList.Queue, world.Now, Cancellation);

    /// <summary>Lets the time pass; two workers fire what is due at the same moment, as often as there is anything.</summary>
    private static async Task FireTwiceAsync(World world, TimeSpan time)
    {
        var other = world.Worker("w2");
        world.Now += time;
        for (var round = 0; round < 3; round++)
        {
            await Task.WhenAll(world.Clocks.FireAsync(world.Now, Cancellation), other.FireAsync(world.Now, Cancellation));
        }
    }
}
