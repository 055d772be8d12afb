namespace Telemed.Consults.Institutions;

/// <summary>From when until when reads without a room are answered on a working day: times of day of UTC+8.</summary>
/// <param name="From">The beginning; 0:00 at the earliest.</param>
/// <param name="Until">The end, after the beginning; 24:00 at the latest.</param>
public readonly record struct ServiceHours(TimeSpan From, TimeSpan Until)
{
    /// <summary>Whether they are hours of one day.</summary>
    public bool IsValid => From >= TimeSpan.Zero && From < Until && Until <= TimeSpan.FromDays(1);
}
