namespace Telemed.Consults.Desk;

/// <summary>A recording that the asking person may play.</summary>
/// <param name="Row">Its row.</param>
/// <param name="Life">Its state: consult, participants, epochs.</param>
public sealed record PlayableRecording(RecordingRowView Row, RecordingLife Life);
