namespace Telemed.Consults.Recordings;

/// <summary>A step that waits for a second person.</summary>
/// <param name="Step">What.</param>
/// <param name="By">Who asked; somebody else has to confirm.</param>
/// <param name="At">When.</param>
/// <param name="Reason">Why, in the asker's words.</param>
public sealed record PendingStep(
    TwoPersonStep Step, PersonId By, DateTimeOffset At, [property: JsonPropertyName("personal")] string Reason);
