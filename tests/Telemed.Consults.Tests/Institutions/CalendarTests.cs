using System.Globalization;
using Telemed.Consults.Consults;
using Telemed.Consults.Ids;
using Telemed.Consults.Institutions;

namespace Telemed.Consults.Tests.Institutions;

/// <summary>Holidays and worked weekends: what counts as a working day and as service hours, and which tables are refused.</summary>
public sealed class CalendarTests
{
    private const string Columns = "kind,from,until,name_zh,name_en\r\n";

    private static readonly ServiceHours Hours = new(TimeSpan.FromHours(8), TimeSpan.FromHours(18));

    /// <summary>A week of holidays from a Thursday; the Sunday before it and the Saturday after it are worked.</summary>
    private static readonly CalendarDays[] Golden =
    [
        new(CalendarKind.Working, new(2026, 9, 27), new(2026, 9, 27), new("调休上班", "Worked weekend")),
        new(CalendarKind.Holiday, new(2026, 10, 1), new(2026, 10, 7), new("国庆节", "National Day")),
        new(CalendarKind.Working, new(2026, 10, 10), new(2026, 10, 10), new("调休上班", "Worked weekend")),
    ];

    private static readonly WorkCalendar Calendar = new(Golden);

    [Theory]
    [InlineData("2026-03-02T09:00Z", "2026-03-05T09:00Z")] // Monday.
    [InlineData("2026-03-06T02:00Z", "2026-03-11T02:00Z")] // Friday: Saturday and Sunday do not count.
    [InlineData("2026-03-07T02:00Z", "2026-03-11T02:00Z")] // Saturday.
    [InlineData("2026-03-08T02:00Z", "2026-03-11T02:00Z")] // Sunday.
    [InlineData("2026-03-08T16:30Z", "2026-03-11T16:30Z")] // Sunday in UTC, Monday 00:30 where the network works.
    [InlineData("2026-03-06T16:30Z", "2026-03-10T16:30Z")] // Friday in UTC, Saturday there.
    public void Three_working_days_of_the_plain_week(string from, string until) =>
        Assert.Equal(At(until), WorkCalendar.Plain.After(At(from), 3));

    [Theory]
    [InlineData("2026-09-30T02:00Z", "2026-10-10T02:00Z")] // Wednesday: 8, 9 and the worked Saturday.
    [InlineData("2026-10-03T02:00Z", "2026-10-10T02:00Z")] // Within the holidays.
    [InlineData("2026-09-25T02:00Z", "2026-09-29T02:00Z")] // Friday: the worked Sunday, Monday, Tuesday.
    [InlineData("2026-09-30T16:30Z", "2026-10-09T16:30Z")] // The first holiday's 00:30 where the network works.
    [InlineData("2026-10-09T02:00Z", "2026-10-13T02:00Z")] // Friday: the worked Saturday, Monday, Tuesday.
    [InlineData("2027-10-01T02:00Z", "2027-10-06T02:00Z")] // A year that nobody entered is the plain week.
    public void Holidays_do_not_count_and_worked_weekends_do(string from, string until) =>
        Assert.Equal(At(until), Calendar.After(At(from), 3));

    [Theory]
    [InlineData("2026-03-02T10:00+08:00", "2026-03-02T10:10+08:00")]
    [InlineData("2026-03-02T07:00+08:00", "2026-03-02T08:10+08:00")] // Before hours.
    [InlineData("2026-03-02T17:50+08:00", "2026-03-02T18:00+08:00")] // To the last minute.
    [InlineData("2026-03-02T17:55+08:00", "2026-03-03T08:05+08:00")] // Over night.
    [InlineData("2026-03-06T20:00+08:00", "2026-03-09T08:10+08:00")] // Over a weekend.
    [InlineData("2026-09-30T17:58+08:00", "2026-10-08T08:08+08:00")] // Over the holidays.
    [InlineData("2026-10-10T10:00+08:00", "2026-10-10T10:10+08:00")] // On a worked Saturday.
    public void Ten_minutes_count_in_service_hours_of_working_days(string from, string until) =>
        Assert.Equal(At(until), Calendar.After(At(from), TimeSpan.FromMinutes(10), Hours));

    [Fact]
    public void A_request_sent_before_the_holidays_is_to_be_held_by_the_third_day_that_is_worked()
    {
        var now = At("2026-09-30T02:00Z");
        var waiting = Cases.After<ConsultState.Submitted>(
            Cases.Draft(Urgency.Ordinary), new ConsultCommand.Submit(Cases.Clinic, now, Review: true, Calendar));

        Assert.Equal(At("2026-10-10T02:00Z"), waiting.File.Deadlines.Single(one => one.For == Awaited.Session).At);
    }

    [Fact]
    public void A_read_is_to_be_taken_within_three_minutes_and_answered_within_ten_of_service_hours()
    {
        var late = At("2026-09-30T17:59+08:00");
        ConsultTimes times = new();
        Assert.Equal(At("2026-10-08T08:02+08:00"), Reply(Urgency.Ordinary));
        Assert.Equal(late.AddMinutes(10), Reply(Urgency.Urgent));
        Assert.Equal(At("2026-10-08T08:02+08:00"), Reply(Urgency.Emergency));
        times = new() { ReadReply = default };
        Assert.Equal(late.AddHours(24), Reply(Urgency.Ordinary));

        var offered = Cases.After<ConsultState.Offered>(
            ConsultDecider.Evolve(
                ConsultState.Unknown.Instance,
                new ConsultEvent.DraftSaved(Cases.Clinic, late, Cases.Id, Cases.Institution, Cases.Request(Urgency.Ordinary) with { Read = true })),
            new ConsultCommand.Submit(Cases.Clinic, late, Calendar: Calendar),
            new ConsultCommand.Assign(Cases.Reviewer, late, new(Cases.OfferOne, Cases.Lead, "assigned"), late.AddMinutes(10)));
        var read = Cases.After<ConsultState.OpinionPending>(
            offered, new ConsultCommand.Accept(Cases.Lead, late, Cases.OfferOne, Calendar));
        Assert.Equal(new(ClockKind.Opinion, At("2026-10-08T08:09+08:00")), ConsultClocks.Shown(read));

        DateTimeOffset Reply(Urgency urgency) => Deadlines.Of(Cases.Request(urgency) with { Read = true }, late, times, Calendar)
            .Single(one => one.For == Awaited.Reply).At;
    }

    [Fact]
    public void A_weekly_block_is_no_place_on_a_holiday_but_a_shift_is_and_who_is_on_call_is_rung_all_the_same()
    {
        var demo = DemoNetwork.Build(At("2026-09-30T00:00Z"));
        PersonId chen = new("p-chen-jing");
        ServiceCode cardiology = new("cardiology");
        InstitutionId east = new("clinic-east");
        var thursdays = new RotaRules([new(chen, cardiology, DayOfWeek.Thursday, new(8, 0), new(12, 0), null)], [], []);
        Network With(params RotaShift[] rota) =>
            new(demo.Institutions, demo.Services, demo.People, rota, thursdays, calendar: Calendar);
        var (holiday, after) = (At("2026-10-01T09:00+08:00"), At("2026-10-08T09:00+08:00"));

        Assert.False(With().HasPlace(chen, cardiology, holiday, east));
        Assert.True(With().IsOnCall(chen, cardiology, holiday));
        Assert.True(With().HasPlace(chen, cardiology, after, east));
        Assert.True(With(new RotaShift(chen, cardiology, holiday, holiday.AddHours(1))).HasPlace(chen, cardiology, holiday, east));
    }

    [Fact]
    public void A_table_written_and_read_again_is_the_same_calendar_and_an_empty_one_the_plain_week()
    {
        var demo = DemoNetwork.Build(Cases.T0);
        var faults = new List<NetworkFault>();
        var (network, found) = Over(NetworkCsv.ReadCalendar(NetworkCsv.Write(Calendar), faults));
        Assert.Empty(faults.Concat(found));
        Assert.Equal(Golden, network!.Calendar.Days);

        var (kept, _) = new NetworkImport(null, demo.Services.ToList(), null, null).Over(network, new("p-guo-bin"));
        Assert.Equal(Golden, kept!.Calendar.Days);
        var (plain, _) = new NetworkImport(null, null, null, null, Calendar: NetworkCsv.ReadCalendar(Columns, faults)).Over(network, new("p-guo-bin"));
        Assert.Empty(faults);
        Assert.Empty(plain!.Calendar.Days);
    }

    [Theory]
    [InlineData("feast,2026-10-01,2026-10-07,国庆节,", "2 line unreadable")]
    [InlineData("holiday,2026-10-32,2026-10-07,国庆节,", "2 line unreadable")]
    [InlineData("holiday,01.10.2026,07.10.2026,国庆节,", "2 line unreadable")]
    [InlineData("holiday,2026-10-07,2026-10-01,国庆节,", "2026-10-07 until range")]
    [InlineData("holiday,2026-10-01,2062-10-07,国庆节,", "2026-10-01 until range")]
    [InlineData("working,2026-10-09,2026-10-09,上班,", "2026-10-09 from notAWeekend")]
    [InlineData("working,2026-10-10,2026-10-17,上班,", "2026-10-10 from notAWeekend")]
    [InlineData("holiday,2026-10-01,2026-10-01,,Feast", "2026-10-01 name missing")]
    [InlineData("holiday,2026-10-01,2026-10-07,国庆节,\r\nworking,2026-10-03,2026-10-03,上班,", "2026-10-03 from twice")]
    public void A_wrong_row_is_named_and_nothing_is_put_in_place(string rows, string fault)
    {
        var faults = new List<NetworkFault>();
        var (_, found) = Over(NetworkCsv.ReadCalendar(Columns + rows, faults));

        var one = Assert.Single(faults.Concat(found));
        Assert.Equal(("calendar", fault), (one.Part, $"{one.Id} {one.Field} {one.Code}"));
    }

    [Fact]
    public void Every_wrong_row_is_named_with_its_own_line()
    {
        var faults = new List<NetworkFault>();
        NetworkCsv.ReadCalendar(Columns + "holiday,2026-10-01,2026-10-07,国庆节,\r\nx,,,,\r\nworking,2026-10-10,2026-10-10,上班,\r\ny,,,,", faults);

        Assert.Equal(["3", "5"], faults.Select(one => one.Id));
    }

    private static (Network? Network, IReadOnlyList<NetworkFault> Faults) Over(IReadOnlyList<CalendarDays> calendar) =>
        new NetworkImport(null, null, null, null, Calendar: calendar).Over(DemoNetwork.Build(Cases.T0), new("p-guo-bin"));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
