using Telemed.Consults.Consults;
using Telemed.Consults.Scheduling;
using Telemed.Consults.Views;
using Telemed.TestKit.Postgres;

namespace Telemed.Storage.Tests.Codes;

/// <summary>Scheduling: a reminder before the appointment, told once, and never in the way of the session.</summary>
public sealed class ReminderTests(PostgresFixture postgres) : CodeTest(postgres)
{
    [Theory]
    [MemberData(nameof(Both))]
    public async Task An_appointment_is_told_once_to_those_who_take_part_and_says_nothing_of_the_patient(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var starts = world.Now.AddHours(3);
        var planned = await ScheduledAsync(world, starts);

        await PassAsync(world, TimeSpan.FromHours(2));
        await PassAsync(world, TimeSpan.FromMinutes(10));

        var told = Assert.Single(world.Reminders.All);
        Assert.Equal((planned.Id, World.Whole(starts)), (told.Consult, told.StartsAt));
        Assert.Equal([world.Clinic.Id, planned.Specialist!.Id], told.People);
        Assert.DoesNotContain("王", told.ToString(), StringComparison.Ordinal);
        Assert.Single((await SeeAsync(world, planned.Id)).Timeline, line => line.Code == "sessionReminded");
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_reminder_that_is_not_taken_is_tried_again_and_noted_only_when_it_was(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var planned = await ScheduledAsync(world, world.Now.AddHours(3));
        world.Reminders.IsAway = true;

        await PassAsync(world, TimeSpan.FromHours(2));
        Assert.DoesNotContain((await SeeAsync(world, planned.Id)).Timeline, line => line.Code == "sessionReminded");
        world.Reminders.IsAway = false;
        await PassAsync(world, TimeSpan.FromSeconds(20));

        Assert.Equal(2, world.Reminders.Tries);
        Assert.Single(world.Reminders.All);
        Assert.Contains((await SeeAsync(world, planned.Id)).Timeline, line => line.Code == "sessionReminded");
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task The_room_opens_in_time_though_no_reminder_could_be_told(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var planned = await ScheduledAsync(world, world.Now.AddHours(3));
        world.Reminders.IsAway = true;

        await PassAsync(world, TimeSpan.FromHours(2));
        await PassAsync(world, TimeSpan.FromMinutes(45));

        var seen = await SeeAsync(world, planned.Id);
        Assert.Equal(ConsultStatus.Ready, seen.State);
        Assert.DoesNotContain(seen.Timeline, line => line.Code == "sessionReminded");
    }

    private static async Task<ConsultView> ScheduledAsync(World world, DateTimeOffset starts)
    {
        var taken = await AcceptedAsync(world, World.Request(urgency: Urgency.Ordinary));
        await world.AgreeAsync(taken.Id);
        Done(await world.Consults.CheckIdentityAsync(world.As(world.Clinic), taken.Id, ["name", "photo"], Cancellation));
        return Done(await world.Consults.ScheduleAsync(world.As(world.Clinic), taken.Id, starts, BookingChannel.Desk, cancellation: Cancellation));
    }
}
