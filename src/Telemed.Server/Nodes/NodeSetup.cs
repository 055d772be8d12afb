using Telemed.Media.Recording;
using Telemed.Server.Options;
using Telemed.Storage;

namespace Telemed.Server.Nodes;

/// <summary>Registers what makes the process a node of its region.</summary>
internal static class NodeSetup
{
    /// <summary>Registers it; the heartbeat starts when the rooms of an earlier run are settled.</summary>
    public static void AddNode(this IServiceCollection services, ServerOptions options, RecordingOptions recording)
    {
        services.AddSingleton(provider => provider.GetRequiredService<ConsultDatabase>().Nodes);
        services.AddSingleton(_ => new SharedFiles(NodeFiles.Mark(recording, options.Files)));
        services.AddSingleton<NodeLease>();
        services.AddSingleton<RoomPlaces>();
        services.AddSingleton(provider => new Neighbours(
            provider.GetRequiredService<NodeLease>(), new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false })));
        services.AddSingleton<NodeOrigins>();
        services.AddSingleton<IHostLifetime, NodeLifetime>();
    }
}
