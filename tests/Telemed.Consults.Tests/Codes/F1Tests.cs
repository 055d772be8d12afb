using Telemed.Consults.Consults;
using Telemed.Consults.Ids;

namespace Telemed.Consults.Tests.Codes;

/// <summary>F1: a specialist who does not answer: each ring ends at its instant, by a clock that fires once.</summary>
public sealed class F1Tests
{
    [Fact]
    public void A_ring_ends_at_its_instant_and_not_before()
    {
        var offered = (ConsultState.Offered)Cases.Offered();
        var clock = ConsultClocks.Of(offered)!;
        var early = new ConsultCommand.FireClock(PersonId.System, clock.DueAt.AddMilliseconds(-1), clock);
        var other = new ConsultCommand.FireClock(PersonId.System, clock.DueAt, clock with { Kind = ClockKind.Join });

        Assert.Equal("clock-stale", Tell.Code(Cases.Decider.Decide(offered, early)));
        Assert.Equal("clock-stale", Tell.Code(Cases.Decider.Decide(offered, other)));
        var after = Cases.After<ConsultState.Dispatching>(offered, Cases.Clock(offered));
        Assert.Equal(OfferStatus.Expired, after.File.FindOffer(Cases.OfferOne)!.Status);
    }
}
