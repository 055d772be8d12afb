namespace Telemed.Consults.Consults;

/// <summary>
/// The patient and a doctor of the asking house agree on looking after them for a time. While it is in force the patient,
/// or who speaks for them, has a link to the case after it was closed, and can raise an alert.
/// </summary>
/// <param name="Doctor">The doctor, who signs by offering it.</param>
/// <param name="At">When.</param>
/// <param name="Until">Until when it holds.</param>
/// <param name="Signed">The patient's answer, or <c>null</c>.</param>
/// <param name="AnsweredAt">When it was given, or <c>null</c>.</param>
/// <param name="Method">How, or <c>null</c>.</param>
/// <param name="EndedAt">When one of the two ended it, or <c>null</c>.</param>
/// <param name="Witness">Who saw the patient sign; personal data.</param>
/// <param name="EndReason">Why it was ended; personal data.</param>
public sealed record FamilyContract(
    PersonId Doctor,
    DateTimeOffset At,
    DateTimeOffset Until,
    bool? Signed,
    DateTimeOffset? AnsweredAt,
    ConsentMethod? Method,
    DateTimeOffset? EndedAt,
    string? Witness,
    string? EndReason)
{
    /// <summary>The longest a contract holds.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(3 * 366);

    /// <summary>How it stands at an instant.</summary>
    public ContractStatus StatusAt(DateTimeOffset now) => this switch
    {
        { Signed: false } => ContractStatus.Declined,
        { EndedAt: not null } => ContractStatus.Ended,
        _ when now >= Until => ContractStatus.Expired,
        { Signed: true } => ContractStatus.InForce,
        _ => ContractStatus.Offered,
    };

    /// <summary>Whether it waits for the patient or binds both.</summary>
    public bool IsOpenAt(DateTimeOffset now) => StatusAt(now) is ContractStatus.Offered or ContractStatus.InForce;
}
