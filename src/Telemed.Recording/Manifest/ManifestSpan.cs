namespace Telemed.Recording.Manifest;

/// <summary>A stretch of the time line.</summary>
/// <param name="FromMs">Its start.</param>
/// <param name="ToMs">Its end.</param>
public sealed record ManifestSpan(long FromMs, long ToMs);
