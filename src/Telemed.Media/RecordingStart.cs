namespace Telemed.Media;

/// <summary>What a room's recording begins with.</summary>
/// <param name="RecordingId">The recording's id; stays over restarts of the server.</param>
/// <param name="Epoch">Which stretch of the recording this is: 0 first, one more after each restart.</param>
/// <param name="StartedAt">The wall-clock time of the start.</param>
/// <param name="Participants">Those who are in the consult, whether in the room already or not.</param>
public sealed record RecordingStart(
    string RecordingId, int Epoch, DateTimeOffset StartedAt, IReadOnlyList<RecordedParticipant> Participants)
{
    /// <summary>
    /// The consult, whose case key encrypts the recording; null gives the recording a key of its own. This id and the
    /// recording's are 1 to 64 of <c>A-Z a-z 0-9 _ -</c>: they name files, so they must say nothing about a person.
    /// </summary>
    public string? ConsultId { get; init; }

    /// <summary>The case whose key encrypts the recording.</summary>
    internal string CaseId => ConsultId ?? RecordingId;
}
