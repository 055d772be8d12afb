namespace Telemed.Consults.Operations;

/// <summary>An appointment that may fail, without the case that it is for.</summary>
/// <param name="StartsAt">When.</param>
/// <param name="Service">The service.</param>
/// <param name="Site">The site at which it may fail.</param>
/// <param name="Reason">Why.</param>
/// <param name="MedianScore">The site's median score of the last day on which it was measured; null when it never was.</param>
public sealed record RiskRow(
    DateTimeOffset StartsAt, ServiceCode Service, InstitutionId Site, RiskReason Reason, int? MedianScore);
