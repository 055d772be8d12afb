namespace Telemed.Recording.Manifest;

/// <summary>A participant's answer to being recorded, as the recorder applied it.</summary>
/// <param name="Participant">The participant's id.</param>
/// <param name="Granted">Whether they agreed.</param>
/// <param name="TextVersion">The text that was agreed to; null when it was not told.</param>
/// <param name="AtMs">Where on the time line it took effect.</param>
/// <param name="At">The same as wall time.</param>
public sealed record ManifestConsent(
    string Participant, bool Granted, string? TextVersion, long AtMs, DateTimeOffset At);
