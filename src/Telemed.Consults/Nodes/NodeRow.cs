namespace Telemed.Consults.Nodes;

/// <summary>A node as the region knows it.</summary>
/// <param name="Node">What it said.</param>
/// <param name="SeenAt">When, by the database's clock.</param>
/// <param name="IsAlive">Whether that still counts: its heartbeat's lease has not run out.</param>
public sealed record NodeRow(ServerNode Node, DateTimeOffset SeenAt, bool IsAlive);
