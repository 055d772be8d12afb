using Telemed.Consults.Ids;
using Telemed.Consults.Operations;

namespace Telemed.Server.Operator;

/// <summary>
/// What was last measured of each site, held in memory: what is over does not change any more, so that a look reads what
/// came since the one before, and not a region's whole history. Any thread.
/// </summary>
internal sealed class SitesSeen(IOperationsStore store) : IDisposable
{
    /// <summary>A node whose clock is behind tells what was seen a little later than it was.</summary>
    private static readonly TimeSpan Behind = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _gate = new(1);
    private Dictionary<InstitutionId, HistoryRow> _days = [];
    private Dictionary<(InstitutionId Site, string Node), SiteLook> _looks = [];
    private DateTimeOffset _daysSince = DateTimeOffset.UnixEpoch;
    private DateTimeOffset _looksSince = DateTimeOffset.UnixEpoch;

    /// <summary>The last day of each site, and the latest word of each node about it, as they are now.</summary>
    public async Task<(IReadOnlyDictionary<InstitutionId, HistoryRow> Days, ILookup<InstitutionId, SiteLook> Looks)> ReadAsync(
        DateTimeOffset now, CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        try
        {
            var days = new Dictionary<InstitutionId, HistoryRow>(_days);
            foreach (var span in await store.ListLastDaysAsync(_daysSince, ct))
            {
                days[span.Site] = HistoryRow.Of(span);
            }

            (_days, _daysSince) = (days, LinkSpans.StartOf(LinkGrain.Day, now).AddDays(-1));
            var looks = new Dictionary<(InstitutionId, string), SiteLook>(_looks);
            foreach (var look in await store.ListLooksAsync(_looksSince, ct))
            {
                looks[(look.Site, look.Node)] = look;
            }

            (_looks, _looksSince) = (looks, now - Behind);
            return (days, looks.Values.ToLookup(one => one.Site));
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();
}
