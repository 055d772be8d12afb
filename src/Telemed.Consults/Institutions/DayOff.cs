namespace Telemed.Consults.Institutions;

/// <summary>Days (UTC+8) on which a person is not on call, whatever the rota says.</summary>
/// <param name="Person">Who.</param>
/// <param name="From">The first day.</param>
/// <param name="Until">The last day.</param>
public sealed record DayOff(PersonId Person, DateOnly From, DateOnly Until);
