namespace Telemed.Media.Recording;

/// <summary>A track of one <see cref="RecordingTap"/>.</summary>
/// <param name="Number">The track's number within the epoch, from 1.</param>
internal readonly record struct TrackHandle(int Number);
