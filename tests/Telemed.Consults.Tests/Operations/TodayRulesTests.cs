using Telemed.Consults.Consults;
using Telemed.Consults.Ids;
using Telemed.Consults.Operations;
using Telemed.Consults.Stores;

namespace Telemed.Consults.Tests.Operations;

public sealed class TodayRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 3, 0, 0, TimeSpan.Zero);
    private static readonly InstitutionId East = new("east");
    private static readonly InstitutionId Hospital = new("hospital");

    [Theory]
    [InlineData(SiteState.Silent, 5, 120, null)]
    [InlineData(SiteState.Silent, 5, 59, RiskReason.NotSeen)]
    [InlineData(SiteState.AtDesk, 5, 5, null)]
    [InlineData(SiteState.AtDesk, 2, 240, RiskReason.BadLink)]
    [InlineData(SiteState.AtDesk, null, 240, RiskReason.NeverMeasured)]
    [InlineData(SiteState.Good, 2, 240, null)]
    [InlineData(SiteState.Bad, 5, 240, RiskReason.BadLink)]
    [InlineData(SiteState.Unreachable, 5, 240, RiskReason.Unreachable)]
    public void An_appointment_is_in_doubt_by_how_its_site_is_and_was(SiteState state, int? median, int minutes, RiskReason? reason)
    {
        var risks = TodayRules.Risks(
            [new(Now.AddMinutes(minutes), new("cardiology"), East, null)], _ => null, _ => state, _ => median, _ => null, Now);
        Assert.Equal(reason, risks.SingleOrDefault()?.Reason);
    }

    [Theory]
    [InlineData(SiteState.AtDesk, 5, 2, 1, RiskReason.BadLink)]
    [InlineData(SiteState.AtDesk, 1, 5, 1, null)]
    [InlineData(SiteState.Silent, null, 3, 1, null)]
    [InlineData(SiteState.Silent, 5, null, 1, RiskReason.NotSeen)]
    [InlineData(SiteState.Silent, 5, null, -1, null)]
    [InlineData(SiteState.AtDesk, 5, null, 1, null)]
    [InlineData(SiteState.Good, 5, 0, 1, null)]
    public void What_a_site_measured_before_an_appointment_counts_before_its_last_day(
        SiteState state, int? median, int? score, int overFor, RiskReason? reason)
    {
        var probe = new SiteProbeScore(East, Now.AddMinutes(-2), Now.AddMinutes(-overFor), score);
        var risks = TodayRules.Risks(
            [new(Now.AddMinutes(90), new("cardiology"), East, null)], _ => null, _ => state, _ => median, _ => probe, Now);
        Assert.Equal(reason, risks.SingleOrDefault()?.Reason);
    }

    [Fact]
    public void Both_sides_of_an_appointment_are_looked_at_and_the_earliest_comes_first()
    {
        var lead = new PersonId("p-1");
        var risks = TodayRules.Risks(
            [
                new(Now.AddHours(3), new("cardiology"), East, lead),
                new(Now.AddHours(2), new("neurology"), Hospital, lead),
            ],
            person => person == lead ? Hospital : null,
            _ => SiteState.AtDesk,
            site => site == Hospital ? 1 : 4,
            _ => null,
            Now);
        Assert.Equal([(Now.AddHours(2), Hospital), (Now.AddHours(3), Hospital)], risks.Select(one => (one.StartsAt, one.Site)));
    }

    [Fact]
    public void A_site_is_as_the_worst_of_what_nodes_say_now_and_else_as_its_desks()
    {
        SiteLook Look(string node, int score, int age) => new(East, node, Now.AddSeconds(-age), 1, new(0, null, 0, score));
        Assert.Equal(SiteState.Bad, SiteStates.Of([Look("a", 5, 1), Look("b", 1, 2)], atDesk: true, Now));
        Assert.Equal(SiteState.Good, SiteStates.Of([Look("a", 4, 1), Look("b", 0, 60)], atDesk: false, Now));
        Assert.Equal(SiteState.AtDesk, SiteStates.Of([Look("b", 0, 60)], atDesk: true, Now));
        Assert.Equal(SiteState.Silent, SiteStates.Of([], atDesk: false, Now));
        Assert.Equal(SiteState.Unreachable, SiteStates.Of([Look("a", 0, 1)], atDesk: true, Now));
        Assert.Equal(SiteState.Fair, SiteStates.Of([Look("a", 3, 1)], atDesk: true, Now));
    }

    [Fact]
    public void Rings_are_summed_up_by_the_day_on_which_they_began()
    {
        RingRow Ring(double hour, int? answeredAfter, OfferStatus status) => new(
            Now.AddHours(hour), answeredAfter is { } seconds ? Now.AddHours(hour).AddSeconds(seconds) : null, status);
        var days = RingDay.Of(
        [
            Ring(0, 4, OfferStatus.Accepted), Ring(1, 9, OfferStatus.Declined), Ring(2, null, OfferStatus.Expired),
            Ring(2, null, OfferStatus.Withdrawn), Ring(3, 20, OfferStatus.Released), Ring(-24, 7, OfferStatus.Accepted),
        ]);
        var start = new DateTimeOffset(2026, 11, 26, 16, 0, 0, TimeSpan.Zero);
        Assert.Equal([new(start.AddDays(-1), 1, 0, 0, 7, 7), new(start, 2, 1, 1, 9, 20)], days);
    }
}
