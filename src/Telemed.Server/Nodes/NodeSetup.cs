using Telemed.Consults.Nodes;
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
            options.Node.Name, NodesOf(provider), new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false })));
        services.AddSingleton(provider => new NodeOrigins(NodesOf(provider), options.Node.PublicUrl, options.PublicUrl));
        services.AddSingleton<IHostLifetime, NodeLifetime>();
    }

    private static Func<IReadOnlyList<NodeRow>> NodesOf(IServiceProvider provider)
    {
        var lease = provider.GetRequiredService<NodeLease>();
        return () => lease.Nodes;
    }
}
