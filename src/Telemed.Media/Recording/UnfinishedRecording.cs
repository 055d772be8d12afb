namespace Telemed.Media.Recording;

/// <summary>A recording on disk that was not finalised.</summary>
/// <param name="RecordingId">The recording.</param>
/// <param name="ConsultId">The consult; null when no segment's head is readable.</param>
/// <param name="Epochs">The epochs that are there, ascending.</param>
/// <param name="SizeBytes">The journal's bytes.</param>
public sealed record UnfinishedRecording(
    string RecordingId, string? ConsultId, IReadOnlyList<int> Epochs, long SizeBytes);
