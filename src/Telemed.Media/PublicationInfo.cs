namespace Telemed.Media;

/// <summary>What a participant sends on one m-line.</summary>
/// <param name="Id">Unique within the room; stays when the participant joins again and sends on the same mid.</param>
/// <param name="Participant">Whose it is.</param>
/// <param name="Mid">The m-line in that participant's offer (RFC 8843).</param>
/// <param name="Kind">Sound or picture.</param>
/// <param name="Feed">What it shows: <c>voice</c>, <c>face</c>, <c>screen</c>, <c>exam</c>, …</param>
/// <param name="Label">A label for people; may be empty.</param>
/// <param name="Muted">Whether the participant has muted it; a muted publication is not forwarded.</param>
public sealed record PublicationInfo(
    string Id, string Participant, string Mid, MediaKind Kind, string Feed, string Label, bool Muted);
