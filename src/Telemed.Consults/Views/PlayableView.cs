namespace Telemed.Consults.Views;

/// <summary>A recording that somebody may play who knows nothing else of its case.</summary>
/// <param name="Id">The recording.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="RecordedMs">How long it is.</param>
public sealed record PlayableView(RecordingId Id, DateTimeOffset? StartedAt, long RecordedMs);
