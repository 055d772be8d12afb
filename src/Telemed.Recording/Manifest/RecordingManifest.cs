namespace Telemed.Recording.Manifest;

/// <summary>
/// What a finished recording is. Times are whole milliseconds on the recording's time line: from 0 at the first
/// epoch's start, with pauses cut out.
/// </summary>
/// <param name="Version">The manifest's format: 2.</param>
/// <param name="RecordingId">The recording.</param>
/// <param name="ConsultId">The consult.</param>
/// <param name="Software">The program that finalised it, with its version.</param>
/// <param name="StartedAt">Wall time of the time line's 0.</param>
/// <param name="EndedAt">Wall time of its end.</param>
/// <param name="DurationMs">The time line's length.</param>
/// <param name="Video">The composed file.</param>
/// <param name="Participants">A file per participant with media.</param>
/// <param name="Tracks">Every recorded track.</param>
/// <param name="Segments">Every journal file, with its hash.</param>
/// <param name="Pauses">Where recording was paused.</param>
/// <param name="Gaps">What is missing, and why.</param>
/// <param name="Marks">What people marked.</param>
/// <param name="Chapters">The composed file's chapters.</param>
/// <param name="Consents">Who agreed to be recorded, and who took it back, in order.</param>
/// <param name="Transports">Whose link came up, moved or was lost, in order.</param>
/// <param name="Speech">Who spoke when, in order.</param>
/// <param name="Previews">What a player shows beside the composed file: wave form, film strip, captions; and where somebody
/// drew, the composed file with what was drawn as a further track.</param>
public sealed record RecordingManifest(
    int Version,
    string RecordingId,
    string ConsultId,
    string Software,
    DateTimeOffset StartedAt,
    DateTimeOffset EndedAt,
    long DurationMs,
    ManifestFile Video,
    IReadOnlyList<ManifestParticipant> Participants,
    IReadOnlyList<ManifestTrack> Tracks,
    IReadOnlyList<ManifestSegment> Segments,
    IReadOnlyList<ManifestPause> Pauses,
    IReadOnlyList<ManifestGap> Gaps,
    IReadOnlyList<ManifestMark> Marks,
    IReadOnlyList<ManifestMark> Chapters,
    IReadOnlyList<ManifestConsent> Consents,
    IReadOnlyList<ManifestTransport> Transports,
    IReadOnlyList<ManifestSpeech> Speech,
    IReadOnlyList<ManifestFile> Previews)
{
    /// <summary>Every finished file: the composed one, the participants' own, the previews.</summary>
    public IEnumerable<ManifestFile> Files() =>
        Participants.Select(person => person.File).OfType<ManifestFile>().Prepend(Video).Concat(Previews);
}
