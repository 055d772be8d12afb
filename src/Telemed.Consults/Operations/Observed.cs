using Telemed.Consults.Nodes;

namespace Telemed.Consults.Operations;

/// <summary>What the region looks like at one instant, for the alarms.</summary>
/// <param name="Now">The instant.</param>
/// <param name="Sites">The nodes' latest words about sites.</param>
/// <param name="Nodes">The nodes that were there and were not struck off.</param>
/// <param name="Health">What the nodes said of their machines.</param>
/// <param name="Waiting">Who waits.</param>
/// <param name="Recordings">Recordings that are not yet whole.</param>
/// <param name="Open">The conditions for which an alarm stands.</param>
public sealed record Observed(
    DateTimeOffset Now,
    IReadOnlyList<SiteLook> Sites,
    IReadOnlyList<NodeRow> Nodes,
    IReadOnlyList<NodeHealth> Health,
    IReadOnlyList<WaitingRow> Waiting,
    IReadOnlyList<OpenRecording> Recordings,
    IReadOnlyList<AlarmCondition> Open);
