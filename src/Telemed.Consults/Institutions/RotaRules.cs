namespace Telemed.Consults.Institutions;

/// <summary>
/// Who is on call when: single shifts, weekly blocks, days off and substitutions. A day off beats every duty of the
/// person's own; a substitution moves the absent one's duties of the day to the substitute. Pure; readable from any thread.
/// </summary>
/// <param name="Weekly">Blocks that come back every week.</param>
/// <param name="DaysOff">Days off.</param>
/// <param name="Substitutions">Substitutions.</param>
public sealed record RotaRules(
    IReadOnlyList<WeeklyBlock> Weekly, IReadOnlyList<DayOff> DaysOff, IReadOnlyList<Substitution> Substitutions)
{
    /// <summary>No rules.</summary>
    public static RotaRules None { get; } = new([], [], []);

    /// <summary>
    /// Whether a person is on call at an instant: for this service, or for any when <c>null</c>; for this asking
    /// institution, where blocks of a pair count, or for all. <paramref name="byShiftOnly"/> leaves what comes back weekly out.
    /// </summary>
    public bool IsOnCall(
        ILookup<PersonId, RotaShift> shifts,
        PersonId person,
        ServiceCode? service,
        InstitutionId? asking,
        DateTimeOffset now,
        bool byShiftOnly = false)
    {
        var local = now.ToOffset(NetworkTime.Offset);
        var day = DateOnly.FromDateTime(local.Date);
        if (DaysOff.Any(off => off.Person == person && off.From <= day && day <= off.Until))
        {
            return false;
        }

        var replaced = Substitutions.Any(one => one.Absent == person && one.From <= day && day <= one.Until);
        return (!replaced && HasDuty(shifts, person, service, asking, now, byShiftOnly))
            || Substitutions.Any(one => one.By == person && one.From <= day && day <= one.Until
                && HasDuty(shifts, one.Absent, service, asking, now, byShiftOnly));
    }

    private bool HasDuty(
        ILookup<PersonId, RotaShift> shifts,
        PersonId person,
        ServiceCode? service,
        InstitutionId? asking,
        DateTimeOffset now,
        bool byShiftOnly)
    {
        var local = now.ToOffset(NetworkTime.Offset);
        return shifts[person].Any(shift =>
                (service is null || shift.Service == service) && shift.From <= now && now < shift.Until)
            || (!byShiftOnly && Weekly.Any(block => block.Person == person
                && (service is null || block.Service == service)
                && (block.For is null || block.For == asking)
                && block.Covers(local.DayOfWeek, TimeOnly.FromTimeSpan(local.TimeOfDay))));
    }
}
