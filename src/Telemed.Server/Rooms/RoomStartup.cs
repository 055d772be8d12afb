using Telemed.Consults.Desk;
using Telemed.Consults.Nodes;
using Telemed.Consults.Recordings;
using Telemed.Media.Recording;
using Telemed.Server.Nodes;
using Telemed.Server.Recordings;

namespace Telemed.Server.Rooms;

/// <summary>
/// What an earlier run of this node left behind. Its rooms are gone, so their people have lost their links and their
/// sessions are interrupted; they come back by joining again. A recording that was on waits for them: the first who returns
/// continues it, else <see cref="RecordingReconciler"/> has it finished from its journal.
/// </summary>
internal sealed class RoomStartup(
    ConsultDesk consults,
    RecordingDesk recordings,
    RecordingLibrary library,
    RecordingFinisher finisher,
    INodeStore nodes,
    NodeLease node,
    TimeProvider time,
    ILogger<RoomStartup> logger)
    : IHostedService
{
    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var left = await node.RegisterAsync(cancellationToken);
        foreach (var consult in await consults.ListRoomsAsync(cancellationToken))
        {
            // Asked for each, just before: other nodes go on opening rooms meanwhile.
            if (await nodes.FindRoomAsync(consult, cancellationToken) is not { } place || place.Node == node.Name)
            {
                await consults.CloseRoomAsync(consult, time.GetUtcNow(), cancellationToken);
            }
        }

        foreach (var (consult, epoch) in left)
        {
            await node.ReleaseAsync(consult, epoch);
        }

        await RecoverAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task RecoverAsync(CancellationToken ct)
    {
        var unfinished = library.Unfinished().Select(one => one.RecordingId).ToHashSet(StringComparer.Ordinal);
        foreach (var life in await recordings.ListAsync([RecordingStatus.Sealed], ct))
        {
            if (unfinished.Contains(life.Id.Value) && node.IsForMe(life))
            {
                // Made by a program that did not seal yet, or the process died between the files and their seal.
                finisher.Add(life.Id, life.Consult);
            }
        }

        foreach (var life in await recordings.ListAsync(
            [RecordingStatus.AwaitingConsent, RecordingStatus.On, RecordingStatus.Paused, RecordingStatus.Failed, RecordingStatus.Finalizing], ct))
        {
            var mine = life.Node == node.Name || (unfinished.Contains(life.Id.Value) && node.IsForMe(life));
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
                await recordings.FailAsync(life.Id, "server-restarted", time.GetUtcNow(), life.Epoch, ct);
            }
        }
    }
}
