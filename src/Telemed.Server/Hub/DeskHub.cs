using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Telemed.Consults.Desk;
using Telemed.Consults.Ids;
using Telemed.Consults.Stores;
using Telemed.Server.SignIn;

namespace Telemed.Server.Hub;

/// <summary>
/// What concerns a person outside a room. Being connected is presence; a ring that is open is told again to whoever
/// connects.
/// </summary>
[Authorize(SessionCookie.SchemeName)]
internal sealed class DeskHub(DeskConnections connections, PresenceKeeper presence, ConsultDesk desk, IDirectory directory, TimeProvider time)
    : Microsoft.AspNetCore.SignalR.Hub
{
    /// <inheritdoc/>
    public override async Task OnConnectedAsync()
    {
        var person = new PersonId(Context.User!.FindFirstValue(ClaimTypes.NameIdentifier)!);
        if ((await directory.LoadAsync()).FindPerson(person) is not { } who)
        {
            Context.Abort();
            return;
        }

        var outbox = new Outbox(Context, Clients.Caller);
        connections.Add(Context.ConnectionId, person, outbox);
        try
        {
            foreach (var ring in await desk.ListRingsAsync(who, time.GetUtcNow()))
            {
                outbox.Add("Ring", ring);
            }

            await presence.ArriveAsync(who, Context.ConnectionId);
        }
        catch
        {
            // Nobody tells of the end of a connection that never was: left in, it would be presence for ever.
            connections.Remove(Context.ConnectionId);
            outbox.Complete();
            throw;
        }
    }

    /// <summary>
    /// Answers once the caller is told of everything: a page that connects calls it before it asks for its lists, so that
    /// no change falls between the two. Calls of a connection wait for <see cref="OnConnectedAsync"/>.
    /// </summary>
    /// <returns>The server's time.</returns>
    public DateTimeOffset Hello() => time.GetUtcNow();

    /// <inheritdoc/>
    public override async Task OnDisconnectedAsync(Exception? exception)
    {
        if (connections.Remove(Context.ConnectionId) is { } person)
        {
            await presence.LeaveAsync(person, Context.ConnectionId);
        }
    }
}
