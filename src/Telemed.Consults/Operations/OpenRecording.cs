namespace Telemed.Consults.Operations;

/// <summary>A recording that is not yet whole.</summary>
/// <param name="Recording">Which; its id says nothing of the case.</param>
/// <param name="Status">Its state.</param>
/// <param name="RequestedAt">When it was asked for.</param>
public sealed record OpenRecording(RecordingId Recording, RecordingStatus Status, DateTimeOffset RequestedAt);
