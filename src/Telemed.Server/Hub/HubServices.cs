using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Telemed.Server.Json;

namespace Telemed.Server.Hub;

/// <summary>Registers and maps the hubs.</summary>
internal static class HubServices
{
    /// <summary>The largest message in bytes: an offer with 35 slots has 139 kB.</summary>
    private const int LargestMessage = 262_144;

    /// <summary>The policy by which a page of one node reaches a room on another.</summary>
    public const string FromNodes = "nodes";

    /// <summary>Registers what the hubs need.</summary>
    public static void AddHubs(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<DeskConnections>();
        builder.Services.AddSingleton<PresenceKeeper>();
        builder.Services.AddHostedService(services => services.GetRequiredService<PresenceKeeper>());
        builder.Services.AddSignalR(options =>
        {
            options.MaximumReceiveMessageSize = LargestMessage;
            options.StatefulReconnectBufferSize = LargestMessage;
            options.MaximumParallelInvocationsPerClient = 4;
            options.KeepAliveInterval = TimeSpan.FromSeconds(5);
            options.ClientTimeoutInterval = TimeSpan.FromSeconds(30); // SignalR's clients ping every 15 s.
            options.HandshakeTimeout = TimeSpan.FromSeconds(10);
            options.AddFilter<HubFaultFilter>();
        }).AddJsonProtocol(json => Wire.Apply(json.PayloadSerializerOptions));
    }

    /// <summary>Maps both hubs; WebSockets only, because a room is no place for polling.</summary>
    public static void MapHubs(this IEndpointRouteBuilder routes)
    {
        routes.MapHub<ConsultHub>("/hubs/consult", Shape).RequireCors(FromNodes);
        routes.MapHub<DeskHub>("/hubs/desk", Shape);
    }

    private static void Shape(HttpConnectionDispatcherOptions options)
    {
        options.AllowStatefulReconnects = true;
        options.Transports = HttpTransportType.WebSockets;
        options.CloseOnAuthenticationExpiration = false;
        options.ApplicationMaxBufferSize = LargestMessage * 2;
    }
}
