namespace Telemed.Consults.Institutions;

/// <summary>On these days (UTC+8) one person is on call in place of another.</summary>
/// <param name="Absent">In whose place.</param>
/// <param name="By">Who.</param>
/// <param name="From">The first day.</param>
/// <param name="Until">The last day.</param>
public sealed record Substitution(PersonId Absent, PersonId By, DateOnly From, DateOnly Until);
