using Telemed.Rtc.Time;

namespace Telemed.Media.Recording;

/// <summary>A wish for a tap, on its way to the journal thread.</summary>
internal sealed record OpenCommand(RecordingStart Start, MonotonicTime Now, CancellationToken Cancel)
{
    /// <summary>The answer.</summary>
    public TaskCompletionSource<RecordingTap> Result { get; } =
        new(TaskCreationOptions.RunContinuationsAsynchronously);
}
