using Telemed.Rtc.Time;

namespace Telemed.Media.Recording;

/// <summary>What a tap remembers of one track. Media thread only.</summary>
internal sealed class TapTrack(bool isVideo, bool isVp8)
{
    /// <summary>Whether it needs key frames.</summary>
    public bool IsVideo { get; } = isVideo;

    /// <summary>Whether its video is VP8; else it is H.264.</summary>
    public bool IsVp8 { get; } = isVp8;

    /// <summary>Whether somebody else sees to it that holes are filled or a key frame is asked for.</summary>
    public bool IsRepaired { get; init; }

    /// <summary>Whether the track has ended.</summary>
    public bool Ended { get; set; }

    /// <summary>Whether a key frame is needed before this track's picture can be shown.</summary>
    public bool NeedsKeyFrame { get; set; } = isVideo;

    /// <summary>When a key frame may be asked for (again).</summary>
    public MonotonicTime AskAfter { get; set; }

    /// <summary>The highest sequence number so far.</summary>
    public ushort Highest { get; set; }

    /// <summary>Whether <see cref="Highest"/> means something.</summary>
    public bool Started { get; set; }

    /// <summary>Packets lost to a full queue since the last gap was written.</summary>
    public uint Lost { get; set; }

    /// <summary>When the first of <see cref="Lost"/> arrived.</summary>
    public MonotonicTime FirstLost { get; set; }

    /// <summary>When the last of <see cref="Lost"/> arrived.</summary>
    public MonotonicTime LastLost { get; set; }
}
