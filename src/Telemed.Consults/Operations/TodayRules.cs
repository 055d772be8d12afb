namespace Telemed.Consults.Operations;

/// <summary>Who will fail today, from what is known of the sites of the day's appointments. Pure.</summary>
public static class TodayRules
{
    /// <summary>From so long before it on, somebody of the site should be at a desk.</summary>
    public static readonly TimeSpan SeenBefore = TimeSpan.FromMinutes(60);

    /// <summary>A score that carries no picture worth a consult.</summary>
    private const int BadScore = 2;

    /// <summary>The appointments that may fail, in their order; a site that is in doubt in each of them.</summary>
    /// <param name="planned">The day's appointments that are to come.</param>
    /// <param name="siteOf">Where a specialist works; <c>null</c> when not known.</param>
    /// <param name="stateOf">How a site is doing now.</param>
    /// <param name="medianOf">A site's median score of the last day on which it was measured; <c>null</c> when it never was.</param>
    /// <param name="probeOf">What came of a site's latest measurement of today before an appointment; <c>null</c> when it was
    /// asked for none.</param>
    /// <param name="now">The present.</param>
    public static IReadOnlyList<RiskRow> Risks(
        IEnumerable<PlannedRow> planned,
        Func<PersonId, InstitutionId?> siteOf,
        Func<InstitutionId, SiteState> stateOf,
        Func<InstitutionId, int?> medianOf,
        Func<InstitutionId, SiteProbeScore?> probeOf,
        DateTimeOffset now)
    {
        var risks = new List<RiskRow>();
        foreach (var one in planned.OrderBy(one => one.StartsAt))
        {
            var asked = one.Specialist is { } lead ? siteOf(lead) : null;
            foreach (var site in new[] { one.Asking, asked }.OfType<InstitutionId>().Distinct())
            {
                var median = medianOf(site);
                var probe = probeOf(site);
                var missed = probe is { Score: null } && probe.Until <= now;
                if (Reason(stateOf(site), missed, probe?.Score ?? median, one.StartsAt - now) is { } reason)
                {
                    risks.Add(new(one.StartsAt, one.Service, site, reason, median));
                }
            }
        }

        return risks;
    }

    /// <summary>What a site's own page measured today counts before the days on which it was in a room.</summary>
    private static RiskReason? Reason(SiteState state, bool missed, int? score, TimeSpan ahead) => (state, score) switch
    {
        (SiteState.Unreachable, _) => RiskReason.Unreachable,
        (SiteState.Bad, _) => RiskReason.BadLink,
        (SiteState.Good or SiteState.Fair, _) => null,
        (SiteState.Silent, _) when missed || ahead <= SeenBefore => RiskReason.NotSeen,
        (_, null) => RiskReason.NeverMeasured,
        (_, <= BadScore) => RiskReason.BadLink,
        _ => null,
    };
}
