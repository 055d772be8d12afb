namespace Telemed.Consults.Operations;

/// <summary>An appointment, without the case that it is for.</summary>
/// <param name="StartsAt">When.</param>
/// <param name="Service">The service.</param>
/// <param name="Asking">The institution that asks.</param>
/// <param name="Specialist">Who leads, or <c>null</c>.</param>
public sealed record PlannedRow(DateTimeOffset StartsAt, ServiceCode Service, InstitutionId Asking, PersonId? Specialist);
