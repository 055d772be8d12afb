namespace Telemed.Media;

/// <summary>A receive-only m-line of a participant, which the server fills.</summary>
/// <param name="Mid">The m-line in that participant's offer.</param>
/// <param name="Kind">Sound or picture.</param>
/// <param name="Publication">The id of the publication that it carries, or null when it is empty.</param>
public sealed record SlotInfo(string Mid, MediaKind Kind, string? Publication);
