using Telemed.Consults.Availability;
using Telemed.Consults.Consults;
using Telemed.Consults.Desk;
using Telemed.Consults.Ids;
using Telemed.Consults.Institutions;
using Telemed.Consults.Scheduling;
using Telemed.Consults.Views;
using Telemed.TestKit.Postgres;

namespace Telemed.Storage.Tests.Codes;

/// <summary>
/// Scheduling over hospitals: who waits for a service is offered the free half hours of every house that may be asked, at
/// the desk and by the patient's own link; rooms and devices are one appointment's.
/// </summary>
public sealed class PoolTests(PostgresFixture postgres) : CodeTest(postgres)
{
    private static readonly PersonId County = new("p-sun-lei");
    private static readonly PersonId Prefecture = new("p-gulnar");
    private static readonly PersonId Patient = new("guest-patient");
    private static readonly ResourceId Room = new("r-east-room");

    /// <summary>Ten o'clock in UTC+8 on the day after the world's first.</summary>
    private static readonly DateTimeOffset Ten = new(2026, 3, 3, 2, 0, 0, TimeSpan.Zero);

    /// <summary>The first place of that day which is kept for walk-ins.</summary>
    private static readonly DateTimeOffset WalkIn = Ten.AddMinutes(-30);

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_request_that_nobody_took_is_booked_with_whoever_is_free_in_any_hospital(Kept kept)
    {
        await using var world = await OpenAsync(kept, Network());
        var (first, second) = (await WaitingAsync(world), await WaitingAsync(world));
        Assert.Equal([Prefecture, County], (await PlaceAsync(world, first, Ten)).With);

        var booked = Done(await BookAsync(world, first, Ten, County));

        Assert.Equal((ConsultStatus.Scheduled, County, Ten), (booked.State, booked.Specialist!.Id, booked.StartsAt));
        var offer = booked.Offers[^1];
        Assert.Equal((OfferStatus.Accepted, "booked"), (offer.Status, offer.Reason));
        Assert.Equal((World.Whole(world.Now), World.Whole(world.Now)), (offer.NotifiedAt, offer.RespondedAt));
        Assert.Equal([Prefecture], (await PlaceAsync(world, second, Ten)).With);
        Assert.Equal("place-taken", Refused(await BookAsync(world, second, Ten, County)));
        Assert.Equal(Prefecture, Done(await BookAsync(world, second, Ten, Prefecture)).Specialist!.Id);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Nobody_is_offered_whom_the_house_may_not_ask_or_the_rota_does_not_have_there(Kept kept)
    {
        await using var world = await OpenAsync(kept, Network());
        var sun = world.Person("sun.lei");
        var theirs = Done(await world.Consults.CreateAsync(world.As(sun), Planned("paediatrics"), Cancellation)).Id;

        var places = Done(await world.Consults.ListPlacesAsync(sun, theirs, world.Now, Cancellation));
        Assert.All(places.Places, one => Assert.Equal([Prefecture], one.With));
        Assert.Equal([Prefecture], places.People.Select(one => one.Id));
        Assert.Contains("specialist", Faults(await BookAsync(world, theirs, Ten, County, by: sun)).Keys);
        Assert.Contains("startsAt", Faults(await BookAsync(world, theirs, Ten.AddHours(10), Prefecture, by: sun)).Keys);
        Assert.Equal("specialist-missing", Refused(await BookAsync(world, theirs, Ten, null, by: sun)));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_draft_is_sent_by_its_booking_and_rings_nobody_unless_a_reviewer_reads_it_first(Kept kept)
    {
        await using var world = await OpenAsync(kept, Network());
        await world.PresentAsync(world.Person("gulnar"));
        var draft = await DraftAsync(world, Planned("paediatrics"));
        Done(await BookAsync(world, draft, Ten, Prefecture));

        var facts = await world.Store.ReadConsultAsync(draft, Cancellation);
        Assert.Contains(facts, one => one is ConsultEvent.RequestSubmitted);
        Assert.DoesNotContain(facts, one => one is ConsultEvent.OfferMade);
        var doctor = (await world.Store.LoadDoctorAsync(Prefecture, Cancellation)).State;
        Assert.IsType<DoctorEngagement.Free>(doctor.Engagement);
        Assert.Equal("review-first", Refused(await BookAsync(
            world, await DraftAsync(world, Planned("obstetrics")), Ten.AddHours(1), Prefecture)));
        Assert.Equal("not-planned", Refused(await BookAsync(
            world, await DraftAsync(world, World.Request("paediatrics")), Ten.AddHours(1), Prefecture)));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Who_is_rung_meanwhile_is_rung_no_more_and_the_booked_one_holds_the_session(Kept kept)
    {
        await using var world = await OpenAsync(kept, Network());
        await world.PresentAsync(world.Person("gulnar"));
        var consult = await WaitingAsync(world);
        Assert.Equal(ConsultStatus.Offered, (await SeeAsync(world, consult)).State);

        var booked = Done(await BookAsync(world, consult, Ten, County));

        Assert.Equal([OfferStatus.Withdrawn, OfferStatus.Accepted], booked.Offers.Select(one => one.Status));
        Assert.Empty(await world.Store.ListRingsAsync(Prefecture, Cancellation));
        await world.AgreeAsync(consult);
        Done(await world.Consults.CheckIdentityAsync(
            world.As(world.Clinic), consult, ["name", "resident-id"], Cancellation));
        await PassAsync(world, Ten - world.Now);
        Done(await world.Consults.EnterRoomAsync(world.As(world.Clinic), consult, Cancellation));
        var held = Done(await world.Consults.EnterRoomAsync(world.As(world.Person("sun.lei")), consult, Cancellation));
        Assert.Equal(ConsultStatus.InSession, held.State);
        Assert.NotNull(held.Offers[1].JoinedAt);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Who_gave_a_booking_back_is_not_offered_again(Kept kept)
    {
        await using var world = await OpenAsync(kept, Network());
        var consult = await WaitingAsync(world);
        Done(await BookAsync(world, consult, Ten, County));
        Done(await world.Consults.ReassignAsync(world.As(world.Person("sun.lei")), consult, "in theatre", Cancellation));

        Assert.Equal([Prefecture], (await PlaceAsync(world, consult, Ten)).With);
        Assert.Contains("specialist", Faults(await BookAsync(world, consult, Ten, County)).Keys);
        var moved = Done(await BookAsync(world, consult, Ten, Prefecture));
        Assert.Equal("led-already", Refused(await BookAsync(world, consult, Ten.AddHours(1), County)));
        Assert.Equal(Prefecture, moved.Specialist!.Id);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task The_patient_books_and_moves_it_by_their_link_but_no_place_for_walk_ins_and_no_draft(Kept kept)
    {
        await using var world = await OpenAsync(kept, Network());
        var draft = await DraftAsync(world, Planned("paediatrics"));
        await InviteAsync(world, draft, GuestKind.Patient);
        Assert.IsType<Outcome<GuestView>.Forbidden>(await BookByLinkAsync(world, draft, Ten, County));

        Done(await world.Consults.SubmitAsync(world.As(world.Clinic), draft, Cancellation));
        var patient = (await world.Consults.FindPersonAsync(draft, Patient, Cancellation))!;
        var places = Done(await world.Consults.ListPlacesAsync(patient, draft, world.Now, Cancellation));
        Assert.NotEmpty(places.Places);
        Assert.DoesNotContain(places.Places, one => one.WalkIn);
        Assert.Empty(places.Resources);
        Assert.Equal("place-walk-in", Refused(await BookByLinkAsync(world, draft, WalkIn, County)));
        Assert.Contains("startsAt", ((Outcome<GuestView>.Invalid)await BookByLinkAsync(world, draft, Ten.AddHours(10), County)).Errors.Keys);

        var visit = Done(await BookByLinkAsync(world, draft, Ten, County));
        Assert.Equal((County, Ten, true), (visit.Specialist!.Id, visit.StartsAt, visit.MayBook));
        Assert.Equal(Ten.AddHours(1), Done(await BookByLinkAsync(world, draft, Ten.AddHours(1), null)).StartsAt);
        Assert.Equal("place-walk-in", Refused(await BookByLinkAsync(world, draft, WalkIn, null)));
        Assert.IsType<Outcome<GuestView>.Invalid>(await BookByLinkAsync(world, draft, Ten.AddHours(10), null));
        var made = (await world.Store.ReadConsultAsync(draft, Cancellation)).OfType<ConsultEvent.SessionScheduled>();
        Assert.All(made, one => Assert.Equal((Patient, BookingChannel.Online), (one.By, one.Via)));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Family_books_as_who_speaks_for_the_patient(Kept kept)
    {
        await using var world = await OpenAsync(kept, Network());
        var consult = await WaitingAsync(world);
        await InviteAsync(world, consult, GuestKind.Proxy);
        Done(await BookByLinkAsync(world, consult, Ten, County));

        var made = (await world.Store.ReadConsultAsync(consult, Cancellation)).OfType<ConsultEvent.SessionScheduled>().Single();
        Assert.Equal((Patient, BookingChannel.Proxy), (made.By, made.Via));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_room_is_one_appointments_until_it_is_moved_or_called_off(Kept kept)
    {
        await using var world = await OpenAsync(kept, Network());
        var (first, second) = (await WaitingAsync(world), await WaitingAsync(world));
        var booked = Done(await BookAsync(world, first, Ten, County, Room));
        Assert.Equal(Room, Assert.Single(booked.Appointed).Id);
        Assert.Equal([Ten], await TakenAsync(world, second));
        Assert.Empty(await TakenAsync(world, first)); // Its own room is in nobody's way.

        Assert.Equal("resource-taken", Refused(await BookAsync(world, second, Ten, Prefecture, Room)));
        Assert.Contains("resources", Faults(await BookAsync(world, second, Ten, Prefecture, new("r-west-room"))).Keys);
        Done(await BookAsync(world, first, Ten.AddHours(1), null, Room));
        Done(await BookAsync(world, second, Ten, Prefecture, Room));
        Assert.Equal("resource-taken", Refused(await BookAsync(world, second, Ten.AddHours(1), null, Room)));
        Done(await world.Consults.CancelAsync(world.As(world.Clinic), first, "improved", Cancellation));
        Done(await BookAsync(world, second, Ten.AddHours(1), null, Room));
        Assert.Empty(Done(await BookAsync(world, second, Ten, null)).Appointed);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Of_two_who_want_one_room_at_once_one_gets_it(Kept kept)
    {
        await using var world = await OpenAsync(kept, Network());
        var cases = new[] { (await WaitingAsync(world), County), (await WaitingAsync(world), Prefecture) };

        var answers = await Task.WhenAll(cases.Select(one =>
            Task.Run(() => BookAsync(world, one.Item1, Ten, one.Item2, Room), Cancellation)));

        Assert.Single(answers.OfType<Outcome<ConsultView>.Done>());
        Assert.Equal("resource-taken", Assert.Single(answers.OfType<Outcome<ConsultView>.Refused>()).Why.Code);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_clinic_day_that_is_a_holiday_offers_no_places_and_takes_no_booking(Kept kept)
    {
        var demo = DemoNetwork.Build(World.Start);
        var weekly = new RotaRules(
            [.. Enum.GetValues<DayOfWeek>().Select(day => new WeeklyBlock(County, new("paediatrics"), day, new(8, 0), new(18, 0), null))], [], []);
        await using var world = await OpenAsync(kept, new(
            demo.Institutions, demo.Services, demo.People, [], weekly, demo.Resources,
            new([new(CalendarKind.Holiday, new(2026, 3, 3), new(2026, 3, 3), new("假日", "Holiday"))])));
        var draft = await DraftAsync(world, Planned("paediatrics"));

        var places = Done(await world.Consults.ListPlacesAsync(world.Clinic, draft, world.Now, Cancellation)).Places;

        Assert.DoesNotContain(places, one => one.StartsAt.ToOffset(TimeSpan.FromHours(8)).Day == 3);
        Assert.Contains(places, one => one.StartsAt == Ten.AddDays(1));
        Assert.Contains("startsAt", Faults(await BookAsync(world, draft, Ten, County)).Keys);
        Done(await BookAsync(world, draft, Ten.AddDays(1), County));
    }

    /// <summary>The demonstration network with a paediatrician on duty in the county as well.</summary>
    private static Network Network()
    {
        var demo = DemoNetwork.Build(World.Start);
        return new(
            demo.Institutions,
            demo.Services,
            demo.People,
            [.. demo.Rota, new(County, new("paediatrics"), World.Start.AddDays(-1), World.Start.AddDays(30))],
            demo.Rules,
            demo.Resources);
    }

    private static ConsultRequest Planned(string service) => World.Request(service, Urgency.Ordinary);

    private static async Task<ConsultId> DraftAsync(World world, ConsultRequest request) =>
        Done(await world.Consults.CreateAsync(world.As(world.Clinic), request, Cancellation)).Id;

    /// <summary>A planned request that was sent and that nobody has taken.</summary>
    private static async Task<ConsultId> WaitingAsync(World world)
    {
        var draft = await DraftAsync(world, Planned("paediatrics"));
        return Done(await world.Consults.SubmitAsync(world.As(world.Clinic), draft, Cancellation)).Id;
    }

    private static Task<Outcome<ConsultView>> BookAsync(
        World world, ConsultId consult, DateTimeOffset at, PersonId? with, ResourceId? room = null, StaffMember? by = null) =>
        world.Consults.ScheduleAsync(
            world.As(by ?? world.Clinic),
            consult,
            at,
            BookingChannel.Desk,
            with,
            room is { } one ? [one] : null,
            Cancellation);

    private static IReadOnlyDictionary<string, string> Faults(Outcome<ConsultView> outcome) =>
        Assert.IsType<Outcome<ConsultView>.Invalid>(outcome).Errors;

    private static async Task<PlaceView> PlaceAsync(World world, ConsultId consult, DateTimeOffset at) =>
        Done(await world.Consults.ListPlacesAsync(world.Clinic, consult, world.Now, Cancellation))
            .Places.Single(one => one.StartsAt == at);

    private static async Task<IReadOnlyList<DateTimeOffset>> TakenAsync(World world, ConsultId consult) =>
        Done(await world.Consults.ListPlacesAsync(world.Clinic, consult, world.Now, Cancellation))
            .Resources.Single(one => one.Id == Room).Taken;

    private static async Task InviteAsync(World world, ConsultId consult, GuestKind kind)
    {
        Done(await world.Consults.InviteGuestAsync(
            world.As(world.Clinic), consult, Patient, kind, "hash", "王敏", cancellation: Cancellation));
        Done(await world.Consults.OpenGuestLinkAsync(consult, Patient, "hash", "王秀英", "010024", world.Now, Cancellation));
    }

    private static Task<Outcome<GuestView>> BookByLinkAsync(
        World world, ConsultId consult, DateTimeOffset at, PersonId? with) => world.Consults.ScheduleAsGuestAsync(
            consult, Patient, new("g" + Guid.NewGuid().ToString("N")), at, with, world.Now, Cancellation);
}
