using Telemed.Consults.Consults;
using Telemed.Consults.Desk;
using Telemed.Consults.Ids;
using Telemed.Consults.Scheduling;
using Telemed.Consults.Views;
using Telemed.TestKit.Postgres;

namespace Telemed.Storage.Tests.Codes;

/// <summary>The house's link before an appointment, a session's length, the telephone: each told once, on any node.</summary>
public sealed class SessionClockTests(PostgresFixture postgres) : CodeTest(postgres)
{
    private static readonly SiteLink Weak = new(SiteLinkMode.Weak, 280, 310, 2.5, 180, 14, "tcp");

    [Theory]
    [MemberData(nameof(Both))]
    public async Task The_house_is_asked_twice_and_what_it_measured_or_that_it_was_not_reached_is_seen_by_who_arranges(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var consult = await ScheduledAsync(world, world.Now.AddHours(3));

        await FireTwiceAsync(world, TimeSpan.FromHours(2));
        Assert.Equal(SiteProbeOutcome.Waiting, Assert.Single((await SeenAsync(world, world.Clinic))!).Outcome);
        Assert.IsType<Outcome<ConsultView>.Forbidden>(
            await world.Consults.ReportProbeAsync(world.As(world.Specialist), consult, Weak, Cancellation));
        Assert.Equal(["mode", "lossPercent"], Assert.IsType<Outcome<ConsultView>.Invalid>(await world.Consults.ReportProbeAsync(
            world.As(world.Clinic), consult, Weak with { Mode = (SiteLinkMode)9, LossPercent = 101 }, Cancellation)).Errors.Keys);
        Done(await world.Consults.ReportProbeAsync(world.As(world.Person("ma.hong")), consult, Weak, Cancellation));
        Assert.Equal("probe-over", Refused(
            await world.Consults.ReportProbeAsync(world.As(world.Clinic), consult, Weak, Cancellation)));
        var measured = Assert.Single((await SeenAsync(world, world.Person("he.yan")))!);
        Assert.Equal((SiteProbeOutcome.Measured, 3, Weak), (measured.Outcome, measured.Score, measured.Link));
        Assert.Equal(World.Whole(World.Start.AddHours(3)), measured.StartsAt);

        await FireTwiceAsync(world, TimeSpan.FromMinutes(45));
        await FireTwiceAsync(world, world.Times.AnswerProbe);
        var missed = Assert.Single((await SeenAsync(world, world.Clinic))!);
        Assert.Equal((SiteProbeOutcome.NotReached, null, null), (missed.Outcome, missed.Score, missed.Link));
        Assert.Equal(2, (await world.Database.Probes.ListAsync(world.Clinic.Institution, World.Start, world.Now.AddDays(1), 10, Cancellation)).Count);
        var codes = (await SeeAsync(world, consult)).Timeline.Select(line => line.Code).ToList();
        Assert.Equal((2, 1, 1), (codes.Count(one => one == "siteProbeAsked"), codes.Count(one => one == "siteProbed"), codes.Count(one => one == "siteNotReached")));

        Assert.Null(await SeenAsync(world, world.Specialist));
        Assert.Empty((await SeenAsync(world, world.OtherClinic))!);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_node_that_starts_after_the_hour_asks_and_one_that_died_meanwhile_does_not_ask_again(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var consult = await ScheduledAsync(world, world.Now.AddHours(3));
        await using var next = await OpenAsync(kept, worker: "w2");
        next.Now = world.Now + TimeSpan.FromHours(2.1);

        await next.Clocks.FireAsync(next.Now, Cancellation);
        world.Now = next.Now;
        await PassAsync(world, TimeSpan.Zero);

        Assert.Single((await SeeAsync(next, consult)).Timeline, line => line.Code == "siteProbeAsked");
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_long_session_is_told_once_and_an_interrupted_one_is_offered_the_telephone(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var consult = await world.InSessionAsync();
        Assert.Equal((false, false, (long?)1_800_000), Session(await SeeAsync(world, consult.Id)));

        await FireTwiceAsync(world, world.Times.SessionLimit);
        var ran = await SeeAsync(world, consult.Id);
        Assert.Equal((ConsultStatus.InSession, true), (ran.State, ran.Session!.RanLong));

        await world.Consults.LeaveRoomAsync(consult.Id, world.Clinic.Id, LeaveCause.Lost, world.Now, Cancellation);
        Assert.False((await SeeAsync(world, consult.Id)).Session!.PhoneOffered);
        await FireTwiceAsync(world, world.Times.OfferBridge);
        foreach (var side in (Consults.Institutions.StaffMember[])[world.Clinic, world.Specialist])
        {
            var seen = await SeeAsync(world, consult.Id, side);
            Assert.Equal((true, "0990-555-0100"), (seen.Session!.PhoneOffered, seen.Session.Phone));
        }

        var codes = (await SeeAsync(world, consult.Id)).Timeline.Select(line => line.Code).ToList();
        Assert.Equal((1, 1), (codes.Count(one => one == "sessionRanLong"), codes.Count(one => one == "phoneBridgeOffered")));
        Assert.Null((await SeeAsync(world, consult.Id, world.Person("he.yan"))).Session);
    }

    private static (bool RanLong, bool PhoneOffered, long? LimitMs) Session(ConsultView view) =>
        (view.Session!.RanLong, view.Session.PhoneOffered, view.Session.LimitMs);

    private static async Task<ConsultId> ScheduledAsync(World world, DateTimeOffset starts)
    {
        var taken = await AcceptedAsync(world, World.Request(urgency: Urgency.Ordinary));
        Done(await world.Consults.ScheduleAsync(
            world.As(world.Clinic), taken.Id, starts, BookingChannel.Desk, cancellation: Cancellation));
        return taken.Id;
    }

    /// <summary>Lets the time pass; two workers fire what is due, as often as there is anything.</summary>
    private static async Task FireTwiceAsync(World world, TimeSpan time)
    {
        var other = world.Worker("w2");
        world.Now += time;
        for (var round = 0; round < 3; round++)
        {
            await Task.WhenAll(world.Clocks.FireAsync(world.Now, Cancellation), other.FireAsync(world.Now, Cancellation));
            await world.Clocks.SettleAsync();
            await other.SettleAsync();
        }
    }

    private static Task<IReadOnlyList<SiteProbeView>?> SeenAsync(World world, Consults.Institutions.StaffMember who) =>
        new SiteDesk(world.Database.Probes, world.Database.Directory).ListAsync(who, world.Now, Cancellation);
}
