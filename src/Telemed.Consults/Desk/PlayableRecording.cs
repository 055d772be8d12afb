namespace Telemed.Consults.Desk;

/// <summary>A recording that the asking person may play.</summary>
/// <param name="Row">Its row.</param>
/// <param name="Life">Its state: consult, participants, epochs.</param>
/// <param name="MayKeep">Whether the person may also export it, file it, put it on hold and have it destroyed.</param>
/// <param name="KeptUntil">Until when it has to be kept.</param>
/// <param name="Basis">By what they play it.</param>
public sealed record PlayableRecording(
    RecordingRowView Row, RecordingLife Life, bool MayKeep, DateTimeOffset KeptUntil, PlayBasis Basis);
