using Telemed.Media;
using Telemed.Server.Problems;
using Telemed.Server.Rooms;

namespace Telemed.Server.Hosting;

/// <summary>Hands what happens to media to the rooms it happens in.</summary>
internal sealed class MediaPump(
    MediaNode media, RoomDirectory rooms, FaultCounter faults, ILogger<MediaPump> logger)
    : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var happened in media.Events.ReadAllAsync(stoppingToken))
        {
            try
            {
                rooms.Find(new(happened.Room))?.Happened(happened);
            }
            catch (Exception fault)
            {
                faults.Add();
                logger.Fault(nameof(MediaPump), fault.Describe());
            }
        }
    }
}
