using Telemed.Server.Rooms;
using Telemed.Server.Tokens;

namespace Telemed.Server.Whip;

/// <summary>Finds the room behind a ticket, and keeps the sessions of devices.</summary>
internal sealed class Doors(
    RoomDirectory consults, LoadRooms loads, WhipSessions sessions, TurnServers turn, TimeProvider time)
{
    /// <summary>The sessions of devices.</summary>
    public WhipSessions Sessions => sessions;

    /// <summary>
    /// The values of the Link header that names the TURN servers and credentials for them (RFC 9725 section 4.6); empty
    /// without such servers.
    /// </summary>
    public string[] IceServerLinks() =>
    [
        .. from server in turn.For(time.GetUtcNow())
           from url in server.Urls
           select $"<{url}>; rel=\"ice-server\"; username=\"{server.Username}\"; credential=\"{server.Credential}\"; credential-type=\"password\"",
    ];

    /// <summary>The room that a ticket opens, opened when it is not. A load ticket never leads to a consult.</summary>
    /// <param name="ticket">The ticket.</param>
    /// <param name="asked">The room that the request names; a ticket for every load room goes with any.</param>
    public IRoom Room(JoinTicket ticket, string asked) =>
        ticket.IsLoad ? loads.GetOrOpen(asked) : consults.GetOrOpen(new(ticket.Room));
}
