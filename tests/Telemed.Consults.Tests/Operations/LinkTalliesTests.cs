using Telemed.Consults.Operations;

namespace Telemed.Consults.Tests.Operations;

public sealed class LinkTalliesTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(50, 0)]
    [InlineData(50.1, 1)]
    [InlineData(300, 4)]
    [InlineData(1999, 7)]
    [InlineData(90_000, 7)]
    public void A_round_trip_falls_into_the_step_whose_edge_it_does_not_exceed(double milliseconds, int step) =>
        Assert.Equal(step, LinkScale.Trip.StepOf(milliseconds));

    [Fact]
    public void Shares_are_read_off_the_steps_and_the_mean_off_the_sum()
    {
        var links = new LinkTallies();
        for (var i = 0; i < 19; i++)
        {
            links.Add(new(0.4, 80, 8, 5));
        }

        links.Add(new(25, null, 300, 1));

        Assert.Equal(20, links.Score.Number);
        Assert.Equal(19, links.Trip.Number);
        Assert.Equal(5, links.Score.Quantile(0.5));
        Assert.Equal(1, links.Score.Quantile(0.05));
        Assert.Equal(5, links.Loss.Quantile(0.95));
        Assert.Equal(1000, links.Loss.Quantile(0.96));
        Assert.Equal(4.8, links.Score.Mean);
        Assert.Equal(80, links.Trip.Mean);
    }

    [Fact]
    public void Nothing_measured_has_neither_shares_nor_a_mean()
    {
        var links = new LinkTallies();
        Assert.Null(links.Trip.Mean);
        Assert.Null(links.Trip.Quantile(0.5));
    }

    [Fact]
    public void Two_tallies_added_up_are_the_tally_of_everything()
    {
        var random = new Random(7);
        LinkTallies first = new(), second = new(), whole = new();
        for (var i = 0; i < 500; i++)
        {
            var sample = new LinkSample(random.NextDouble() * 30, random.Next(0, 3_000), random.Next(0, 600), random.Next(0, 6));
            (i % 3 == 0 ? first : second).Add(sample);
            whole.Add(sample);
        }

        foreach (var (mine, theirs) in first.All.Zip(second.All))
        {
            mine.Add(theirs.Counts, theirs.Sum);
        }

        Assert.All(first.All.Zip(whole.All), pair =>
        {
            Assert.Equal(pair.Second.Counts, pair.First.Counts);
            Assert.Equal(pair.Second.Sum, pair.First.Sum);
        });
    }

    [Fact]
    public void A_day_begins_at_midnight_of_UTC_plus_8_and_an_hour_at_its_minute_0()
    {
        var at = new DateTimeOffset(2026, 11, 26, 16, 20, 0, TimeSpan.Zero);
        Assert.Equal(new DateTimeOffset(2026, 11, 26, 16, 0, 0, TimeSpan.Zero), LinkSpans.StartOf(LinkGrain.Day, at));
        Assert.Equal(new DateTimeOffset(2026, 11, 26, 16, 0, 0, TimeSpan.Zero), LinkSpans.StartOf(LinkGrain.Hour, at));
        Assert.Equal(new DateTimeOffset(2026, 11, 25, 16, 0, 0, TimeSpan.Zero), LinkSpans.StartOf(LinkGrain.Day, at.AddHours(-1)));
    }
}
