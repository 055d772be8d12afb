namespace Telemed.Recording.Journal;

/// <summary>The first record of an epoch's index: it ties the epoch's monotonic clock to wall time.</summary>
/// <param name="RecordingId">The recording.</param>
/// <param name="ConsultId">The consult, whose case key encrypts the recording.</param>
/// <param name="Epoch">Which stretch of the recording this is, from 0.</param>
/// <param name="StartedAt">Wall time of the record's receive time.</param>
/// <param name="Software">The writing program and its version.</param>
/// <param name="Participants">Who was in the consult at the start.</param>
public sealed record EpochDescription(
    string RecordingId,
    string ConsultId,
    int Epoch,
    DateTimeOffset StartedAt,
    string Software,
    IReadOnlyList<EpochParticipant> Participants);
