using Microsoft.Extensions.Logging;

namespace Telemed.Media.Recording;

/// <summary>The log lines of recording. Ids of recordings only: never people, labels or paths.</summary>
internal static partial class RecordingLog
{
    [LoggerMessage(1, LogLevel.Information, "Recording {Recording} epoch {Epoch} started.")]
    public static partial void Started(ILogger logger, string recording, int epoch);

    [LoggerMessage(2, LogLevel.Information, "Recording {Recording} epoch {Epoch} closed, {Bytes} bytes.")]
    public static partial void Closed(ILogger logger, string recording, int epoch, long bytes);

    [LoggerMessage(3, LogLevel.Error, "Recording {Recording}: {Code}. {Sentence}")]
    public static partial void Problem(ILogger logger, string recording, string code, string sentence);

    [LoggerMessage(4, LogLevel.Critical, "Recording {Recording} met a fault of ours and was given up.")]
    public static partial void Fault(ILogger logger, string recording, Exception exception);

    [LoggerMessage(7, LogLevel.Critical, "The journal thread met a fault of ours and goes on.")]
    public static partial void ThreadFault(ILogger logger, Exception exception);

    [LoggerMessage(5, LogLevel.Information, "Recording {Recording} finalised: {Milliseconds} ms of media in {Elapsed} ms.")]
    public static partial void Finalised(ILogger logger, string recording, long milliseconds, long elapsed);

    [LoggerMessage(6, LogLevel.Warning, "Recording {Recording} could not be finalised: {Refusal}. {Sentence}")]
    public static partial void FinaliseFailed(
        ILogger logger, string recording, RecordingRefusal refusal, string sentence);
}
