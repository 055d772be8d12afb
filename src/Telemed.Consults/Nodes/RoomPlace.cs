namespace Telemed.Consults.Nodes;

/// <summary>Which node runs a consult's room.</summary>
/// <param name="Consult">The consult.</param>
/// <param name="Node">The node's name.</param>
/// <param name="Epoch">Grows with every node that runs it: who holds an earlier one has lost the room.</param>
/// <param name="Takeovers">How many nodes ran it before this one since it was opened.</param>
/// <param name="PublicUrl">Where browsers reach the node; null when it has no address of its own.</param>
/// <param name="IsAlive">Whether the node's heartbeat still counts; else the next who asks may take the room over.</param>
/// <param name="Unheard">How long the node has not been heard of.</param>
public sealed record RoomPlace(ConsultId Consult, string Node, long Epoch, int Takeovers, string? PublicUrl, bool IsAlive, TimeSpan Unheard);
