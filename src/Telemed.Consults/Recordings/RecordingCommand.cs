namespace Telemed.Consults.Recordings;

/// <summary>What may be asked of a recording.</summary>
/// <param name="By">Who asks.</param>
/// <param name="Now">When.</param>
public abstract record RecordingCommand(PersonId By, DateTimeOffset Now)
{
    /// <summary>When, server time, to the millisecond: what lies below is cut off.</summary>
    public DateTimeOffset Now { get; } = WholeMilliseconds.Of(Now);

    /// <summary>Asks for a recording with these people in the room, and what the patient has said, if anything.</summary>
    public sealed record Request(
        PersonId By,
        DateTimeOffset Now,
        RecordingId Id,
        ConsultId Consult,
        IReadOnlyList<RecordingParticipant> Participants,
        bool? PatientSaid) : RecordingCommand(By, Now);

    /// <summary>A person entered the room.</summary>
    public sealed record Enter(PersonId By, DateTimeOffset Now, PersonId Person, bool? Earlier)
        : RecordingCommand(By, Now);

    /// <summary>A person left the room.</summary>
    public sealed record Leave(PersonId By, DateTimeOffset Now, PersonId Person) : RecordingCommand(By, Now);

    /// <summary>A participant answers, or changes the answer.</summary>
    public sealed record Answer(PersonId By, DateTimeOffset Now, PersonId Person, bool Granted)
        : RecordingCommand(By, Now);

    /// <summary>The patient answers, or changes the answer.</summary>
    public sealed record PatientAnswer(PersonId By, DateTimeOffset Now, bool Granted) : RecordingCommand(By, Now);

    /// <summary>Pauses.</summary>
    public sealed record Pause(PersonId By, DateTimeOffset Now) : RecordingCommand(By, Now);

    /// <summary>Goes on after a pause.</summary>
    public sealed record Resume(PersonId By, DateTimeOffset Now) : RecordingCommand(By, Now);

    /// <summary>Sets a mark here.</summary>
    public sealed record Mark(PersonId By, DateTimeOffset Now, string? Label) : RecordingCommand(By, Now);

    /// <summary>Ends it. Holds also when it has ended.</summary>
    public sealed record Stop(PersonId By, DateTimeOffset Now) : RecordingCommand(By, Now);

    /// <summary>
    /// A node takes it over: the next epoch; a failed one goes on. It holds it until <c>Until</c>, unless it says again that
    /// it does. Refused when it is in another epoch than <c>Before</c>, where that is given.
    /// </summary>
    public sealed record Lease(PersonId By, DateTimeOffset Now, string Node, DateTimeOffset? Until = null, int? Before = null)
        : RecordingCommand(By, Now);

    /// <summary>
    /// The recorder lost it, or the file could not be made; <c>Cause</c> is a code. Refused when it is in another epoch than
    /// <c>Before</c>, where that is given.
    /// </summary>
    public sealed record Fail(PersonId By, DateTimeOffset Now, string Cause, int? Before = null) : RecordingCommand(By, Now);

    /// <summary>
    /// The first of two people asks for a step. <c>KeptUntil</c> is the end of the recording's retention, which only
    /// destroying looks at.
    /// </summary>
    public sealed record Ask(
        PersonId By, DateTimeOffset Now, TwoPersonStep Step, string Reason, DateTimeOffset KeptUntil)
        : RecordingCommand(By, Now);

    /// <summary>The second person confirms what the first asked for.</summary>
    public sealed record Confirm(PersonId By, DateTimeOffset Now, TwoPersonStep Step, DateTimeOffset KeptUntil)
        : RecordingCommand(By, Now);

    /// <summary>Takes back a step that waits; anybody who may ask may do it.</summary>
    public sealed record TakeBack(PersonId By, DateTimeOffset Now) : RecordingCommand(By, Now);

    /// <summary>Files it as part of a record that is kept longer.</summary>
    public sealed record File(PersonId By, DateTimeOffset Now, RetentionClass Class) : RecordingCommand(By, Now);

    /// <summary>The node that holds it says that it still does, until <c>Until</c>.</summary>
    public sealed record Hold(PersonId By, DateTimeOffset Now, string Node, int Epoch, DateTimeOffset Until)
        : RecordingCommand(By, Now);

    /// <summary>The file is whole. Refused when it is in another epoch than <c>Before</c>, where that is given.</summary>
    public sealed record Seal(PersonId By, DateTimeOffset Now, long RecordedMs, long SizeBytes, int? Before = null)
        : RecordingCommand(By, Now);
}
