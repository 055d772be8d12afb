namespace Telemed.Consults.Recordings;

/// <summary>A mark on the recording's time line.</summary>
/// <param name="AtMs">Where, in milliseconds of recorded time.</param>
/// <param name="Label">What it says; <c>null</c> without a label, or once the case's key was destroyed.</param>
public sealed record RecordingMark(long AtMs, [property: JsonPropertyName("personal")] string? Label);
