using Telemed.Consults.Ids;
using Telemed.Consults.Institutions;
using Telemed.Consults.Nodes;
using Telemed.Consults.Operations;
using Telemed.Consults.Recordings;
using Telemed.Consults.Stores;

namespace Telemed.Server.Operator;

/// <summary>Puts together what operators see. Any thread.</summary>
internal sealed class OperatorDesk(WatchSources sources, SitesSeen seen, ISiteProbes probes, IDirectory directory)
{
    private const int RingDays = 7;
    private const int MostAlarms = 200;

    private IOperationsStore Store => sources.Store;

    /// <summary>How the network is doing now.</summary>
    public async Task<OperatorView> LookAsync(DateTimeOffset now, CancellationToken ct)
    {
        var network = await directory.LoadAsync(ct);
        var today = LinkSpans.StartOf(LinkGrain.Day, now);
        var measured = await seen.ReadAsync(now, ct);
        var sites = await SitesAsync(network, measured, now, ct);
        var planned = await Store.ListPlannedAsync(now, today.AddDays(1), ct);
        var states = sites.ToDictionary(one => one.Id);
        var probed = (await probes.ListLatestAsync(today, now, ct)).ToDictionary(one => one.Institution);
        var alarms = await Store.ListAlarmsAsync(MostAlarms, ct);
        return new(
            now,
            sites,
            await NodesAsync(now, ct),
            await Store.ListWaitingAsync(ct),
            RingDay.Of(await Store.ListRingsAsync(today.AddDays(1 - RingDays), now, ct)),
            Count(await Store.ListRecordingsAsync(ct), now),
            [.. alarms.Where(one => one.ClearedAt is null).Select(one => AlarmView.Of(one, network))],
            planned.Count,
            TodayRules.Risks(
                planned,
                person => network.FindPerson(person)?.Institution,
                site => states.GetValueOrDefault(site)?.State ?? SiteState.Silent,
                site => measured.GetValueOrDefault(site)?.ScoreMedian,
                probed.GetValueOrDefault,
                now));
    }

    /// <summary>A site's history; null when there is no such site.</summary>
    public async Task<HistoryView?> HistoryAsync(
        InstitutionId site, DateTimeOffset from, DateTimeOffset until, DateTimeOffset now, CancellationToken ct)
    {
        if ((await directory.LoadAsync(ct)).FindInstitution(site) is null)
        {
            return null;
        }

        var grain = LinkSpans.FinestFor(from, now);
        var spans = await Store.ListSpansAsync(site, grain, LinkSpans.StartOf(grain, from), until, ct);
        return new(site, grain, from, until, [.. spans.Select(HistoryRow.Of)]);
    }

    /// <summary>The rings of each day within a time.</summary>
    public async Task<IReadOnlyList<RingDay>> RingsAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken ct) =>
        RingDay.Of(await Store.ListRingsAsync(LinkSpans.StartOf(LinkGrain.Day, from), until, ct));

    /// <summary>The alarms that stand and the latest of those that were cleared.</summary>
    public async Task<IReadOnlyList<AlarmView>> AlarmsAsync(CancellationToken ct)
    {
        var network = await directory.LoadAsync(ct);
        return [.. (await Store.ListAlarmsAsync(MostAlarms, ct)).Select(one => AlarmView.Of(one, network))];
    }

    /// <summary>Takes an alarm on; null when there is none.</summary>
    public async Task<AlarmView?> AcknowledgeAsync(
        string id, StaffMember by, string? note, DateTimeOffset now, CancellationToken ct) =>
        await Store.AcknowledgeAsync(id, by.Id, note, now, ct) is { } alarm
            ? AlarmView.Of(alarm, await directory.LoadAsync(ct))
            : null;

    private async Task<IReadOnlyList<SiteView>> SitesAsync(
        Network network, IReadOnlyDictionary<InstitutionId, SiteSeen> measured, DateTimeOffset now, CancellationToken ct)
    {
        var atDesk = (await Store.ListPresentAsync(now, ct))
            .Select(one => network.FindPerson(one)?.Institution).OfType<InstitutionId>()
            .CountBy(one => one).ToDictionary();
        return [.. network.Institutions.Select(one =>
            View(one, measured.GetValueOrDefault(one.Id, SiteSeen.Nothing), atDesk.GetValueOrDefault(one.Id), now))];
    }

    private static SiteView View(Institution site, SiteSeen known, int atDesk, DateTimeOffset now)
    {
        var looks = known.LooksAt(now);
        var worst = looks.OrderBy(look => look.Worst.Score).ThenByDescending(look => look.Worst.LossPercent).FirstOrDefault();
        return new(
            site.Id,
            site.Name,
            site.Level,
            site.Parent,
            SiteStates.Of(looks, atDesk > 0, now),
            looks.Sum(look => look.People),
            atDesk,
            worst?.Worst,
            known.LookedAt,
            known.Score);
    }

    private async Task<IReadOnlyList<NodeView>> NodesAsync(DateTimeOffset now, CancellationToken ct)
    {
        var beats = (await sources.Nodes.ListAsync(ct)).ToDictionary(one => one.Node.Name, StringComparer.Ordinal);
        var health = (await Store.ListHealthAsync(ct)).ToDictionary(one => one.Node, StringComparer.Ordinal);
        return
        [
            .. beats.Keys.Union(health.Where(one => now - one.Value.SeenAt <= AlarmRules.HealthCounts).Select(one => one.Key))
                .Order(StringComparer.Ordinal)
                .Select(name => View(name, beats.GetValueOrDefault(name), health.GetValueOrDefault(name))),
        ];
    }

    private static NodeView View(string name, NodeRow? beat, NodeHealth? health) => new(
        name,
        beat?.IsAlive ?? true,
        beat?.Node.IsDraining,
        beat?.Node.Rooms,
        beat?.Node.Participants,
        beat?.Node.PercentBusy,
        beat?.Node.Version,
        beat?.SeenAt ?? health!.SeenAt,
        health?.PercentFull,
        health?.ClockSkewMs,
        health?.Faults);

    private static RecordingsView Count(IReadOnlyList<OpenRecording> all, DateTimeOffset now)
    {
        var finalizing = all.Where(one => one.Status == RecordingStatus.Finalizing).ToList();
        return new(
            all.Count(one => one.Status is RecordingStatus.On or RecordingStatus.Paused),
            all.Count(one => one.Status == RecordingStatus.Failed && now - one.RequestedAt <= AlarmRules.FailedCounts),
            finalizing.Count,
            finalizing.Select(one => (DateTimeOffset?)one.RequestedAt).Min());
    }
}
