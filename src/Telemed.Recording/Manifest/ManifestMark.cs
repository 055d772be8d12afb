namespace Telemed.Recording.Manifest;

/// <summary>A mark or chapter.</summary>
/// <param name="AtMs">Where on the time line.</param>
/// <param name="Label">What was written to it; may be empty.</param>
public sealed record ManifestMark(long AtMs, string Label);
