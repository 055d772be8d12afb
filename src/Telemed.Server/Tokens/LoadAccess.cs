using System.Net;
using Telemed.Server.Options;

namespace Telemed.Server.Tokens;

/// <summary>
/// Who may use load rooms: with <c>Telemed:LoadRooms</c>, callers on this machine, and not those whom a proxy on this machine
/// passes on. Any thread.
/// </summary>
internal sealed class LoadAccess(ServerOptions options)
{
    /// <summary>Whether load rooms are on.</summary>
    public bool IsOn => options.LoadRooms;

    /// <summary>Whether this request may have to do with load rooms.</summary>
    public bool Admits(HttpContext context) => options.LoadRooms
        && context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && !context.Request.Headers.ContainsKey("X-Forwarded-For") && !context.Request.Headers.ContainsKey("Forwarded");
}
