namespace Telemed.Media.Recording;

/// <summary>Something that operators, and the people in the room, have to hear of.</summary>
/// <param name="RecordingId">The recording; empty when it concerns all.</param>
/// <param name="Kind">What.</param>
/// <param name="Sentence">One English sentence without names of people.</param>
public sealed record RecordingProblem(string RecordingId, RecordingProblemKind Kind, string Sentence)
{
    /// <summary>A stable code: <c>disk-full</c>, <c>write-failed</c>, <c>write-stalled</c>, <c>queue-overflow</c>,
    /// <c>disk-filling</c>.</summary>
    public string Code => Kind switch
    {
        RecordingProblemKind.DiskFull => "disk-full",
        RecordingProblemKind.WriteFailed => "write-failed",
        RecordingProblemKind.WriteStalled => "write-stalled",
        RecordingProblemKind.QueueOverflow => "queue-overflow",
        _ => "disk-filling",
    };

    /// <summary>Whether the recording stopped by it; otherwise it goes on.</summary>
    public bool Stopped => Kind is RecordingProblemKind.DiskFull or RecordingProblemKind.WriteFailed
        or RecordingProblemKind.WriteStalled;
}
