namespace Telemed.Consults.Institutions;

/// <summary>Every week on one day, from one time to another (UTC+8), a person is on call for a service.</summary>
/// <param name="Person">Who.</param>
/// <param name="Service">For which service.</param>
/// <param name="Day">On which day.</param>
/// <param name="From">From, inclusive.</param>
/// <param name="Until">Until, exclusive; midnight is the end of the day.</param>
/// <param name="For">Only for this asking institution: a clinic day of a pair; <c>null</c> for all.</param>
public sealed record WeeklyBlock(
    PersonId Person, ServiceCode Service, DayOfWeek Day, TimeOnly From, TimeOnly Until, InstitutionId? For)
{
    /// <summary>Whether the block covers a day and time.</summary>
    public bool Covers(DayOfWeek day, TimeOnly time) =>
        day == Day && From <= time && (time < Until || Until == TimeOnly.MinValue);
}
