using Telemed.Recording.Journal;
using Telemed.Recording.Manifest;
using Telemed.Recording.Timing;

namespace Telemed.Recording.Finalising;

/// <summary>A track that is being finalised: its survey and clock, and what came out of it so far.</summary>
internal sealed class RecordedTrack(TrackSurvey survey, TrackDescription description, TrackClock clock)
{
    /// <summary>What the first pass found.</summary>
    public TrackSurvey Survey { get; } = survey;

    /// <summary>What the track is.</summary>
    public TrackDescription Description { get; } = description;

    /// <summary>Its clock.</summary>
    public TrackClock Clock { get; } = clock;

    /// <summary>Frames that came out.</summary>
    public long Frames { get; set; }

    /// <summary>Packets that never came.</summary>
    public long Lost { get; set; }

    /// <summary>The first frame's time on the time line; null when there is none.</summary>
    public long? FromNs { get; set; }

    /// <summary>The end of the last frame on the time line.</summary>
    public long ToNs { get; set; }

    /// <summary>The first picture's size.</summary>
    public (int Width, int Height) Size { get; set; }

    /// <summary>Stretches that the network lost.</summary>
    public List<ManifestGap> Losses { get; } = [];

    /// <summary>Forgets what came out, before the frames are read again.</summary>
    public void Reset()
    {
        Frames = 0;
        Lost = 0;
        FromNs = null;
        ToNs = 0;
        Losses.Clear();
    }
}
