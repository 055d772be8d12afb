using Telemed.Rtc.Time;
using Telemed.TestKit.Network;

namespace Telemed.TestKit.Bwe;

/// <summary>
/// The test cases of RFC 8867 section 5: a drop-tail queue of 300 ms, 50 ms one way, sources of at most 1.5 Mbit/s.
/// </summary>
public static class Rfc8867Cases
{
    private const int Seed = 8867;
    private const double QueueSeconds = 0.3;
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(50);

    /// <summary>Section 5.1.</summary>
    public static Rfc8867Case VariableCapacity()
    {
        var world = World(1000, (40, 2500), (60, 600), (80, 1000));
        Add(world, "flow 1");
        return new("rfc8867-5-1", "RFC 8867, 5.1: variable capacity, one flow", world, TimeSpan.FromSeconds(100));
    }

    /// <summary>Section 5.2.</summary>
    public static Rfc8867Case VariableCapacityTwoFlows()
    {
        var world = World(2000, (25, 1000), (50, 1750), (75, 500), (100, 1000));
        Add(world, "flow 1");
        Add(world, "flow 2");
        return new("rfc8867-5-2", "RFC 8867, 5.2: variable capacity, two flows", world, TimeSpan.FromSeconds(125));
    }

    /// <summary>
    /// Section 5.3, seen from one end: the way back is congested between 35 and 70 s, so that reports come late and some
    /// do not come.
    /// </summary>
    public static Rfc8867Case CongestedFeedback()
    {
        var world = World(2000, (20, 1000), (40, 500), (60, 2000));
        var calm = world.Back;
        world.Time.At(At(35), () => world.Back = calm with { Delay = Delay * 3, Jitter = Delay, Loss = 0.1 });
        world.Time.At(At(70), () => world.Back = calm);
        Add(world, "flow 1");
        return new("rfc8867-5-3", "RFC 8867, 5.3: congested feedback", world, TimeSpan.FromSeconds(100));
    }

    /// <summary>Section 5.4.</summary>
    public static Rfc8867Case CompetingFlows()
    {
        var world = World(3500);
        Add(world, "flow 1");
        Add(world, "flow 2", 20);
        Add(world, "flow 3", 40);
        return new("rfc8867-5-4", "RFC 8867, 5.4: competing flows", world, TimeSpan.FromSeconds(120));
    }

    /// <summary>Section 5.5; its 300 s cut to 200.</summary>
    public static Rfc8867Case RoundTripFairness()
    {
        var world = World(4000);
        double[] delays = [10, 25, 50, 100, 150];
        world.Forward.Conditions = world.Forward.Conditions with { Delay = TimeSpan.Zero };
        world.Back = world.Back with { Delay = TimeSpan.Zero };
        for (var i = 0; i < delays.Length; i++)
        {
            Add(world, $"{delays[i] * 2:0} ms", i * 10, TimeSpan.FromMilliseconds(delays[i]));
        }

        return new("rfc8867-5-5", "RFC 8867, 5.5: round-trip fairness", world, TimeSpan.FromSeconds(200));
    }

    /// <summary>Section 5.6; its TCP flow without end, or of so many bytes.</summary>
    public static Rfc8867Case LongTcp(out TcpFlow tcp, long? bytes = null)
    {
        var world = World(2000);
        Add(world, "flow 1");
        tcp = world.AddTcp(At(5), bytes);
        return new("rfc8867-5-6", "RFC 8867, 5.6: a long TCP flow", world, TimeSpan.FromSeconds(120));
    }

    /// <summary>Section 5.7: transfers of 30 to 300 kB every few seconds.</summary>
    public static Rfc8867Case ShortTcp(out IReadOnlyList<TcpFlow> transfers)
    {
        var world = World(2000);
        Add(world, "flow 1");
        var random = new Random(Seed);
        List<TcpFlow> all = [];
        for (var at = 5.0; at < 110; at += 2 + (6 * random.NextDouble()))
        {
            all.Add(world.AddTcp(MonotonicTime.FromMilliseconds((long)(at * 1000)), random.Next(30_000, 300_000)));
        }

        transfers = all;
        return new("rfc8867-5-7", "RFC 8867, 5.7: short TCP flows", world, TimeSpan.FromSeconds(120));
    }

    /// <summary>Section 5.8.</summary>
    public static Rfc8867Case PauseAndResume()
    {
        var world = World(3500);
        var first = Add(world, "flow 1 (paused 40 to 60 s)");
        Add(world, "flow 2");
        Add(world, "flow 3");
        world.Time.At(At(40), () => first.IsSending = false);
        world.Time.At(At(60), () => first.IsSending = true);
        return new("rfc8867-5-8", "RFC 8867, 5.8: pause and resume", world, TimeSpan.FromSeconds(120));
    }

    private static MonotonicTime At(int seconds) => MonotonicTime.FromMilliseconds(seconds * 1000L);

    private static MediaFlow Add(BottleneckWorld world, string name, int startsAt = 0, TimeSpan extra = default) =>
        world.Add(new()
        {
            Name = name,
            StartAt = At(startsAt),
            ExtraDelay = extra,
            Most = new(1_500_000),
            Random = new(Seed + world.Flows.Count),
        });

    private static BottleneckWorld World(int kilobits, params (int Second, int Kilobits)[] changes)
    {
        var world = new BottleneckWorld(Seed) { Back = new() { Delay = Delay } };
        world.Forward.Conditions = Path(kilobits);
        foreach (var (second, rate) in changes)
        {
            world.Time.At(At(second), () => world.Forward.Conditions = Path(rate));
        }

        return world;
    }

    private static LinkConditions Path(int kilobits) => new()
    {
        BitsPerSecond = kilobits * 1000L,
        Delay = Delay,
        QueueBytes = (int)(kilobits * 1000 / 8 * QueueSeconds),
    };
}
