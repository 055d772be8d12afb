using Telemed.Consults.Ids;
using Telemed.Consults.Nodes;
using Telemed.Server.Hub;
using Telemed.Server.Problems;
using Telemed.Server.Rooms;

namespace Telemed.Server.Nodes;

/// <summary>
/// The node's heartbeat, and what follows from it: rooms that another node holds now end here, rooms that came to this node are
/// opened, and those of dead nodes are taken over, so that no consult waits for a room that nobody runs. A node without a heartbeat
/// asks the others whether the database is away, and then goes on, or whether it is cut off itself: then its rooms end here too.
/// </summary>
internal sealed class NodeLoop(
    NodeLease lease,
    INodeStore store,
    RoomDirectory rooms,
    Neighbours neighbours,
    DeskConnections desks,
    IHostApplicationLifetime process,
    TimeProvider time,
    FaultCounter faults,
    ILogger<NodeLoop> logger)
    : BackgroundService
{
    /// <summary>How often the node says that it is there: a few words fit into a lease.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    /// <summary>Rooms that are fenced end sooner, unless something holds them up.</summary>
    private static readonly TimeSpan GoodbyeLimit = TimeSpan.FromSeconds(5);

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
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(BeatOnAsync(stoppingToken), LookForACutAsync(stoppingToken));

    private async Task BeatOnAsync(CancellationToken stoppingToken)
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

    /// <summary>Beside the heartbeat, which may wait long for a database that does not answer.</summary>
    private async Task LookForACutAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await FenceIfCutOffAsync(stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                faults.Add();
                logger.Fault(nameof(NodeLoop), fault.Describe());
            }
        }
    }

    private async Task FenceIfCutOffAsync(CancellationToken ct)
    {
        if (lease is { IsOverdue: true, IsFenced: false } && await neighbours.ReachDatabaseAsync(ct) && lease.IsOverdue)
        {
            lease.IsFenced = true;
            logger.CutOff(lease.Name);
            await Task.WhenAll(rooms.Held().Select(one => one.Room.FenceAsync()).Append(desks.CloseAllAsync()));
        }
    }

    private async Task BeatAsync(CancellationToken ct)
    {
        var known = rooms.Held();
        if (await lease.BeatAsync(ct) is not { } held)
        {
            logger.NameTaken(lease.Name);
            await Task.WhenAll(known.Select(one => one.Room.FenceAsync()));

            // The process cuts all connections when it stops: people are to hear of it first.
            await Task.WhenAny(Task.WhenAll(known.Select(one => one.Room.Ended)), Task.Delay(GoodbyeLimit, time, ct));
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
        if (!lease.IsStopping)
        {
            await TakeOverAsync(held.Keys, ct);
        }

        if (lease.JudgesOthers && (_pruned == 0 || time.GetElapsedTime(_pruned) > PruneEvery))
        {
            await store.PruneAsync(ct); // After a day without the database everybody looks gone at first.
            _pruned = time.GetTimestamp();
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
