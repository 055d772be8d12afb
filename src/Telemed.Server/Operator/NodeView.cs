namespace Telemed.Server.Operator;

/// <summary>A node as an operator sees it. What only a heartbeat tells is null for one that sends none.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Alive">Whether it was heard of lately.</param>
/// <param name="Draining">Whether it takes no more rooms.</param>
/// <param name="Rooms">Rooms that are open on it.</param>
/// <param name="Participants">Participants in them.</param>
/// <param name="PercentBusy">How busy its busiest media thread is, 0 to 100.</param>
/// <param name="Version">The program's version.</param>
/// <param name="SeenAt">When it was last heard of.</param>
/// <param name="PercentFull">How full the disk of its recordings is, 0 to 100; null when it has not said.</param>
/// <param name="ClockSkewMs">How far its clock is ahead of the database's, in milliseconds; null when it has not said.</param>
/// <param name="Faults">Faults of ours since it started; null when it has not said.</param>
internal sealed record NodeView(
    string Name,
    bool Alive,
    bool? Draining,
    int? Rooms,
    int? Participants,
    int? PercentBusy,
    string? Version,
    DateTimeOffset SeenAt,
    int? PercentFull,
    int? ClockSkewMs,
    long? Faults);
