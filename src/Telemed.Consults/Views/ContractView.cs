namespace Telemed.Consults.Views;

/// <summary>The family doctor's contract.</summary>
/// <param name="Doctor">The doctor.</param>
/// <param name="At">When they signed.</param>
/// <param name="Until">Until when it holds.</param>
/// <param name="Status">How it stands.</param>
/// <param name="AnsweredAt">When the patient answered, or <c>null</c>.</param>
/// <param name="Method">How, or <c>null</c>.</param>
public sealed record ContractView(
    PersonView Doctor,
    DateTimeOffset At,
    DateTimeOffset Until,
    ContractStatus Status,
    DateTimeOffset? AnsweredAt,
    ConsentMethod? Method);
