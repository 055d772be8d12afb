namespace Telemed.Consults.Desk;

/// <summary>What the houses' links were like before their appointments. Callable from any thread and any node.</summary>
/// <param name="probes">Where it is kept.</param>
/// <param name="directory">Names and institutions.</param>
public sealed class SiteDesk(ISiteProbes probes, IDirectory directory)
{
    /// <summary>From how far back measurements are shown.</summary>
    public static readonly TimeSpan Shown = TimeSpan.FromHours(24);

    private const int Most = 500;

    /// <summary>
    /// The latest measurement for each appointment of the last day, soonest first: of every house for who dispatches, of
    /// their own for who asks; <c>null</c> for whom it does not concern.
    /// </summary>
    public async Task<IReadOnlyList<SiteProbeView>?> ListAsync(
        StaffMember who, DateTimeOffset now, CancellationToken cancellation = default)
    {
        var all = who.Is(Role.Dispatcher);
        if (!all && !who.Is(Role.RequestingDoctor) && !who.Is(Role.Nurse))
        {
            return null;
        }

        var network = await directory.LoadAsync(cancellation);
        var rows = await probes.ListAsync(all ? null : who.Institution, now - Shown, now + Shown, Most, cancellation);
        return
        [
            .. rows.DistinctBy(one => one.Consult)
                .OrderBy(one => one.StartsAt).ThenBy(one => one.Consult.Value, StringComparer.Ordinal)
                .Select(one => new SiteProbeView(
                    one.Consult,
                    network.FindInstitution(one.Institution)?.Name ?? new("?", "?"),
                    one.StartsAt,
                    one.AskedAt,
                    one.OutcomeAt(now),
                    one.Link?.Score,
                    one.Link)),
        ];
    }
}
