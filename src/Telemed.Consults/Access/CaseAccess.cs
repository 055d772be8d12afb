namespace Telemed.Consults.Access;

/// <summary>One person's standing to one case at one instant, to be asked about many actions.</summary>
/// <param name="Roles">The person's roles.</param>
/// <param name="Relation">How they stand to the case.</param>
/// <param name="Status">The case's state.</param>
/// <param name="SinceFinished">How long it has been finished; <c>null</c> while it is not.</param>
/// <param name="LeadWindow">How long it then stays open to the specialists who took part.</param>
public readonly record struct CaseAccess(
    IReadOnlyList<Role> Roles, Relation Relation, ConsultStatus Status, TimeSpan? SinceFinished, TimeSpan LeadWindow)
{
    /// <summary>Whether the person may do this.</summary>
    public bool May(CaseAction action) =>
        AccessPolicy.Decide(new(Roles, Relation, Status, SinceFinished, action, LeadWindow)) == AccessDecision.Allowed;
}
