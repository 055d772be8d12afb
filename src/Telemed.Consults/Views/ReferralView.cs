namespace Telemed.Consults.Views;

/// <summary>A referral.</summary>
/// <param name="Direction">Up or down.</param>
/// <param name="To">The house's name.</param>
/// <param name="Status">What it answered.</param>
/// <param name="By">Who asked.</param>
/// <param name="At">When.</param>
/// <param name="Reason">Why.</param>
/// <param name="AnsweredBy">Who answered, or <c>null</c>.</param>
/// <param name="Note">The answer's words.</param>
public sealed record ReferralView(
    ReferralDirection Direction,
    Name To,
    ReferralStatus Status,
    PersonView By,
    DateTimeOffset At,
    string? Reason,
    PersonView? AnsweredBy,
    string? Note);
