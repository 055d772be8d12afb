using Telemed.Consults.Consults;
using Telemed.Consults.Ids;
using Telemed.Server.Nodes;
using Telemed.Server.Tokens;

namespace Telemed.Server.Consults;

/// <summary>What a person needs to enter a room.</summary>
/// <param name="Token">The join token: 60 s, one room, one person, one role, one use.</param>
/// <param name="HubUrl">The hub, room included; that of the node that runs the room; relative to this server where nodes have no addresses.</param>
/// <param name="Room">The room's id.</param>
/// <param name="IceServers">TURN servers for those whom no other path is left; mostly none, the relay is its own.</param>
/// <param name="Role">As what the person enters.</param>
internal sealed record JoinGrant(
    string Token, string HubUrl, string Room, IReadOnlyList<IceServer> IceServers, RoomSide Role)
{
    /// <summary>The grant of somebody who may enter on this side.</summary>
    public static JoinGrant For(
        PersonId person,
        ConsultId consult,
        RoomSide side,
        RoomAddress address,
        DateTimeOffset now,
        JoinTokens tokens,
        TurnServers turn)
    {
        var role = side.ToString().ToLowerInvariant();
        var hub = $"{address.Url}/hubs/consult?room={Uri.EscapeDataString(consult.Value)}";
        return new(tokens.Issue(person.Value, consult.Value, role, now, address.Node), hub, consult.Value, turn.For(now), side);
    }
}
