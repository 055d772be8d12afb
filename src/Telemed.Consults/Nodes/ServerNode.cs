namespace Telemed.Consults.Nodes;

/// <summary>One of the processes that serve a region beside one database, as it last said of itself.</summary>
/// <param name="Name">Its name, unique in the region.</param>
/// <param name="PublicUrl">Where browsers reach it; null when it has no address of its own and stands alone.</param>
/// <param name="Rooms">Rooms that are open on it.</param>
/// <param name="Participants">Participants in them.</param>
/// <param name="PercentBusy">How busy its busiest media thread is, 0 to 100.</param>
/// <param name="IsDraining">Whether it takes no more rooms.</param>
/// <param name="RecordingStore">The mark of the directory that it keeps recordings in; nodes of a region share one.</param>
/// <param name="Version">The program's version.</param>
public sealed record ServerNode(
    string Name,
    string? PublicUrl,
    int Rooms,
    int Participants,
    int PercentBusy,
    bool IsDraining,
    string RecordingStore,
    string Version);
