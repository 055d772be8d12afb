using Telemed.Consults.Operations;

namespace Telemed.Server.Operator;

/// <summary>How the network is doing, without anything of a patient.</summary>
/// <param name="At">When this was.</param>
/// <param name="Sites">The institutions, top of the tree first.</param>
/// <param name="Nodes">The nodes, by name.</param>
/// <param name="Waiting">Consults that wait to be taken.</param>
/// <param name="Rings">The rings of the last seven days.</param>
/// <param name="Recordings">Recordings that are not yet whole.</param>
/// <param name="Alarms">The alarms that stand, the newest first.</param>
/// <param name="Planned">How many appointments are still to come today.</param>
/// <param name="Today">Those of them that may fail.</param>
internal sealed record OperatorView(
    DateTimeOffset At,
    IReadOnlyList<SiteView> Sites,
    IReadOnlyList<NodeView> Nodes,
    IReadOnlyList<WaitingRow> Waiting,
    IReadOnlyList<RingDay> Rings,
    RecordingsView Recordings,
    IReadOnlyList<AlarmView> Alarms,
    int Planned,
    IReadOnlyList<RiskRow> Today);
