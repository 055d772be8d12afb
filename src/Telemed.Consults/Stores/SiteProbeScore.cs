namespace Telemed.Consults.Stores;

/// <summary>What came of the latest measurement of a house's link before an appointment.</summary>
/// <param name="Institution">The house.</param>
/// <param name="AskedAt">When it was asked to measure.</param>
/// <param name="Until">Until when it could answer.</param>
/// <param name="Score">0 (the telephone) to 5 (everything); <c>null</c> when it has not answered.</param>
public sealed record SiteProbeScore(InstitutionId Institution, DateTimeOffset AskedAt, DateTimeOffset Until, int? Score);
