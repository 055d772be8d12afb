using Telemed.TestKit.Bwe;

namespace Telemed.Rtc.Tests.Bwe;

/// <summary>
/// The test cases of RFC 8867 section 5, with the shape that each one expects. The runs are those of
/// <see cref="Rfc8867Cases"/>; set TELEMED_PLOTS to a directory and they are drawn there.
/// </summary>
public sealed class Rfc8867Tests
{
    [Fact]
    public void Section_5_1_One_flow_follows_a_path_that_changes()
    {
        var world = Run(Rfc8867Cases.VariableCapacity());

        var flow = world.Flows[0];
        AssertUse(flow, 20, 40, 1000, 0.65);
        AssertUse(flow, 50, 60, 1500, 0.6); // the path has 2.5 Mbit/s, the source 1.5
        AssertUse(flow, 67, 80, 600, 0.6);
        AssertUse(flow, 90, 100, 1000, 0.6);
        AssertQueue(flow, 64, 80, 150);
        Assert.InRange(flow.Estimator.Loss, 0, 0.03);
    }

    [Fact]
    public void Section_5_2_Two_flows_share_a_path_that_changes()
    {
        var world = Run(Rfc8867Cases.VariableCapacityTwoFlows());

        AssertShared(world, 10, 25, 2000, 0.5);
        AssertShared(world, 35, 50, 1000, 0.55);
        AssertShared(world, 60, 75, 1750, 0.5);
        AssertShared(world, 85, 100, 500, 0.55);
        AssertShared(world, 110, 125, 1000, 0.5);
        Assert.InRange(Fairness(world, 30, 125), 0.8, 1);
    }

    [Fact]
    public void Section_5_3_A_congested_way_back_of_the_reports_does_not_stop_the_flow()
    {
        var world = Run(Rfc8867Cases.CongestedFeedback());

        var flow = world.Flows[0];
        AssertUse(flow, 10, 20, 1500, 0.6);
        AssertUse(flow, 45, 60, 500, 0.5);
        AssertUse(flow, 85, 100, 1500, 0.5);
    }

    [Fact]
    public void Section_5_4_Three_flows_of_one_kind_come_to_fair_shares()
    {
        var world = Run(Rfc8867Cases.CompetingFlows());

        AssertShared(world, 60, 120, 3500, 0.55);
        Assert.InRange(Fairness(world, 70, 120), 0.85, 1);
    }

    [Fact]
    public void Section_5_5_Flows_of_different_round_trips_all_get_something()
    {
        var world = Run(Rfc8867Cases.RoundTripFairness());

        AssertShared(world, 100, 200, 4000, 0.5);
        Assert.InRange(Fairness(world, 100, 200), 0.7, 1);
        Assert.All(world.Flows, flow => Assert.InRange(Kilobits(flow, 100, 200), 150, 1500));
    }

    [Fact]
    public void Section_5_6_Beside_a_long_tcp_flow_there_is_a_share_for_both()
    {
        var world = Run(Rfc8867Cases.LongTcp(out var tcp));

        Assert.InRange(Kilobits(world.Flows[0], 20, 60), 400, 1300);
        Assert.InRange(Kilobits(world.Flows[0], 60, 120), 600, 1300);
        Assert.InRange(tcp.Arrived * 8 / 115_000.0, 600, 1400);
    }

    [Fact]
    public void When_the_tcp_flow_is_done_the_queue_goes_and_the_link_is_the_media_flows()
    {
        var world = Rfc8867Cases.LongTcp(out var tcp, bytes: 5_000_000).Play();

        Assert.True(tcp.IsDone);
        var flow = world.Flows[0];
        Assert.Contains(Between(flow, 10, 60), one => one.IsContested);
        Assert.DoesNotContain(Between(flow, 80, 120), one => one.IsContested);
        AssertUse(flow, 90, 120, 1500, 0.8);
        AssertQueue(flow, 80, 120, 60);
    }

    [Fact]
    public void Flows_of_ones_own_kind_and_a_link_that_changes_are_never_taken_for_such_a_queue()
    {
        Rfc8867Case[] cases =
        [
            Rfc8867Cases.VariableCapacity(), Rfc8867Cases.VariableCapacityTwoFlows(), Rfc8867Cases.CongestedFeedback(),
            Rfc8867Cases.CompetingFlows(), Rfc8867Cases.RoundTripFairness(), Rfc8867Cases.PauseAndResume(),
        ];

        Assert.All(cases, one => Assert.All(
            one.Play().Flows, flow => Assert.DoesNotContain(flow.Samples, sample => sample.IsContested)));
    }

    [Fact]
    public void Section_5_7_Short_tcp_flows_come_and_go_and_the_media_flow_lives()
    {
        var world = Run(Rfc8867Cases.ShortTcp(out var transfers));

        Assert.InRange(Kilobits(world.Flows[0], 20, 120), 250, 2000);
        Assert.All(transfers, transfer => Assert.True(transfer.IsDone));
    }

    [Fact]
    public void Section_5_8_A_flow_that_paused_is_back_soon_and_the_others_make_room()
    {
        var world = Run(Rfc8867Cases.PauseAndResume());

        AssertShared(world, 46, 60, 3500, 0.5);
        Assert.InRange(Kilobits(world.Flows[0], 65, 75), 300, 1500);
        Assert.InRange(Fairness(world, 75, 120), 0.8, 1);
    }

    private static BottleneckWorld Run(Rfc8867Case test)
    {
        var world = test.Play();
        if (Environment.GetEnvironmentVariable("TELEMED_PLOTS") is { Length: > 0 } directory)
        {
            File.WriteAllText(Path.Combine(directory, test.Name + ".svg"), FlowPlot.Draw(test.Title, world));
        }

        return world;
    }

    private static void AssertUse(MediaFlow flow, int from, int to, double capacity, double least)
    {
        Assert.InRange(Kilobits(flow, from, to), capacity * least, capacity * 1.02);
    }

    private static void AssertShared(BottleneckWorld world, int from, int to, double capacity, double least) =>
        Assert.InRange(world.Flows.Sum(flow => Kilobits(flow, from, to)), capacity * least, capacity * 1.02);

    private static void AssertQueue(MediaFlow flow, int from, int to, double milliseconds)
    {
        var delays = Between(flow, from, to).Select(one => one.Delay.TotalMilliseconds - 50).Order().ToList();
        Assert.InRange(delays[(int)(delays.Count * 0.9)], 0, milliseconds);
    }

    /// <summary>Jain's index: 1 for equal shares, 1/n when one has all.</summary>
    private static double Fairness(BottleneckWorld world, int from, int to)
    {
        var rates = world.Flows.Select(flow => Kilobits(flow, from, to)).ToList();
        return Math.Pow(rates.Sum(), 2) / (rates.Count * rates.Sum(rate => rate * rate));
    }

    private static double Kilobits(MediaFlow flow, int from, int to) =>
        Between(flow, from, to).Average(one => one.Arrived.Kilobits);

    private static IEnumerable<FlowSample> Between(MediaFlow flow, int from, int to) =>
        flow.Samples.Where(one => one.At.Milliseconds >= from * 1000L && one.At.Milliseconds < to * 1000L);
}
