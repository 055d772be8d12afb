using Telemed.Server.Library;
using Telemed.Server.Nodes;
using Telemed.Server.Operator;
using Telemed.Server.Recordings;
using Telemed.Server.Rooms;
using Telemed.Server.SignIn;

namespace Telemed.Server.Hosting;

/// <summary>Registers what runs beside requests, in the order in which it starts; it stops in the opposite order.</summary>
internal static class Loops
{
    /// <summary>Registers the loops.</summary>
    public static void AddLoops(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddHostedService<Startup>();
        services.AddHostedService(provider => provider.GetRequiredService<RecordingFinisher>());
        services.AddHostedService<RoomStartup>();
        services.AddHostedService<NodeLoop>();
        services.AddHostedService<SessionLoop>();
        services.AddHostedService<RecordingReconciler>();
        services.AddHostedService<MediaPump>();
        services.AddHostedService<FactPump>();
        services.AddHostedService<ClockLoop>();
        services.AddHostedService<LibraryLoop>();
        services.AddHostedService<OperationsWatch>();
        services.AddHostedService<RoomShutdown>();
    }
}
