using Telemed.Consults.Ids;
using Telemed.Consults.Nodes;
using Telemed.Server.Problems;
using Telemed.Server.Rooms;

namespace Telemed.Server.Nodes;

/// <summary>
/// The node's heartbeat, and what follows from it: rooms that another node holds now end here, rooms that came to this node are
/// opened, and those of dead nodes are taken over, so that no consult waits for a room that nobody runs.
/// </summary>
internal sealed class NodeLoop(
    NodeLease lease,
    INodeStore store,
    RoomDirectory rooms,
    IHostApplicationLifetime process,
    TimeProvider time,
    FaultCounter faults,
    ILogger<NodeLoop> logger)
    : BackgroundService
{
    /// <summary>How often the node says that it is there: a few words fit into a lease.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan PruneEvery = TimeSpan.FromHours(1);

    private bool _isCutOff;
    private long _pruned;

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await lease.LeaveAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await BeatAsync(stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                if (!_isCutOff)
                {
                    faults.Add();
                    logger.Fault(nameof(NodeLoop), fault.Describe());
                }

                _isCutOff = true;
            }
        }
    }

    private async Task BeatAsync(CancellationToken ct)
    {
        var known = rooms.Held();
        if (await lease.BeatAsync(ct) is not { } held)
        {
            logger.NameTaken(lease.Name);
            await Task.WhenAll(known.Select(one => one.Room.FenceAsync()));
            await Task.WhenAll(known.Select(one => one.Room.Ended)); // Their people hear of it before their connections end.
            process.StopApplication();
            return;
        }

        foreach (var (room, epoch) in known)
        {
            if (held.GetValueOrDefault(room.Consult) != epoch)
            {
                // Held when the question was asked, and no longer by the answer: another node runs it, or it was handed over meanwhile.
                _ = room.FenceAsync();
            }
            else if (_isCutOff)
            {
                room.Reconcile();
            }
        }

        _isCutOff = false;
        if (_pruned == 0 || time.GetElapsedTime(_pruned) > PruneEvery)
        {
            await store.PruneAsync(ct);
            _pruned = time.GetTimestamp();
        }

        if (!lease.IsStopping)
        {
            await TakeOverAsync(held.Keys, ct);
        }
    }

    private async Task TakeOverAsync(IEnumerable<ConsultId> held, CancellationToken ct)
    {
        var orphans = lease.JudgesOthers ? (await store.ListRoomsAsync(orphans: true, ct)).Select(place => place.Consult) : [];
        foreach (var consult in held.Concat(orphans).Where(consult => rooms.Find(consult) is null or { Epoch: 0 }))
        {
            rooms.GetOrOpen(consult).TakeOver();
        }
    }
}
