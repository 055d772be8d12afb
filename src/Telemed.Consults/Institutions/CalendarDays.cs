namespace Telemed.Consults.Institutions;

/// <summary>Days (UTC+8) on which the network rests or works against the week.</summary>
/// <param name="Kind">Whether they are free or worked.</param>
/// <param name="From">The first day.</param>
/// <param name="Until">The last day.</param>
/// <param name="Name">What they are called.</param>
public sealed record CalendarDays(CalendarKind Kind, DateOnly From, DateOnly Until, Name Name)
{
    /// <summary>The longest run of days in one entry: a longer one is a slip of the pen.</summary>
    public const int Most = 31;

    /// <summary>Whether a day is among them.</summary>
    public bool Covers(DateOnly day) => From <= day && day <= Until;
}
