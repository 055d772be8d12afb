namespace Telemed.Consults.Nodes;

/// <summary>One of the processes that serve a region beside one database, as it last said of itself.</summary>
/// <param name="Name">Its name, unique in the region.</param>
/// <param name="Instance">Tells one run of it from the next; of two that run under one name the later counts.</param>
/// <param name="PublicUrl">Where browsers reach it; null when it has no address of its own and stands alone.</param>
/// <param name="Near">The institution that it stands near, with all below it; null when it is as good for everybody.</param>
/// <param name="Rooms">Rooms that are open on it.</param>
/// <param name="Participants">Participants in them.</param>
/// <param name="PercentBusy">How busy its busiest media thread is, 0 to 100.</param>
/// <param name="IsDraining">Whether it takes no more rooms.</param>
/// <param name="Files">The mark of the directories in which it keeps recordings and files; the nodes of a region share them.</param>
/// <param name="Version">The program's version.</param>
public sealed record ServerNode(
    string Name,
    string Instance,
    string? PublicUrl,
    InstitutionId? Near,
    int Rooms,
    int Participants,
    int PercentBusy,
    bool IsDraining,
    string Files,
    string Version);
