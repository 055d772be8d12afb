namespace Telemed.Consults.Consults;

/// <summary>The patient, or who speaks for them, asked to play a recording of the case; a records officer answers.</summary>
/// <param name="By">Who asked.</param>
/// <param name="Recording">Which recording.</param>
/// <param name="At">When.</param>
/// <param name="AnsweredBy">The records officer, or <c>null</c>.</param>
/// <param name="AnsweredAt">When they answered, or <c>null</c>.</param>
/// <param name="Until">Until when it is granted; <c>null</c> while nobody has answered, and when it was refused.</param>
/// <param name="Reason">Why it was granted or refused.</param>
public sealed record PlayRequest(
    PersonId By,
    RecordingId Recording,
    DateTimeOffset At,
    PersonId? AnsweredBy = null,
    DateTimeOffset? AnsweredAt = null,
    DateTimeOffset? Until = null,
    [property: JsonPropertyName("personal")] string? Reason = null)
{
    /// <summary>Whether nobody has answered.</summary>
    public bool IsOpen => AnsweredAt is null;

    /// <summary>Whether the recording may be played now.</summary>
    public bool IsGrantedAt(DateTimeOffset now) => Until > now;
}
