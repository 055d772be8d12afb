namespace Telemed.Media.Ffmpeg;

/// <summary>A run of ffmpeg or ffprobe failed.</summary>
public sealed class FfmpegException : Exception
{
    /// <summary>A failure with the end of what the program wrote to its error output.</summary>
    public FfmpegException(FfmpegFailure failure, string message, string errorTail, Exception? inner = null)
        : base(message, inner)
    {
        Failure = failure;
        ErrorTail = errorTail;
    }

    /// <summary>How.</summary>
    public FfmpegFailure Failure { get; }

    /// <summary>The last lines of the program's error output, at most 4,000 characters.</summary>
    public string ErrorTail { get; }
}
