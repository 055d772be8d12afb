namespace Telemed.Consults.Views;

/// <summary>That the patient, or who speaks for them, asked to play a recording, and what a records officer said.</summary>
/// <param name="By">Who asked.</param>
/// <param name="Recording">Which recording.</param>
/// <param name="At">When.</param>
/// <param name="AnsweredBy">Who answered, or <c>null</c>.</param>
/// <param name="AnsweredAt">When, or <c>null</c>.</param>
/// <param name="Until">Until when it may be played; <c>null</c> unless granted.</param>
/// <param name="Reason">Why it was granted or refused.</param>
public sealed record PlayRequestView(
    PersonView By,
    RecordingId Recording,
    DateTimeOffset At,
    PersonView? AnsweredBy,
    DateTimeOffset? AnsweredAt,
    DateTimeOffset? Until,
    string? Reason);
