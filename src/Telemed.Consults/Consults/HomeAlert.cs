namespace Telemed.Consults.Consults;

/// <summary>The patient, or who speaks for them, calls the house from home.</summary>
/// <param name="By">Who called.</param>
/// <param name="At">When.</param>
/// <param name="AnsweredBy">Who answered, or <c>null</c>.</param>
/// <param name="AnsweredAt">When, or <c>null</c>.</param>
/// <param name="Text">What is the matter; personal data.</param>
/// <param name="Answer">What is done about it; personal data.</param>
public sealed record HomeAlert(
    PersonId By, DateTimeOffset At, PersonId? AnsweredBy, DateTimeOffset? AnsweredAt, string? Text, string? Answer)
{
    /// <summary>When others are told that nobody has answered; <c>null</c> once they were.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When the dispatchers were told, or <c>null</c>.</summary>
    public DateTimeOffset? EscalatedAt { get; init; }
}
