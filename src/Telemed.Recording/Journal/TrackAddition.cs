namespace Telemed.Recording.Journal;

/// <summary>An index's note that a track's segment was begun.</summary>
/// <param name="Track">The track's number within the epoch, from 1: the segment is <c>track-N.tmj</c>.</param>
/// <param name="Description">What the track is.</param>
public sealed record TrackAddition(int Track, TrackDescription Description);
