namespace Telemed.Consults.Institutions;

/// <summary>
/// On which days the network works: Monday to Friday of UTC+8, but for the holidays and with the worked weekends that the
/// administrator entered. What nobody entered is the plain week. Pure; readable from any thread.
/// </summary>
/// <param name="days">Holidays and worked weekends; they do not overlap.</param>
public sealed class WorkCalendar(IEnumerable<CalendarDays> days)
{
    /// <summary>The plain week.</summary>
    public static WorkCalendar Plain { get; } = new([]);

    /// <summary>Every holiday and worked weekend, by day.</summary>
    public IReadOnlyList<CalendarDays> Days { get; } = [.. days.OrderBy(one => one.From)];

    /// <summary>Whether the day of an instant is a holiday.</summary>
    public bool IsHoliday(DateTimeOffset at) => Find(DayOf(at))?.Kind == CalendarKind.Holiday;

    /// <summary>Whether a day is worked.</summary>
    public bool IsWorked(DateOnly day) => Find(day)?.Kind switch
    {
        CalendarKind.Holiday => false,
        CalendarKind.Working => true,
        _ => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday),
    };

    /// <summary>The same time of day, so many working days after the day of an instant.</summary>
    public DateTimeOffset After(DateTimeOffset at, int workingDays)
    {
        var there = at.ToOffset(NetworkTime.Offset);
        while (workingDays > 0)
        {
            there = there.AddDays(1);
            workingDays -= IsWorked(DayOf(there)) ? 1 : 0;
        }

        return there.ToOffset(at.Offset);
    }

    /// <summary>The instant at which so much time has passed since another, counted within the service hours of working days alone.</summary>
    public DateTimeOffset After(DateTimeOffset at, TimeSpan time, ServiceHours hours)
    {
        var there = at.ToOffset(NetworkTime.Offset);
        for (var day = DayOf(there); ; day = day.AddDays(1))
        {
            if (!IsWorked(day))
            {
                continue;
            }

            var midnight = new DateTimeOffset(day, TimeOnly.MinValue, NetworkTime.Offset);
            var (opens, closes) = (midnight + hours.From, midnight + hours.Until);
            var from = there > opens ? there : opens;
            var left = closes > from ? closes - from : TimeSpan.Zero;
            if (time <= left)
            {
                return (from + time).ToOffset(at.Offset);
            }

            time -= left;
        }
    }

    private CalendarDays? Find(DateOnly day) => Days.FirstOrDefault(one => one.Covers(day));

    private static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.ToOffset(NetworkTime.Offset).Date);
}
