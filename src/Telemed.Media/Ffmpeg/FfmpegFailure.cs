namespace Telemed.Media.Ffmpeg;

/// <summary>How a run of ffmpeg or ffprobe failed.</summary>
public enum FfmpegFailure
{
    /// <summary>The program is not there or cannot be run.</summary>
    NotFound,

    /// <summary>It ended with an error of its own.</summary>
    Failed,

    /// <summary>It took longer than it may and was killed.</summary>
    TimedOut,

    /// <summary>What it wrote cannot be read.</summary>
    BadOutput,
}
