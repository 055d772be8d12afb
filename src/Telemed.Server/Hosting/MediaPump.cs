using Telemed.Media;
using Telemed.Server.Problems;
using Telemed.Server.Rooms;
using Telemed.Server.Whip;

namespace Telemed.Server.Hosting;

/// <summary>Hands what happens to media to the rooms it happens in.</summary>
internal sealed class MediaPump(
    MediaNode media, RoomDirectory rooms, LoadRooms loads, WhipSessions sessions, FaultCounter faults, ILogger<MediaPump> logger)
    : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var happened in media.Events.ReadAllAsync(stoppingToken))
        {
            try
            {
                if (happened is MediaEvent.ParticipantDisconnected { Reason: not DisconnectReason.Replaced } gone)
                {
                    sessions.Forget(gone.Room, gone.Participant);
                }

                IRoom? room = loads.Find(happened.Room) is { } load ? load : rooms.Find(new(happened.Room));
                room?.Happened(happened);
            }
            catch (Exception fault)
            {
                faults.Add();
                logger.Fault(nameof(MediaPump), fault.Describe());
            }
        }
    }
}
