namespace Telemed.Consults.Recordings;

/// <summary>The state of one recording.</summary>
/// <param name="Id">The recording.</param>
/// <param name="Consult">The consult it belongs to.</param>
/// <param name="Status">Its state.</param>
/// <param name="Since">When this state was entered.</param>
/// <param name="RequestedAt">When it was asked for.</param>
/// <param name="StartedAt">When it was first on, or <c>null</c>.</param>
/// <param name="Participants">Everybody who was in the room, with their answers.</param>
/// <param name="PatientAnswer">The patient's latest answer; <c>null</c> when never asked, and then nothing is recorded.</param>
/// <param name="RecordedBefore">Recorded milliseconds before <paramref name="Since"/>.</param>
/// <param name="Marks">Marks, in order.</param>
/// <param name="Node">The node that holds the recording, or <c>null</c>.</param>
/// <param name="Epoch">How often a node took it over; 0 before the first.</param>
/// <param name="BeforeFailure">What it goes back to when a node takes a failed one over.</param>
/// <param name="FailureCause">Why it failed, as a code, or <c>null</c>.</param>
/// <param name="SizeBytes">Size of the finished file, 0 before.</param>
/// <param name="LeasedUntil">Until when <paramref name="Node"/> holds it; <c>null</c> when nobody said.</param>
/// <param name="SealedAt">When it was first sealed, or <c>null</c>.</param>
/// <param name="Class">As what it is kept.</param>
/// <param name="Pending">The step that waits for a second person, or <c>null</c>.</param>
/// <param name="PausedBy">Who paused it last, or whose answer did, or <c>null</c>.</param>
/// <param name="DestroyedBy">Who asked for its destruction and who confirmed it, or <c>null</c>.</param>
public sealed record RecordingLife(
    RecordingId Id,
    ConsultId Consult,
    RecordingStatus Status,
    DateTimeOffset Since,
    DateTimeOffset RequestedAt,
    DateTimeOffset? StartedAt,
    ImmutableArray<RecordingParticipant> Participants,
    bool? PatientAnswer,
    long RecordedBefore,
    ImmutableArray<RecordingMark> Marks,
    string? Node,
    int Epoch,
    RecordingStatus BeforeFailure,
    string? FailureCause,
    long SizeBytes,
    DateTimeOffset? LeasedUntil = null,
    DateTimeOffset? SealedAt = null,
    RetentionClass Class = RetentionClass.Consult,
    PendingStep? Pending = null,
    PersonId? PausedBy = null,
    DestroyedBy? DestroyedBy = null)
{
    /// <summary>A recording of which nothing was stored.</summary>
    public static RecordingLife Unknown { get; } = new(
        default, default, RecordingStatus.Off, default, default, null, [], null, 0, [], null, 0, RecordingStatus.Off,
        null, 0);

    /// <summary>Whether anything was ever stored about it.</summary>
    public bool Exists => Id != default;

    /// <summary>Whether it may still record: asked for, and neither ended nor dropped.</summary>
    public bool IsOpen => Status is RecordingStatus.AwaitingConsent or RecordingStatus.On or RecordingStatus.Paused
        or RecordingStatus.Failed;

    /// <summary>Whether it is finished and can be played.</summary>
    public bool IsPlayable => Status is RecordingStatus.Sealed or RecordingStatus.OnHold;

    /// <summary>Until when it has to be kept, by its class; an unfinished one counts from when it last changed.</summary>
    public DateTimeOffset KeptUntil(RetentionPeriods periods) => (SealedAt ?? Since) + periods.Of(Class);

    /// <summary>Milliseconds recorded up to an instant.</summary>
    public long RecordedMsAt(DateTimeOffset now) => Status == RecordingStatus.On
        ? RecordedBefore + Math.Max(0, (long)(now - Since).TotalMilliseconds)
        : RecordedBefore;

    /// <summary>Who is present and has not answered.</summary>
    public IEnumerable<PersonId> WaitingFor =>
        Participants.Where(one => one is { Present: true, Answer: null }).Select(one => one.Person);

    /// <summary>Whether a person's media may be written now. Fails closed: no answer means no.</summary>
    public bool MayRecord(PersonId person) => Status == RecordingStatus.On && PatientAnswer == true
        && Participants.Any(one => one.Person == person && one.Answer == true);

    /// <summary>Whether anybody present has agreed.</summary>
    public bool AnybodyAgrees => PatientAnswer == true && Participants.Any(one => one is { Present: true, Answer: true });
}
