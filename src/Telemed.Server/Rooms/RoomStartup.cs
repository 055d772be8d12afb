using Telemed.Consults.Desk;
using Telemed.Consults.Ids;
using Telemed.Consults.Recordings;
using Telemed.Media.Recording;
using Telemed.Server.Problems;
using Telemed.Server.Recordings;

namespace Telemed.Server.Rooms;

/// <summary>
/// What an earlier run of this node left behind. Its rooms are gone, so their people have lost their links and their
/// sessions are interrupted; they come back by joining again. A recording that was on waits for them a little: the first who
/// returns continues it, else it is finished from its journal. Journals without an owner in the database are made whole.
/// </summary>
internal sealed class RoomStartup(
    ConsultDesk consults,
    RecordingDesk recordings,
    RecordingLibrary library,
    RecordingFinisher finisher,
    RoomDirectory rooms,
    NodeName node,
    TimeProvider time,
    FaultCounter faults,
    ILogger<RoomStartup> logger)
    : BackgroundService
{
    /// <summary>How long a broken-off recording waits for its people.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromSeconds(20);

    private readonly List<RecordingId> _waiting = [];

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var consult in await consults.ListRoomsAsync(cancellationToken))
        {
            await consults.CloseRoomAsync(consult, time.GetUtcNow(), cancellationToken);
        }

        await RecoverAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_waiting.Count == 0)
        {
            return;
        }

        await Task.Delay(Wait, time, stoppingToken);
        try
        {
            await FinishWaitingAsync(stoppingToken);
        }
        catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
        {
            faults.Add();
            logger.Fault(nameof(RoomStartup), fault.Describe());
        }
    }

    private async Task RecoverAsync(CancellationToken ct)
    {
        var unfinished = library.Unfinished().Select(one => one.RecordingId).ToHashSet(StringComparer.Ordinal);
        foreach (var life in await recordings.ListAsync([RecordingStatus.Sealed], ct))
        {
            if (unfinished.Contains(life.Id.Value))
            {
                // Made by a program that did not seal yet, or the process died between the files and their seal.
                finisher.Add(life.Id, life.Consult);
            }
        }

        foreach (var life in await recordings.ListAsync(
            [RecordingStatus.AwaitingConsent, RecordingStatus.On, RecordingStatus.Paused, RecordingStatus.Failed, RecordingStatus.Finalizing], ct))
        {
            var mine = life.Node == node.Value || unfinished.Contains(life.Id.Value);
            if (!mine)
            {
                continue;
            }

            if (life.Status == RecordingStatus.Finalizing)
            {
                logger.RecordingFound(life.Id.Value, "finished now");
                finisher.Add(life.Id, life.Consult);
            }
            else if (life.Status is RecordingStatus.On or RecordingStatus.Paused or RecordingStatus.Failed)
            {
                logger.RecordingFound(life.Id.Value, "waiting for its people");
                await recordings.FailAsync(life.Id, "server-restarted", time.GetUtcNow(), ct);
                _waiting.Add(life.Id);
            }
        }
    }

    private async Task FinishWaitingAsync(CancellationToken ct)
    {
        foreach (var life in await recordings.ListAsync([RecordingStatus.Failed], ct))
        {
            if (_waiting.Contains(life.Id))
            {
                await recordings.StopAsync(life.Id, time.GetUtcNow(), ct);
                finisher.Add(life.Id, life.Consult);
                rooms.Find(life.Consult)?.RecordingMoved();
            }
        }
    }
}
