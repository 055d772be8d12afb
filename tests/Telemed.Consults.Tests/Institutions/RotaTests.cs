using Telemed.Consults.Ids;
using Telemed.Consults.Institutions;

namespace Telemed.Consults.Tests.Institutions;

/// <summary>Who is on call when: weekly blocks of a pair, days off, substitutions.</summary>
public sealed class RotaTests
{
    private static readonly PersonId Zhao = new("p-zhao-wei");
    private static readonly PersonId Chen = new("p-chen-jing");
    private static readonly ServiceCode Cardiology = new("cardiology");
    private static readonly InstitutionId East = new("clinic-east");

    [Theory]
    [InlineData("2026-03-03T08:00:00+08:00", "clinic-east", true)]
    [InlineData("2026-03-03T12:29:59+08:00", "clinic-east", true)]
    [InlineData("2026-03-03T12:30:00+08:00", "clinic-east", false)]
    [InlineData("2026-03-03T07:59:59+08:00", "clinic-east", false)]
    [InlineData("2026-03-04T09:00:00+08:00", "clinic-east", false)]
    [InlineData("2026-03-03T09:00:00+08:00", "clinic-west", false)]
    [InlineData("2026-03-10T00:30:00Z", "clinic-east", true)]
    public void A_clinic_day_of_a_pair_holds_for_that_pair_each_week_by_the_local_clock(string at, string asking, bool onCall)
    {
        var network = With(new([new(Chen, Cardiology, DayOfWeek.Tuesday, new(8, 0), new(12, 30), East)], [], []));

        Assert.Equal(onCall, network.IsOnCall(Chen, Cardiology, DateTimeOffset.Parse(at), new(asking)));
        Assert.False(network.IsOnCall(Chen, new("neurology"), DateTimeOffset.Parse(at), new(asking)));
    }

    [Fact]
    public void A_block_until_midnight_lasts_to_the_end_of_the_day()
    {
        var network = With(new([new(Chen, Cardiology, DayOfWeek.Tuesday, new(20, 0), TimeOnly.MinValue, null)], [], []));

        Assert.True(network.IsOnCall(Chen, Cardiology, DateTimeOffset.Parse("2026-03-03T23:59:59+08:00")));
        Assert.False(network.IsOnCall(Chen, Cardiology, DateTimeOffset.Parse("2026-03-04T00:00:00+08:00")));
    }

    [Fact]
    public void A_day_off_beats_the_rota_and_a_substitute_takes_the_duties_and_no_others()
    {
        var network = With(new(
            [],
            [new(Zhao, new(2026, 3, 3), new(2026, 3, 3))],
            [new(Zhao, Chen, new(2026, 3, 3), new(2026, 3, 3))]));
        var (off, after) = (DateTimeOffset.Parse("2026-03-03T10:00:00+08:00"), DateTimeOffset.Parse("2026-03-04T10:00:00+08:00"));

        Assert.False(network.IsOnCall(Zhao, Cardiology, off));
        Assert.True(network.IsOnCall(Chen, Cardiology, off));
        Assert.True(network.IsOnCall(Chen, new("emergency"), off));
        Assert.False(network.IsOnCall(Chen, new("neurology"), off));
        Assert.True(network.IsOnCall(Zhao, Cardiology, after));
        Assert.False(network.IsOnCall(Chen, Cardiology, after));
    }

    private static Network With(RotaRules rules)
    {
        var demo = DemoNetwork.Build(Cases.T0);
        return new(demo.Institutions, demo.Services, demo.People, demo.Rota, rules);
    }
}
