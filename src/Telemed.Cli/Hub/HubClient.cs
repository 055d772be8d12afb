using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Telemed.Cli.Hub;

/// <summary>Makes SignalR connections to the server's hubs.</summary>
internal static class HubClient
{
    /// <summary>A connection, not yet started, to the consult hub with a join token.</summary>
    /// <param name="hubUrl">The hub's address with its query, absolute, http or https.</param>
    /// <param name="token">The join token; it travels in a header, never in the address.</param>
    public static HubConnection ForRoom(Uri hubUrl, string token) =>
        Build(hubUrl, options => options.SetRequestHeader("Authorization", "Bearer " + token));

    /// <summary>A connection, not yet started, to the desk hub with the session's cookies.</summary>
    public static HubConnection ForDesk(Uri server, CookieContainer cookies) =>
        Build(new Uri(server, "/hubs/desk"), options =>
        {
            options.Cookies = cookies;
            options.SetRequestHeader("X-Telemed", "1");
        });

    private static HubConnection Build(Uri address, Action<ClientWebSocketOptions> configure)
    {
        var builder = new HubConnectionBuilder();
        var webSocket = new UriBuilder(address) { Scheme = address.Scheme == Uri.UriSchemeHttps ? "wss" : "ws" }.Uri;
        builder.Services.AddSingleton<IConnectionFactory>(new WebSocketConnectionFactory(configure));
        builder.Services.AddSingleton<EndPoint>(new UriEndPoint(webSocket));
        builder.AddJsonProtocol(options =>
        {
            options.PayloadSerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
            options.PayloadSerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        });
        return builder.Build();
    }
}
