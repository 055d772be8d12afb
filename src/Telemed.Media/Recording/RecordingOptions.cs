namespace Telemed.Media.Recording;

/// <summary>Where recordings are written. Configuration section <c>Telemed:Recording</c>.</summary>
public sealed class RecordingOptions
{
    /// <summary>The directory of the journals and finished recordings.</summary>
    public string Directory { get; set; } = "recordings";
}
