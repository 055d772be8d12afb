using Telemed.Consults.Ids;
using Telemed.Consults.Operations;
using Telemed.Server.Telemetry;

namespace Telemed.Server.Operator;

/// <summary>Counts what the rooms of this node measure of sites, until it is taken to the database. Any thread.</summary>
internal sealed class SiteLinks
{
    /// <summary>How long a measurement counts as the present; a room measures every two seconds or so.</summary>
    private static readonly TimeSpan Present = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Room, string Participant), (InstitutionId Site, LinkSample Sample, DateTimeOffset At)> _latest = [];
    private Dictionary<InstitutionId, LinkTallies> _measured = [];

    /// <summary>Counts one look at a participant's link.</summary>
    public void Note(InstitutionId site, string room, string participant, LinkSample sample, DateTimeOffset now)
    {
        Traces.LinkScore.Record(sample.Score);
        lock (_gate)
        {
            _latest[(room, participant)] = (site, sample, now);
            TalliesOf(site).Add(sample);
        }
    }

    /// <summary>What was counted since the last time; it is counted from nothing again.</summary>
    public IReadOnlyCollection<(InstitutionId Site, LinkTallies Links)> Take()
    {
        lock (_gate)
        {
            var taken = _measured;
            _measured = [];
            return [.. taken.Select(one => (one.Key, one.Value))];
        }
    }

    /// <summary>Takes back what could not be stored.</summary>
    public void Return(IEnumerable<(InstitutionId Site, LinkTallies Links)> taken)
    {
        lock (_gate)
        {
            foreach (var (site, links) in taken)
            {
                foreach (var (mine, theirs) in TalliesOf(site).All.Zip(links.All))
                {
                    mine.Add(theirs.Counts, theirs.Sum);
                }
            }
        }
    }

    /// <summary>How sites in this node's rooms are now.</summary>
    public IReadOnlyCollection<SiteLook> Look(string node, DateTimeOffset now)
    {
        lock (_gate)
        {
            foreach (var gone in _latest.Where(one => now - one.Value.At > Present).Select(one => one.Key).ToList())
            {
                _latest.Remove(gone);
            }

            return
            [
                .. _latest.Values.GroupBy(one => one.Site).Select(site => new SiteLook(
                    site.Key,
                    node,
                    now,
                    site.Count(),
                    site.Select(one => one.Sample).OrderBy(one => one.Score).ThenByDescending(one => one.LossPercent).First())),
            ];
        }
    }

    private LinkTallies TalliesOf(InstitutionId site)
    {
        if (!_measured.TryGetValue(site, out var links))
        {
            _measured.Add(site, links = new());
        }

        return links;
    }
}
