namespace Telemed.Recording.Manifest;

/// <summary>A pause: it has no length on the time line.</summary>
/// <param name="AtMs">Where it was cut out.</param>
/// <param name="PausedAt">Wall time of its start.</param>
/// <param name="DurationMs">How long it lasted.</param>
public sealed record ManifestPause(long AtMs, DateTimeOffset PausedAt, long DurationMs);
