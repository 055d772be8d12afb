namespace Telemed.Consults.Consults;

/// <summary>What follows from a signed opinion: the next look, a move to another house, visits at home, who pays,
/// who looks after the patient from then on.</summary>
/// <param name="FollowUp">When the patient is to be seen again, or <c>null</c>.</param>
/// <param name="Referral">The last referral, or <c>null</c>.</param>
/// <param name="Visits">Visits at home, in order.</param>
/// <param name="Settlement">Who pays how much, or <c>null</c>.</param>
/// <param name="Contract">The family doctor's contract, or <c>null</c>.</param>
/// <param name="Alerts">The patient's calls from home, in order.</param>
public sealed record Aftermath(
    FollowUp? FollowUp,
    Referral? Referral,
    ImmutableArray<HomeVisit> Visits,
    Settlement? Settlement,
    FamilyContract? Contract,
    ImmutableArray<HomeAlert> Alerts)
{
    /// <summary>Nothing yet.</summary>
    public static Aftermath None { get; } = new(null, null, [], null, null, []);
}
