using Telemed.Consults.Operations;
using Telemed.Server.Hosting;
using Telemed.Server.Problems;
using Telemed.Server.Telemetry;

namespace Telemed.Server.Operator;

/// <summary>
/// Every quarter of a minute: takes what the rooms measured to the database and says how this machine is doing. One node of
/// the region also settles the alarms and, once an hour, drops what is too old.
/// </summary>
internal sealed class OperationsWatch(
    WatchSources sources,
    SiteLinks links,
    ServerMetrics metrics,
    TimeProvider time,
    [FromKeyedServices(RegionTime.Machine)] TimeProvider machine,
    FaultCounter faults,
    ILogger<OperationsWatch> logger)
    : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(15);

    /// <summary>Another node takes the watch over when two rounds and a half were missed.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(40);

    private static readonly TimeSpan PruneEvery = TimeSpan.FromHours(1);

    /// <summary>Half of what asking took is how wrong the answer may be: slower than this says nothing.</summary>
    private static readonly TimeSpan LongestAsking = TimeSpan.FromMilliseconds(200);

    /// <summary>Older words say nothing of the present, however far a node's clock is off.</summary>
    private static readonly TimeSpan LooksCount = TimeSpan.FromMinutes(10);

    private const int MostAlarms = 500;

    private readonly SemaphoreSlim _round = new(1);
    private DateTimeOffset _pruned;
    private int _skewMs;

    /// <summary>One round; the loop's own, and a test's.</summary>
    public async Task RoundAsync(CancellationToken ct)
    {
        await _round.WaitAsync(ct);
        try
        {
            var now = time.GetUtcNow();
            await StoreLinksAsync(now, ct);
            await ReportAsync(ct);
            if (await sources.Store.ClaimWatchAsync(sources.Node, Lease, ct))
            {
                await SettleAsync(now, ct);
            }
            else
            {
                metrics.Region = null; // The node that looks for alarms tells of the region; two would count it twice.
            }
        }
        finally
        {
            _round.Release();
        }
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryAsync(ct => StoreLinksAsync(time.GetUtcNow(), ct), cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _round.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await TryAsync(RoundAsync, stoppingToken);
        }
    }

    private async Task TryAsync(Func<CancellationToken, Task> work, CancellationToken ct)
    {
        try
        {
            await work(ct);
        }
        catch (Exception fault) when (!ct.IsCancellationRequested && DatabaseFault.IsAway(fault))
        {
            // The heartbeat says so; what could not be stored goes into the next round.
        }
        catch (Exception fault) when (!ct.IsCancellationRequested)
        {
            faults.Add();
            logger.Fault(nameof(OperationsWatch), fault.Describe());
        }
    }

    private async Task StoreLinksAsync(DateTimeOffset now, CancellationToken ct)
    {
        var taken = links.Take();
        try
        {
            await sources.Store.AddLinksAsync(taken, links.Look(sources.Node, now), now, ct);
        }
        catch
        {
            links.Return(taken);
            throw;
        }
    }

    private async Task ReportAsync(CancellationToken ct)
    {
        var asked = time.GetTimestamp();
        var theirs = await sources.Store.ReadClockAsync(ct);
        var took = time.GetElapsedTime(asked);
        if (took <= LongestAsking)
        {
            var skew = machine.GetUtcNow() - (took / 2) - theirs;
            _skewMs = (int)Math.Clamp(skew.TotalMilliseconds, int.MinValue, int.MaxValue);
        }

        var full = sources.PercentFull();
        metrics.Machine = (full / 100, _skewMs / 1000.0);
        await sources.Store.ReportAsync(sources.Node, (int)Math.Round(full), _skewMs, faults.Count, ct);
    }

    private async Task SettleAsync(DateTimeOffset now, CancellationToken ct)
    {
        var store = sources.Store;
        var standing = (await store.ListAlarmsAsync(MostAlarms, ct)).Where(one => one.ClearedAt is null);
        var seen = new Observed(
            now,
            await store.ListLooksAsync(now - LooksCount, ct),
            await sources.Nodes.ListAsync(ct),
            await store.ListHealthAsync(ct),
            await store.ListWaitingAsync(ct),
            await store.ListRecordingsAsync(ct),
            [.. standing.Select(one => one.Condition)]);
        var conditions = AlarmRules.Evaluate(seen);
        metrics.Region = (seen, conditions);
        await store.SettleAlarmsAsync(conditions, now, ct);
        if (now - _pruned >= PruneEvery)
        {
            await store.PruneAsync(now, ct);
            _pruned = now;
        }
    }
}
