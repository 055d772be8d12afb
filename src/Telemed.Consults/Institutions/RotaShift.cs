namespace Telemed.Consults.Institutions;

/// <summary>A stretch of time in which a person is on call for a service.</summary>
/// <param name="Person">Who.</param>
/// <param name="Service">For which service.</param>
/// <param name="From">From, inclusive.</param>
/// <param name="Until">Until, exclusive.</param>
public sealed record RotaShift(PersonId Person, ServiceCode Service, DateTimeOffset From, DateTimeOffset Until);
