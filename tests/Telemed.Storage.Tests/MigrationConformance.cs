using System.Text.Json;
using Dapper;
using Telemed.Consults.Consults;
using Telemed.Consults.Desk;
using Telemed.Consults.Institutions;
using Telemed.Consults.Scheduling;

namespace Telemed.Storage.Tests;

/// <summary>What a migration makes of what an earlier version has written.</summary>
public abstract class MigrationConformance : DatabaseTest
{
    [Fact]
    public async Task Appointments_made_before_there_were_bookings_are_booked_and_two_of_one_half_hour_once()
    {
        var ten = new DateTimeOffset(2026, 3, 3, 2, 0, 0, TimeSpan.Zero);
        await using (var world = await OpenWorldAsync())
        {
            for (var i = 0; i < 3; i++)
            {
                await ScheduleAsync(world, ten.AddHours(i));
            }
        }

        // As the version before left it: no bookings, and two cases in one half hour.
        await using (var connection = await ConnectAsync())
        {
            await connection.ExecuteAsync(
                """
                DROP TABLE bookings; DROP TABLE resources; DROP TABLE resource_bookings;
                DELETE FROM schema_migrations WHERE number IN (7, 8);
                """);
            await connection.ExecuteAsync(
                "UPDATE consult_rows SET starts_at = @early WHERE starts_at = @late",
                new { early = ten.AddMinutes(10).ToUnixTimeMilliseconds(), late = ten.AddHours(2).ToUnixTimeMilliseconds() });
        }

        await using var after = await OpenWorldAsync();
        var bookings = await after.Store.ListBookingsAsync(
            [after.Specialist.Id], ten.AddDays(-1), ten.AddDays(1), Cancellation);
        Assert.Equal(
            [new Booking(after.Specialist.Id, ten), new Booking(after.Specialist.Id, ten.AddHours(1))], bookings);
        Assert.Equal("place-taken", World.Refused(await TryAsync(after, ten.AddHours(1))));
        World.Done(await TryAsync(after, ten.AddHours(2)));
    }

    [Fact]
    public async Task Holidays_entered_among_the_rules_of_the_rota_are_kept_and_outlive_an_import_on_a_node_that_knows_none()
    {
        var golden = new CalendarDays(CalendarKind.Holiday, new(2026, 10, 1), new(2026, 10, 8), new("国庆", "National Day"));
        await using (await OpenWorldAsync())
        {
        }

        await using var beside = await ConnectAsync();
        await beside.ExecuteAsync("DROP TABLE calendar_days; DROP INDEX consult_rows_sampled; DROP INDEX consult_rows_ordered; DELETE FROM schema_migrations WHERE number = 14; ALTER TABLE consult_rows DROP COLUMN finished_at;");
        await beside.ExecuteAsync(
            "INSERT INTO rota_rules (kind, body) VALUES ('calendar', @body)",
            new { body = JsonSerializer.Serialize(golden, JsonSerializerOptions.Web) });

        await using var world = await OpenWorldAsync();
        Assert.Equal([golden], (await world.Database.Directory.LoadAsync(Cancellation)).Calendar.Days);

        // As the version before writes a network: it clears the rules and writes those that it knows.
        await beside.ExecuteAsync("UPDATE network_version SET version = version + 1; DELETE FROM rota_rules;");
        await using var after = await OpenWorldAsync();
        Assert.Equal([golden], after.Network.Calendar.Days);
        Assert.True(after.Network.Calendar.IsHoliday(new(2026, 10, 2, 4, 0, 0, TimeSpan.Zero)));

        await after.Database.Directory.ReplaceAsync(
            new(after.Network.Institutions, after.Network.Services, after.Network.People, after.Network.Rota), Cancellation);
        Assert.Empty((await after.Database.Directory.LoadAsync(Cancellation)).Calendar.Days);
    }

    private static async Task ScheduleAsync(World world, DateTimeOffset at) => World.Done(await TryAsync(world, at));

    private static async Task<Outcome<Consults.Views.ConsultView>> TryAsync(World world, DateTimeOffset at)
    {
        await world.PresentAsync(world.Specialist);
        var draft = World.Done(await world.Consults.CreateAsync(
            world.As(world.Clinic, Guid.NewGuid().ToString("N")), World.Request(urgency: Urgency.Ordinary), Cancellation));
        return await world.Consults.ScheduleAsync(
            world.As(world.Clinic, Guid.NewGuid().ToString("N")),
            draft.Id,
            at,
            BookingChannel.Desk,
            world.Specialist.Id,
            cancellation: Cancellation);
    }
}
