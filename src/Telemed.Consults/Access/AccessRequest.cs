namespace Telemed.Consults.Access;

/// <summary>Everything an access decision may depend on.</summary>
/// <param name="Roles">The person's roles.</param>
/// <param name="Relation">How they stand to the case.</param>
/// <param name="Status">The case's state, or <c>null</c> for a case yet to be made.</param>
/// <param name="SinceFinished">How long the case has been finished; <c>null</c> while it is not.</param>
/// <param name="Action">What they want to do.</param>
/// <param name="LeadWindow">How long a finished case stays open to the specialists who took part; not at all when left out.</param>
public readonly record struct AccessRequest(
    IReadOnlyList<Role> Roles, Relation Relation, ConsultStatus? Status, TimeSpan? SinceFinished, CaseAction Action,
    TimeSpan LeadWindow = default);
