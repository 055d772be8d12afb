using Telemed.Rtc.Time;
using Telemed.TestKit.Network;

namespace Telemed.Rtc.Tests.Network;

/// <summary>The emulator that the other tests rest on does what it says.</summary>
public sealed class EmulatedLinkTests
{
    [Fact]
    public void Perfect_link_delivers_at_once_and_in_order()
    {
        var link = new EmulatedLink<int>(1);
        for (var i = 0; i < 10; i++)
            link.Send(default, i, 100);

        Assert.Equal(Enumerable.Range(0, 10), Drain(link, default).Select(arrived => arrived.Item));
    }

    [Fact]
    public void Bandwidth_spaces_datagrams_and_counts_headers()
    {
        var link = new EmulatedLink<int>(1) { Conditions = new() { BitsPerSecond = 80_000, Delay = Milliseconds(5) } };
        for (var i = 0; i < 3; i++)
            link.Send(default, i, 72);

        Assert.Equal([15L, 25, 35], Drain(link, Second).Select(arrived => arrived.At.Milliseconds));
    }

    [Fact]
    public void Full_queue_drops_what_comes_on_top()
    {
        var link = new EmulatedLink<int>(1) { Conditions = new() { BitsPerSecond = 80_000, QueueBytes = 350 } };
        for (var i = 0; i < 5; i++)
            link.Send(default, i, 72);

        Assert.Equal(2, link.Statistics.QueueDrops);
        Assert.Equal(3, Drain(link, Second).Count);
    }

    [Fact]
    public void Loss_is_as_frequent_as_asked()
    {
        var link = new EmulatedLink<int>(2) { Conditions = new() { Loss = 0.2 } };
        for (var i = 0; i < 20_000; i++)
            link.Send(default, i, 100);

        Assert.InRange(link.Statistics.Lost, 3_800, 4_200);
    }

    [Fact]
    public void Bursts_are_as_long_and_as_frequent_as_asked()
    {
        var link = new EmulatedLink<int>(3) { Conditions = new() { Bursts = new(0.05, 0.2) } };
        for (var i = 0; i < 50_000; i++)
            link.Send(default, i, 100);
        var arrived = Drain(link, default).Select(item => item.Item).ToList();
        var bursts = arrived.Zip(arrived.Skip(1), (a, b) => b - a - 1).Where(gap => gap > 0).ToList();

        Assert.InRange(bursts.Average(), 4.5, 5.5);
        Assert.InRange(link.Statistics.Lost / 50_000.0, 0.18, 0.22);
    }

    [Fact]
    public void Jitter_spreads_but_keeps_the_order()
    {
        var link = new EmulatedLink<int>(4) { Conditions = new() { Delay = Milliseconds(10), Jitter = Milliseconds(30) } };
        for (var i = 0; i < 200; i++)
            link.Send(MonotonicTime.FromMilliseconds(i), i, 100);
        var arrived = Drain(link, Second);

        Assert.Equal(Enumerable.Range(0, 200), arrived.Select(item => item.Item));
        Assert.All(arrived, item => Assert.InRange(item.At.Milliseconds - item.Item, 10, 40));
        Assert.True(arrived.Select(item => item.At.Milliseconds - item.Item).Distinct().Count() > 10);
    }

    [Fact]
    public void Reordered_datagrams_are_overtaken()
    {
        var link = new EmulatedLink<int>(5) { Conditions = new() { Reorder = 0.1, ReorderDelay = Milliseconds(10) } };
        for (var i = 0; i < 1_000; i++)
            link.Send(MonotonicTime.FromMilliseconds(i), i, 100);
        var arrived = Drain(link, MonotonicTime.FromMilliseconds(5_000)).Select(item => item.Item).ToList();

        Assert.Equal(1_000, arrived.Count);
        Assert.InRange(arrived.Zip(arrived.Skip(1), (a, b) => b < a ? 1 : 0).Sum(), 60, 130);
    }

    [Fact]
    public void Duplicates_and_outages_do_what_they_say()
    {
        var link = new EmulatedLink<int>(6) { Conditions = new() { Duplicate = 1 } };
        link.Send(default, 1, 100);
        link.Conditions = new() { Outage = true };
        link.Send(default, 2, 100);

        Assert.Equal([1, 1], Drain(link, default).Select(arrived => arrived.Item));
        Assert.Equal(1, link.Statistics.Lost);
    }

    private static readonly MonotonicTime Second = MonotonicTime.FromMilliseconds(1_000);

    private static TimeSpan Milliseconds(int count) => TimeSpan.FromMilliseconds(count);

    private static List<(int Item, MonotonicTime At)> Drain(EmulatedLink<int> link, MonotonicTime until)
    {
        var arrived = new List<(int, MonotonicTime)>();
        while (link.NextArrival <= until)
        {
            var at = link.NextArrival;
            Assert.True(link.TryReceive(at, out var item));
            arrived.Add((item, at));
        }

        return arrived;
    }
}
