using Telemed.Consults.Consults;
using Telemed.Consults.Desk;
using Telemed.Consults.Ids;
using Telemed.Consults.Scheduling;
using Telemed.Consults.Views;
using Telemed.TestKit.Postgres;

namespace Telemed.Storage.Tests.Codes;

/// <summary>Scheduling: a specialist's half hour is one case's, whoever asks first; some are kept for who walks in.</summary>
public sealed class BookingTests(PostgresFixture postgres) : CodeTest(postgres)
{
    private static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    /// <summary>Ten o'clock in UTC+8 on the day after the world's first.</summary>
    private static readonly DateTimeOffset Ten = new(2026, 3, 3, 2, 0, 0, TimeSpan.Zero);

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Two_cases_do_not_get_one_half_hour_of_a_specialist_until_the_first_gives_it_back(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var first = await PlannedAsync(world);
        Done(await BookAsync(world, first, Ten));
        var second = await PlannedAsync(world);
        Assert.Equal("place-taken", Refused(await BookAsync(world, second, Ten.AddMinutes(29))));
        Assert.DoesNotContain(await PlacesAsync(world, second), one => one.StartsAt == Ten);

        Done(await world.Consults.CancelAsync(world.As(world.Clinic), first, "improved", Cancellation));

        Assert.Contains(await PlacesAsync(world, second), one => one.StartsAt == Ten);
        Assert.Equal(ConsultStatus.Scheduled, Done(await BookAsync(world, second, Ten)).State);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_moved_appointment_frees_its_place_and_may_stay_within_it(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var first = await PlannedAsync(world);
        Done(await BookAsync(world, first, Ten));
        Done(await BookAsync(world, first, Ten.AddMinutes(10)));
        Done(await BookAsync(world, first, Ten.AddHours(1)));

        Assert.Equal(ConsultStatus.Scheduled, Done(await BookAsync(world, await PlannedAsync(world), Ten)).State);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Of_many_who_book_one_half_hour_at_once_one_gets_it(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var cases = new List<ConsultId>();
        for (var i = 0; i < 5; i++)
        {
            cases.Add(await PlannedAsync(world));
            Done(await BookAsync(world, cases[i], Ten.AddHours(i + 1)));
        }

        var answers = await Task.WhenAll(cases.Select(one => Task.Run(() => BookAsync(world, one, Ten), Cancellation)));

        Assert.Single(answers.OfType<Outcome<ConsultView>.Done>());
        Assert.All(answers.OfType<Outcome<ConsultView>.Refused>(), one => Assert.Equal("place-taken", one.Why.Code));
        Assert.Equal(4, answers.OfType<Outcome<ConsultView>.Refused>().Count());
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Every_fourth_place_is_for_walk_ins_and_cannot_be_booked_online(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var consult = await PlannedAsync(world);
        var places = (await PlacesAsync(world, consult)).Where(one => DayOf(one.StartsAt) == DayOf(Ten)).ToList();
        Assert.Equal(20, places.Count);
        Assert.Equal(
            [new TimeOnly(9, 30), new(11, 30), new(13, 30), new(15, 30), new(17, 30)],
            places.Where(one => one.WalkIn).Select(one => TimeOnly.FromTimeSpan(one.StartsAt.ToOffset(Offset).TimeOfDay)));
        var walkIn = places.First(one => one.WalkIn).StartsAt;

        Assert.Equal("place-walk-in", Refused(await BookAsync(world, consult, walkIn, BookingChannel.Online)));
        Done(await BookAsync(world, consult, walkIn));

        var facts = await world.Store.ReadConsultAsync(consult, Cancellation);
        var fact = Assert.Single(facts.OfType<ConsultEvent.SessionScheduled>());
        Assert.Equal((world.Clinic.Id, BookingChannel.Desk), (fact.By, fact.Via));
    }

    private static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.ToOffset(Offset).Date);

    private static Task<Outcome<ConsultView>> BookAsync(
        World world, ConsultId consult, DateTimeOffset at, BookingChannel via = BookingChannel.Desk) =>
        world.Consults.ScheduleAsync(world.As(world.Clinic), consult, at, via, cancellation: Cancellation);

    private static async Task<IReadOnlyList<PlaceView>> PlacesAsync(World world, ConsultId consult) =>
        Done(await world.Consults.ListPlacesAsync(world.Clinic, consult, world.Now, Cancellation)).Places;

    private static async Task<ConsultId> PlannedAsync(World world)
    {
        var taken = await AcceptedAsync(world, World.Request(urgency: Urgency.Ordinary));
        Assert.Equal(world.Specialist.Id, taken.Specialist!.Id);
        return taken.Id;
    }
}
