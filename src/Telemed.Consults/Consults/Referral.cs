namespace Telemed.Consults.Consults;

/// <summary>The patient is to be treated in another house.</summary>
/// <param name="By">Who asks for it.</param>
/// <param name="At">When.</param>
/// <param name="Direction">Up to a higher house, or back down.</param>
/// <param name="To">The house.</param>
/// <param name="Status">What it answered.</param>
/// <param name="AnsweredBy">Who answered, or <c>null</c>.</param>
/// <param name="AnsweredAt">When, or <c>null</c>.</param>
/// <param name="Reason">Why; personal data.</param>
/// <param name="Note">The answer's words; personal data.</param>
public sealed record Referral(
    PersonId By,
    DateTimeOffset At,
    ReferralDirection Direction,
    InstitutionId To,
    ReferralStatus Status,
    PersonId? AnsweredBy,
    DateTimeOffset? AnsweredAt,
    string? Reason,
    string? Note);
