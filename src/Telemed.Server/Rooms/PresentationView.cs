namespace Telemed.Server.Rooms;

/// <summary>A file that somebody shows to the others, as they look at it now.</summary>
internal sealed record PresentationView(
    string Participant, string File, ViewState View, IReadOnlyList<int>? Pointer, long Revision);
