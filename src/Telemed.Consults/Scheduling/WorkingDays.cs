namespace Telemed.Consults.Scheduling;

/// <summary>Monday to Friday of UTC+8. Public holidays are not known. Pure.</summary>
public static class WorkingDays
{
    /// <summary>The same time of day, so many working days after the day of an instant.</summary>
    public static DateTimeOffset After(DateTimeOffset at, int days)
    {
        var day = at.ToOffset(NetworkTime.Offset);
        while (days > 0)
        {
            day = day.AddDays(1);
            days -= day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0 : 1;
        }

        return day.ToOffset(at.Offset);
    }
}
