using Telemed.Consults.Desk;
using Telemed.Consults.Nodes;
using Telemed.Consults.Recordings;
using Telemed.Media.Recording;
using Telemed.Server.Nodes;
using Telemed.Server.Problems;
using Telemed.Server.Rooms;

namespace Telemed.Server.Recordings;

/// <summary>
/// Sees to it that no recording stays in a state that nobody works on: leases of running ones are kept, those whose node is
/// gone fail, failed ones go on or are finished, files that could not be made are made again, destructions are completed.
/// </summary>
/// <remarks>
/// <code>
/// On, Paused        running here ─► its lease is kept      its lease has run out ─► Failed
/// Failed            its room is open ─► the next epoch     for ten minutes nobody came ─► Finalizing
/// Failed (file)     after a while ─► Finalizing            Finalizing ─► queued for its file, once
/// AwaitingConsent   for ten minutes no room ─► Off         Destroyed ─► key and files are gone
/// </code>
/// </remarks>
internal sealed class RecordingReconciler(
    RecordingDesk recordings,
    RecordingLibrary library,
    RecordingFinisher finisher,
    RoomDirectory rooms,
    Keeping keeping,
    INodeStore nodes,
    NodeLease node,
    TimeProvider time,
    FaultCounter faults,
    ILogger<RecordingReconciler> logger)
    : BackgroundService
{
    /// <summary>How often it looks.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <summary>How long a recording that broke off waits for its people (F4: at least ten minutes).</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>How long after a failure a running room's recording is tried again.</summary>
    public static readonly TimeSpan Retry = TimeSpan.FromSeconds(30);

    /// <summary>How long after its file could not be made a recording is tried again.</summary>
    public static readonly TimeSpan FileRetry = TimeSpan.FromHours(1);

    private static readonly TimeSpan RenewBefore = RecordingDesk.LeaseTime / 3 * 2;

    private static readonly RecordingStatus[] Unsettled =
    [
        RecordingStatus.AwaitingConsent, RecordingStatus.On, RecordingStatus.Paused, RecordingStatus.Failed,
        RecordingStatus.Finalizing, RecordingStatus.Destroyed,
    ];

    /// <summary>Looks once.</summary>
    public async Task LookAsync(CancellationToken ct)
    {
        foreach (var life in await recordings.ListAsync(Unsettled, ct))
        {
            try
            {
                await SettleAsync(life, ct);
            }
            catch (Exception fault) when (!ct.IsCancellationRequested)
            {
                faults.Add();
                logger.Fault(nameof(RecordingReconciler), fault.Describe());
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                faults.Add();
                logger.Fault(nameof(RecordingReconciler), fault.Describe());
            }
        }
    }

    private Task SettleAsync(RecordingLife life, CancellationToken ct) => !node.IsForMe(life) ? Task.CompletedTask : life.Status switch
    {
        RecordingStatus.On or RecordingStatus.Paused => KeepOrFailAsync(life, ct),
        RecordingStatus.Failed => ResumeOrFinishAsync(life, ct),
        RecordingStatus.Finalizing => QueueAsync(life, ct),
        RecordingStatus.AwaitingConsent => DropAsync(life, ct),
        _ => DestroyAsync(life),
    };

    private async Task KeepOrFailAsync(RecordingLife life, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (rooms.Find(life.Consult) is { } room && room.RunningRecording == life.Id.Value)
        {
            if (life.LeasedUntil is not { } until || until - now < RenewBefore)
            {
                var kept = await recordings.KeepLeaseAsync(life.Id, node.Name, life.Epoch, now, ct);
                if (kept is Outcome<RecordingLife>.Refused)
                {
                    room.RecordingMoved();
                }
            }
        }
        else if (life.LeasedUntil is null ? now - life.Since > RecordingDesk.LeaseTime : life.LeasedUntil < now)
        {
            logger.RecordingFound(life.Id.Value, "failed: its lease has run out");
            await recordings.FailAsync(life.Id, "lease-expired", now, life.Epoch, ct);
            rooms.Find(life.Consult)?.RecordingMoved();
        }
    }

    private async Task ResumeOrFinishAsync(RecordingLife life, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var failedFor = now - life.Since;
        if (life.BeforeFailure == RecordingStatus.Finalizing)
        {
            if (failedFor > FileRetry && IsHere(life)
                && await recordings.LeaseAsync(life.Id, node.Name, now, life.Epoch, ct) is Outcome<RecordingLife>.Done)
            {
                finisher.Add(life.Id, life.Consult);
            }
        }
        else if (rooms.Find(life.Consult) is { IsOpen: true, Epoch: > 0 } room)
        {
            if (failedFor > Retry)
            {
                room.RetryRecording();
            }
        }
        else if (failedFor > Patience && (IsHere(life) || life.Node == node.Name)
            && await nodes.FindRoomAsync(life.Consult, ct) is not { IsAlive: true })
        {
            logger.RecordingFound(life.Id.Value, "finished: nobody came back");
            await recordings.StopAsync(life.Id, now, ct);
            await QueueAsync((await recordings.LoadAsync(life.Id, ct)), ct);
        }
    }

    /// <summary>Of two nodes that find the same recording of a third, one gets it.</summary>
    private async Task QueueAsync(RecordingLife life, CancellationToken ct)
    {
        if (IsHere(life) && (life.Node == node.Name
            || await recordings.LeaseAsync(life.Id, node.Name, time.GetUtcNow(), life.Epoch, ct) is Outcome<RecordingLife>.Done))
        {
            finisher.Add(life.Id, life.Consult);
        }
    }

    private async Task DropAsync(RecordingLife life, CancellationToken ct)
    {
        if (time.GetUtcNow() - life.Since > Patience && await nodes.FindRoomAsync(life.Consult, ct) is not { IsAlive: true })
        {
            await recordings.StopAsync(life.Id, time.GetUtcNow(), ct);
        }
    }

    private async Task DestroyAsync(RecordingLife life)
    {
        if (IsHere(life))
        {
            logger.RecordingFound(life.Id.Value, "destroyed now");
            await keeping.DestroyAsync(life);
        }
    }

    private bool IsHere(RecordingLife life) => library.FolderOf(life.Id.Value) is not null;
}
