using Telemed.Consults.Institutions;
using Telemed.Recording.Journal;
using Telemed.Recording.Manifest;

namespace Telemed.Server.Recordings;

/// <summary>A recorded track as the page draws it.</summary>
internal sealed record TrackView(Name Participant, TrackKind Kind, string Feed, long FromMs, long ToMs)
{
    /// <summary>The view of a track of the manifest.</summary>
    public static TrackView Of(ManifestTrack track, Name participant) =>
        new(participant, track.Kind, track.Feed, track.FromMs, track.ToMs);
}
