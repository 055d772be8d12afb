namespace Telemed.Server.Rooms;

/// <summary>A room's links as an operator sees them: opaque ids, no names.</summary>
internal sealed record RoomLinks(string Room, IReadOnlyList<RoomEvent.LinkQuality> Links);
