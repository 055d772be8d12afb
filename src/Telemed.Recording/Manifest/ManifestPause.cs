namespace Telemed.Recording.Manifest;

/// <summary>A pause: it has no length on the time line.</summary>
/// <param name="AtMs">Where it was cut out.</param>
/// <param name="PausedAt">Wall time of its start.</param>
/// <param name="DurationMs">How long it lasted.</param>
/// <param name="By">Who asked for it, or whose answer to being recorded caused it; null when not known.</param>
public sealed record ManifestPause(long AtMs, DateTimeOffset PausedAt, long DurationMs, string? By = null);
