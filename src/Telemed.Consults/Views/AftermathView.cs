namespace Telemed.Consults.Views;

/// <summary>What follows from a signed opinion, as those see it who see the case.</summary>
/// <param name="FollowUp">The next look, or <c>null</c>.</param>
/// <param name="Referral">The last referral, or <c>null</c>.</param>
/// <param name="Visits">Visits at home, in order.</param>
/// <param name="Settlement">Who pays how much, or <c>null</c>.</param>
/// <param name="Contract">The family doctor's contract, or <c>null</c>.</param>
/// <param name="Alerts">The patient's calls from home, in order.</param>
/// <param name="Nurses">Who may be sent to the patient's home; empty for those who send nobody.</param>
public sealed record AftermathView(
    FollowUpView? FollowUp,
    ReferralView? Referral,
    IReadOnlyList<VisitView> Visits,
    SettlementView? Settlement,
    ContractView? Contract,
    IReadOnlyList<AlertView> Alerts,
    IReadOnlyList<PersonView> Nurses);
