using Telemed.Consults.Ids;
using Telemed.Consults.Operations;

namespace Telemed.Server.Operator;

/// <summary>
/// What was last measured of each site, held in memory: what is over does not change any more, so that a look reads what
/// came since the one before, and not a region's whole history. It forgets what the store forgets. Any thread.
/// </summary>
internal sealed class SitesSeen(IOperationsStore store) : IDisposable
{
    /// <summary>A node whose clock is behind tells what was seen a little later than it was.</summary>
    private static readonly TimeSpan Behind = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _gate = new(1);
    private Dictionary<InstitutionId, SiteSeen> _sites = [];
    private DateTimeOffset _daysSince = DateTimeOffset.UnixEpoch;
    private DateTimeOffset _looksSince = DateTimeOffset.UnixEpoch;

    /// <summary>What is known of each site now; nothing of those that were never measured, or not for long.</summary>
    public async Task<IReadOnlyDictionary<InstitutionId, SiteSeen>> ReadAsync(DateTimeOffset now, CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        try
        {
            var sites = new Dictionary<InstitutionId, SiteSeen>(_sites);
            foreach (var day in await store.ListLastDaysAsync(_daysSince, ct))
            {
                sites[day.Site] = sites.GetValueOrDefault(day.Site, SiteSeen.Nothing).With(day);
            }

            foreach (var look in await store.ListLooksAsync(_looksSince, ct))
            {
                sites[look.Site] = sites.GetValueOrDefault(look.Site, SiteSeen.Nothing).With(look, now);
            }

            foreach (var site in sites.Where(one => one.Value.IsOlderThan(now - LinkSpans.KeepDays)).Select(one => one.Key).ToList())
            {
                sites.Remove(site);
            }

            _daysSince = LinkSpans.StartOf(LinkGrain.Day, now).AddDays(-1);
            _looksSince = now - Behind;
            return _sites = sites;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();
}
