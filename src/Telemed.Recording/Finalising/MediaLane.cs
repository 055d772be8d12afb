using Telemed.Recording.Journal;

namespace Telemed.Recording.Finalising;

/// <summary>
/// One track of a participant's file: recorded tracks of one kind, feed and codec that follow each other (the person came
/// back, the server restarted).
/// </summary>
internal sealed class MediaLane(TrackKind kind, string feed, string codec)
{
    /// <summary>Sound or picture.</summary>
    public TrackKind Kind { get; } = kind;

    /// <summary>What it shows.</summary>
    public string Feed { get; } = feed;

    /// <summary>The RTP encoding name in upper case.</summary>
    public string Codec { get; } = codec;

    /// <summary>The recorded tracks in order.</summary>
    public List<RecordedTrack> Tracks { get; } = [];
}
