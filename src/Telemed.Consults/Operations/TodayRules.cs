namespace Telemed.Consults.Operations;

/// <summary>Who will fail today, from what is known of the sites of the day's appointments. Pure.</summary>
public static class TodayRules
{
    /// <summary>From so long before it on, somebody of the site should be at a desk.</summary>
    public static readonly TimeSpan SeenBefore = TimeSpan.FromMinutes(60);

    private const int BadMedian = 2;

    /// <summary>The appointments that may fail, in their order; a site that is in doubt in each of them.</summary>
    /// <param name="planned">The day's appointments that are to come.</param>
    /// <param name="siteOf">Where a specialist works; <c>null</c> when not known.</param>
    /// <param name="stateOf">How a site is doing now.</param>
    /// <param name="medianOf">A site's median score of the last day on which it was measured; <c>null</c> when it never was.</param>
    /// <param name="now">The present.</param>
    public static IReadOnlyList<RiskRow> Risks(
        IEnumerable<PlannedRow> planned,
        Func<PersonId, InstitutionId?> siteOf,
        Func<InstitutionId, SiteState> stateOf,
        Func<InstitutionId, int?> medianOf,
        DateTimeOffset now)
    {
        var risks = new List<RiskRow>();
        foreach (var one in planned.OrderBy(one => one.StartsAt))
        {
            var asked = one.Specialist is { } lead ? siteOf(lead) : null;
            foreach (var site in new[] { one.Asking, asked }.OfType<InstitutionId>().Distinct())
            {
                var median = medianOf(site);
                if (Reason(stateOf(site), median, one.StartsAt - now) is { } reason)
                {
                    risks.Add(new(one.StartsAt, one.Service, site, reason, median));
                }
            }
        }

        return risks;
    }

    private static RiskReason? Reason(SiteState state, int? median, TimeSpan ahead) => (state, median) switch
    {
        (SiteState.Unreachable, _) => RiskReason.Unreachable,
        (SiteState.Bad, _) => RiskReason.BadLink,
        (SiteState.Good or SiteState.Fair, _) => null,
        (SiteState.Silent, _) when ahead <= SeenBefore => RiskReason.NotSeen,
        (_, null) => RiskReason.NeverMeasured,
        (_, <= BadMedian) => RiskReason.BadLink,
        _ => null,
    };
}
