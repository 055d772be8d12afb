namespace Telemed.Media;

/// <summary>Something that happened in a room. Closed: the nested records are all there are.</summary>
/// <param name="Room">The room's id.</param>
public abstract record MediaEvent(string Room)
{
    /// <summary>A participant began to publish.</summary>
    public sealed record PublicationAdded(string Room, PublicationInfo Publication) : MediaEvent(Room);

    /// <summary>A publication's feed, label or mute state changed.</summary>
    public sealed record PublicationChanged(string Room, PublicationInfo Publication) : MediaEvent(Room);

    /// <summary>A publication is gone.</summary>
    public sealed record PublicationRemoved(string Room, PublicationInfo Publication) : MediaEvent(Room);

    /// <summary>A slot of <paramref name="Participant"/> carries another publication, or none (null).</summary>
    public sealed record SlotAssigned(string Room, string Participant, string Mid, string? Publication)
        : MediaEvent(Room);

    /// <summary>A participant's transport is up: media flows.</summary>
    public sealed record ParticipantConnected(string Room, string Participant) : MediaEvent(Room);

    /// <summary>A participant's transport is down.</summary>
    public sealed record ParticipantDisconnected(string Room, string Participant, DisconnectReason Reason)
        : MediaEvent(Room);

    /// <summary>Who speaks now, loudest first; sent when it changes.</summary>
    public sealed record Speakers(string Room, IReadOnlyList<string> Participants) : MediaEvent(Room);

    /// <summary>
    /// How good a participant's link is, sent every two seconds or so.
    /// </summary>
    /// <param name="Room">The room's id.</param>
    /// <param name="Participant">Whose link.</param>
    /// <param name="LossPercent">Packets lost, the worse of both directions, 0 to 100.</param>
    /// <param name="RoundTripMs">The round trip in milliseconds; null before the first measurement.</param>
    /// <param name="JitterMs">The largest jitter of its streams in milliseconds.</param>
    /// <param name="UpKilobits">What came from it, in kbit/s.</param>
    /// <param name="DownKilobits">What went to it, in kbit/s.</param>
    /// <param name="ByTcp">Whether its media goes by TCP.</param>
    /// <param name="Score">0 (lost) to 5 (excellent).</param>
    public sealed record LinkQuality(
        string Room,
        string Participant,
        double LossPercent,
        double? RoundTripMs,
        double JitterMs,
        int UpKilobits,
        int DownKilobits,
        bool ByTcp,
        int Score) : MediaEvent(Room);

    /// <summary>A room's recording has a fault; what was written until then stays.</summary>
    /// <param name="Room">The room's id.</param>
    /// <param name="RecordingId">The recording.</param>
    /// <param name="Code">A stable code.</param>
    /// <param name="Sentence">One English sentence for operators.</param>
    /// <param name="Stopped">Whether the recording stopped by it; otherwise it goes on.</param>
    public sealed record RecordingProblem(
        string Room, string RecordingId, string Code, string Sentence, bool Stopped) : MediaEvent(Room);

    /// <summary>A fault of ours ended a room; its participants have to join again.</summary>
    public sealed record RoomFailed(string Room) : MediaEvent(Room);
}
