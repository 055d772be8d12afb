namespace Telemed.Media.Recording;

/// <summary>A recording could not be started, finalised or opened.</summary>
public sealed class RecordingException : Exception
{
    /// <summary>A refusal with one English sentence for operators.</summary>
    public RecordingException(RecordingRefusal refusal, string message, Exception? inner = null)
        : base(message, inner) => Refusal = refusal;

    /// <summary>Why.</summary>
    public RecordingRefusal Refusal { get; }
}
