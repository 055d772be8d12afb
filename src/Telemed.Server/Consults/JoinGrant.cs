using Telemed.Consults.Consults;

namespace Telemed.Server.Consults;

/// <summary>What a person needs to enter a room.</summary>
/// <param name="Token">The join token: 60 s, one room, one person, one role, one use.</param>
/// <param name="HubUrl">The hub, room included; relative to this server unless the node has a public address.</param>
/// <param name="Room">The room's id.</param>
/// <param name="IceServers">Further ICE servers; none, the relay is its own.</param>
/// <param name="Role">As what the person enters.</param>
internal sealed record JoinGrant(
    string Token, string HubUrl, string Room, IReadOnlyList<object> IceServers, RoomSide Role);
