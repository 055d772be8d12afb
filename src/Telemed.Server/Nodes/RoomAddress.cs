namespace Telemed.Server.Nodes;

/// <summary>Where a room is entered.</summary>
/// <param name="Node">The node's name.</param>
/// <param name="Url">Where browsers reach it, without a slash at its end; null: where they are already.</param>
internal sealed record RoomAddress(string Node, string? Url);
