namespace Telemed.Recording.Manifest;

/// <summary>A stretch in which something is missing.</summary>
/// <param name="FromMs">Its start on the time line.</param>
/// <param name="ToMs">Its end.</param>
/// <param name="Cause">Why.</param>
/// <param name="Participant">Whose media; null when everybody's.</param>
/// <param name="Publication">Which publication; null when all.</param>
/// <param name="Packets">How many packets are missing; null when nobody knows.</param>
/// <param name="DurationMs">How long it really lasted; more than the stretch when it was shortened.</param>
public sealed record ManifestGap(
    long FromMs, long ToMs, GapCause Cause, string? Participant, string? Publication, long? Packets, long DurationMs);
