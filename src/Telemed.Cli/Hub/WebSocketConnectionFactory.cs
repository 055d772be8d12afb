using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections;

namespace Telemed.Cli.Hub;

/// <summary>
/// Connects the SignalR client straight by WebSocket, without its negotiate request; stands in for the client's HTTP
/// transport package, which the package feed does not carry.
/// </summary>
/// <param name="configure">Sets headers or cookies on the socket before it connects.</param>
internal sealed class WebSocketConnectionFactory(Action<ClientWebSocketOptions> configure) : IConnectionFactory
{
    /// <summary>Connects to the address of a <see cref="UriEndPoint"/> with the scheme ws or wss.</summary>
    /// <exception cref="WebSocketException">The server refused or cannot be reached.</exception>
    public async ValueTask<ConnectionContext> ConnectAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var socket = new ClientWebSocket();
        // The status and the problem document of a refusal are worth reading.
        socket.Options.CollectHttpResponseDetails = true;
        configure(socket.Options);
        try
        {
            await socket.ConnectAsync(((UriEndPoint)endpoint).Uri, cancellationToken);
        }
        catch (WebSocketException refused) when (Enum.IsDefined(socket.HttpStatusCode))
        {
            var status = (int)socket.HttpStatusCode;
            socket.Dispose();
            throw new HubRefusedException(status, refused);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        return new WebSocketConnection(socket);
    }
}
