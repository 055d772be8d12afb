namespace Telemed.Consults.Recordings;

/// <summary>What may happen to a recording.</summary>
/// <param name="By">Who did it.</param>
/// <param name="At">When.</param>
public abstract record RecordingEvent(PersonId By, DateTimeOffset At) : IFact
{
    /// <summary>It was asked for, with these people in the room, and what the patient had said.</summary>
    public sealed record RecordingRequested(
        PersonId By,
        DateTimeOffset At,
        RecordingId Id,
        ConsultId Consult,
        IReadOnlyList<RecordingParticipant> Participants,
        bool? PatientAnswer = null) : RecordingEvent(By, At);

    /// <summary>A person entered while it was open; <c>Answer</c> is what they said before, if anything.</summary>
    public sealed record RecordingParticipantEntered(PersonId By, DateTimeOffset At, PersonId Person, bool? Answer)
        : RecordingEvent(By, At);

    /// <summary>A person left while it was open.</summary>
    public sealed record RecordingParticipantLeft(PersonId By, DateTimeOffset At, PersonId Person)
        : RecordingEvent(By, At);

    /// <summary>A participant answered.</summary>
    public sealed record RecordingAnswered(PersonId By, DateTimeOffset At, PersonId Person, bool Granted)
        : RecordingEvent(By, At);

    /// <summary>The patient answered.</summary>
    public sealed record PatientAnsweredRecording(PersonId By, DateTimeOffset At, bool Granted)
        : RecordingEvent(By, At);

    /// <summary>The first recorded byte may follow.</summary>
    public sealed record RecordingStarted(PersonId By, DateTimeOffset At) : RecordingEvent(By, At);

    /// <summary>Nothing is recorded from here; <c>Cause</c> is <c>asked</c> or <c>consent</c>.</summary>
    public sealed record RecordingPaused(PersonId By, DateTimeOffset At, long RecordedMs, string Cause)
        : RecordingEvent(By, At);

    /// <summary>Recording goes on.</summary>
    public sealed record RecordingResumed(PersonId By, DateTimeOffset At) : RecordingEvent(By, At);

    /// <summary>A mark was set.</summary>
    public sealed record RecordingMarked(PersonId By, DateTimeOffset At, RecordingMark Mark) : RecordingEvent(By, At);

    /// <summary>A node took the recording over, until an instant; <c>null</c> in facts of before there was one.</summary>
    public sealed record RecordingLeased(PersonId By, DateTimeOffset At, string Node, int Epoch, DateTimeOffset? Until = null)
        : RecordingEvent(By, At);

    /// <summary>The node that holds it goes on holding it.</summary>
    public sealed record RecordingLeaseKept(PersonId By, DateTimeOffset At, DateTimeOffset Until) : RecordingEvent(By, At);

    /// <summary>The recorder lost it, or the file could not be made.</summary>
    public sealed record RecordingFailed(PersonId By, DateTimeOffset At, long RecordedMs, string Cause)
        : RecordingEvent(By, At);

    /// <summary>It ended; the file is being made.</summary>
    public sealed record RecordingStopped(PersonId By, DateTimeOffset At, long RecordedMs) : RecordingEvent(By, At);

    /// <summary>It ended before anything was recorded.</summary>
    public sealed record RecordingDropped(PersonId By, DateTimeOffset At, string Cause) : RecordingEvent(By, At);

    /// <summary>The first of two people asked for a step.</summary>
    public sealed record RecordingStepAsked(
        PersonId By, DateTimeOffset At, TwoPersonStep Step, [property: JsonPropertyName("personal")] string Reason)
        : RecordingEvent(By, At);

    /// <summary>The step that was asked for was taken back.</summary>
    public sealed record RecordingStepTakenBack(PersonId By, DateTimeOffset At) : RecordingEvent(By, At);

    /// <summary>The second person put it on hold; <c>AskedBy</c> was the first.</summary>
    public sealed record RecordingHeld(PersonId By, DateTimeOffset At, PersonId AskedBy) : RecordingEvent(By, At);

    /// <summary>The second person let it go; <c>AskedBy</c> was the first.</summary>
    public sealed record RecordingReleased(PersonId By, DateTimeOffset At, PersonId AskedBy) : RecordingEvent(By, At);

    /// <summary>The second person had it destroyed; <c>AskedBy</c> was the first.</summary>
    public sealed record RecordingDestroyed(PersonId By, DateTimeOffset At, PersonId AskedBy) : RecordingEvent(By, At);

    /// <summary>It became part of a record that is kept longer.</summary>
    public sealed record RecordingFiled(PersonId By, DateTimeOffset At, RetentionClass Class) : RecordingEvent(By, At);

    /// <summary>The file is whole; length and size are the file's own.</summary>
    public sealed record RecordingSealed(PersonId By, DateTimeOffset At, long RecordedMs, long SizeBytes)
        : RecordingEvent(By, At);
}
