using Telemed.Media;
using Telemed.Media.Recording;
using Telemed.Media.Recording.SecondPlace;
using Telemed.Server.Audit;
using Telemed.Server.Checks;
using Telemed.Server.Nodes;
using Telemed.Server.Operator;
using Telemed.Server.Options;
using Telemed.Server.Recordings;
using Telemed.Server.Whip;

namespace Telemed.Server.Rooms;

/// <summary>Registers the rooms, the media node and the recordings.</summary>
internal static class RoomsSetup
{
    /// <summary>Registers them; sockets open when the server starts.</summary>
    public static void AddRooms(this WebApplicationBuilder builder, ServerOptions options, RecordingOptions recording)
    {
        var services = builder.Services;
        services.AddSingleton(provider => MediaNode.Start(
            options.Media,
            recording,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton(provider => new RecordingLibrary(
            recording, provider.GetRequiredService<ILoggerFactory>(), provider.GetRequiredService<TimeProvider>()));
        if (recording.S3.Url is not null)
        {
            services.AddSingleton(provider => new RecordingCopies(recording, provider.GetRequiredService<TimeProvider>()));
            services.AddHostedService<SecondPlaceLoop>();
        }

        services.AddSingleton(_ => new AuditTrail(
            Path.Combine(options.DataDirectory, "audit"), builder.Configuration["Telemed:Audit:AnchorDirectory"]));
        services.AddSingleton<Looks>();
        services.AddSingleton<SignInAudit>();
        services.AddSingleton<PlayAudit>();
        services.AddSingleton<PlayDoor>();
        services.AddSingleton<DamageAudit>();
        services.AddSingleton<Keeping>();
        services.AddSingleton<RecordingFinisher>();
        services.AddNode(options, recording);
        services.AddSingleton<SiteLinks>();
        services.AddSingleton<RoomServices>();
        services.AddSingleton<RoomDirectory>();
        services.AddSingleton<LinkChecks>();
        services.AddSingleton<LoadRooms>();
        services.AddSingleton<WhipSessions>();
        services.AddSingleton<Doors>();
    }
}
