namespace Telemed.Recording.Sealing;

/// <summary>A recording that was destroyed.</summary>
/// <param name="RecordingId">The recording.</param>
/// <param name="ManifestSha256">SHA-256 of its manifest as its seal had it; empty when it was never sealed.</param>
/// <param name="Files">How many files were removed.</param>
/// <param name="SizeBytes">Their bytes.</param>
public sealed record DestroyedRecording(string RecordingId, string ManifestSha256, int Files, long SizeBytes);
