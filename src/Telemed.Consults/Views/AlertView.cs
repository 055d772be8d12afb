namespace Telemed.Consults.Views;

/// <summary>A call of the patient from home.</summary>
/// <param name="At">When.</param>
/// <param name="By">Who called.</param>
/// <param name="Text">What is the matter.</param>
/// <param name="AnsweredBy">Who answered, or <c>null</c>.</param>
/// <param name="AnsweredAt">When, or <c>null</c>.</param>
/// <param name="Answer">What is done about it.</param>
/// <param name="EscalatedAt">When the dispatchers were told that nobody of the house had answered, or <c>null</c>.</param>
public sealed record AlertView(
    DateTimeOffset At,
    PersonView By,
    string? Text,
    PersonView? AnsweredBy,
    DateTimeOffset? AnsweredAt,
    string? Answer,
    DateTimeOffset? EscalatedAt);
