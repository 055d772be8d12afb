using Telemed.Consults.Operations;
using Telemed.Media.Recording;
using Telemed.Server.Options;
using Telemed.Server.Telemetry;
using Telemed.Storage;

namespace Telemed.Server.Operator;

/// <summary>Registers what operators look at.</summary>
internal static class OperatorSetup
{
    /// <summary>Registers it; the watch itself starts with the other loops.</summary>
    public static void AddOperator(
        this WebApplicationBuilder builder, ServerOptions options, RecordingOptions recording, ConsultDatabase database)
    {
        builder.Services.AddSingleton(provider => new WatchSources(
            options.Node.Name,
            () => RecordingDisk.PercentFull(recording.Directory),
            database.Nodes,
            provider.GetRequiredService<IOperationsStore>()));
        builder.Services.AddSingleton<SitesSeen>();
        builder.Services.AddSingleton<OperatorDesk>();
        builder.Services.AddSingleton<ServerMetrics>();
    }
}
