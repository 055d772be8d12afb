using Telemed.Rtc.Bwe;
using Telemed.Rtc.Rtcp;
using Telemed.Rtc.Time;
using Telemed.TestKit.Bwe;
using Telemed.TestKit.Network;

namespace Telemed.Rtc.Tests.Bwe;

public sealed class SendSideEstimatorTests(ITestOutputHelper output)
{
    private static readonly Bitrate Voice = new(40_000);

    [Fact]
    public void A_good_link_is_found_within_a_second()
    {
        var world = World(new() { BitsPerSecond = 20_000_000, Delay = Milliseconds(10) }, Milliseconds(10));
        var flow = world.Add(new() { AudioRate = Voice });

        world.Run(TimeSpan.FromSeconds(1));

        Show(world);
        Assert.True(flow.Estimator.Estimate >= new Bitrate(1_200_000), $"{flow.Estimator.Estimate}");
    }

    [Theory]
    [InlineData(64)]
    [InlineData(100)]
    [InlineData(250)]
    [InlineData(500)]
    [InlineData(1000)]
    public void A_narrow_link_is_used_and_not_flooded(int kilobits)
    {
        var world = World(new() { BitsPerSecond = kilobits * 1000, Delay = Milliseconds(100), QueueBytes = 64 << 10 }, Milliseconds(100));
        var flow = world.Add(new() { AudioRate = new(30_000), Least = new(10_000) });

        world.Run(TimeSpan.FromSeconds(60));

        Show(world);
        var late = Late(flow, 20);
        var link = new Bitrate(kilobits * 1000);
        Assert.InRange(Mean(late, one => one.Arrived) / link.BitsPerSecond, 0.6, 1.0);
        var delays = late.Select(one => one.Delay.TotalMilliseconds).Order().ToList();
        Assert.InRange(delays[(int)(delays.Count * 0.9)], 100, 450);
        Assert.DoesNotContain(flow.Samples, one => one.IsContested);
    }

    [Theory]
    [InlineData(0.2, 0)]
    [InlineData(0.2, 0.3)]
    [InlineData(0.05, 0)]
    public void Loss_that_does_not_come_of_the_rate_costs_little_of_it(double loss, double leave)
    {
        var conditions = new LinkConditions { BitsPerSecond = 600_000, Delay = Milliseconds(100) };
        conditions = leave == 0
            ? conditions with { Loss = loss }
            : conditions with { Bursts = new(leave * loss / (1 - loss), leave) };
        var world = World(conditions, Milliseconds(100));
        var flow = world.Add(new() { AudioRate = Voice });

        world.Run(TimeSpan.FromSeconds(60));

        Show(world);
        Assert.InRange(Mean(Late(flow, 20), one => one.Estimate), 330_000, 700_000);
    }

    [Fact]
    public void A_link_that_drops_what_exceeds_its_rate_is_not_flooded_though_it_delays_nothing()
    {
        var world = World(new() { BitsPerSecond = 400_000, Delay = Milliseconds(50), QueueBytes = 3000 }, Milliseconds(50));
        var flow = world.Add(new() { AudioRate = Voice });

        world.Run(TimeSpan.FromSeconds(60));

        Show(world);
        Assert.InRange(Mean(Late(flow, 20), one => one.Estimate), 200_000, 520_000);
        Assert.InRange(flow.Estimator.Loss, 0, 0.12);
    }

    [Fact]
    public void A_link_that_becomes_narrow_is_drained_within_three_seconds_and_found_again()
    {
        var wide = new LinkConditions { BitsPerSecond = 1_000_000, Delay = Milliseconds(50), QueueBytes = 64 << 10 };
        var world = World(wide, Milliseconds(50));
        var flow = world.Add(new() { AudioRate = Voice });
        world.Time.At(MonotonicTime.FromMilliseconds(30_000), () => world.Forward.Conditions = wide with { BitsPerSecond = 150_000 });
        world.Time.At(MonotonicTime.FromMilliseconds(60_000), () => world.Forward.Conditions = wide);

        world.Run(TimeSpan.FromSeconds(90));

        Show(world);
        var before = Mean(Between(flow, 20, 30), one => one.Arrived);
        Assert.InRange(before, 700_000, 1_000_000);
        Assert.All(Between(flow, 33, 36), one => Assert.InRange(one.Delay.TotalMilliseconds, 0, 250));
        Assert.InRange(Mean(Between(flow, 40, 60), one => one.Arrived), 90_000, 150_000);
        var back = flow.Samples.First(one => one.At.Milliseconds > 60_500 && one.Arrived.BitsPerSecond >= 0.8 * before);
        Assert.InRange(back.At.Milliseconds, 60_000, 80_000);
        Assert.DoesNotContain(flow.Samples, one => one.IsContested);
    }

    [Fact]
    public void Reports_of_packets_that_were_never_sent_and_reports_told_twice_change_nothing()
    {
        var plain = new SendSideEstimator(canProbe: false);
        var harassed = new SendSideEstimator(canProbe: false);
        var recorder = new TransportFeedbackRecorder();
        var stranger = new TransportFeedbackRecorder();
        var buffer = new byte[TransportFeedbackRecorder.MaxPacketLength];
        for (var ms = 0; ms < 20_000; ms += 10)
        {
            var now = MonotonicTime.FromMilliseconds(ms);
            var number = plain.NoteSent(now, 300);
            Assert.Equal(number, harassed.NoteSent(now, 300));
            recorder.Note(now + Milliseconds(50), number);
            stranger.Note(now, (ushort)(number + 20_000));
            while (recorder.Deadline <= now && recorder.TryBuild(buffer, new(1), new(2), out var length))
            {
                Tell(plain, now, buffer.AsSpan(0, length));
                Tell(harassed, now, buffer.AsSpan(0, length));
                Tell(harassed, now, buffer.AsSpan(0, length));
            }

            while (stranger.Deadline <= now && stranger.TryBuild(buffer, new(1), new(2), out var length))
            {
                Tell(harassed, now, buffer.AsSpan(0, length));
            }
        }

        Assert.True(plain.Estimate > SendSideEstimator.Start);
        Assert.Equal(plain.Estimate, harassed.Estimate);
        Assert.Equal(plain.Loss, harassed.Loss);
        Assert.Equal(plain.QueueDelay, harassed.QueueDelay);
    }

    [Fact]
    public void Whatever_a_report_says_the_estimate_stays_within_its_bounds()
    {
        var random = new Random(9);
        var estimator = new SendSideEstimator(canProbe: true);
        estimator.Begin(default);
        var report = new byte[64];
        for (var ms = 0; ms < 60_000; ms += 5)
        {
            var now = MonotonicTime.FromMilliseconds(ms);
            estimator.NoteSent(now, random.Next(20, 1400));
            random.NextBytes(report);
            (report[0], report[1], report[2], report[3]) = (0x8F, 205, 0, 15);
            // Near what was sent, so that some of it means something.
            var number = (ushort)((ms / 5) - random.Next(60));
            (report[12], report[13], report[14], report[15]) = ((byte)(number >> 8), (byte)number, 0, (byte)random.Next(1, 60));
            Tell(estimator, now, report);
            estimator.HandleTimeout(now);
            Assert.InRange(estimator.Estimate.BitsPerSecond, SendSideEstimator.Floor.BitsPerSecond, long.MaxValue);
            Assert.InRange(estimator.Loss, 0, 1);
        }
    }

    private static void Tell(SendSideEstimator estimator, MonotonicTime now, ReadOnlySpan<byte> report)
    {
        Assert.True(RtcpCompound.TryParse(report, out var compound));
        foreach (var packet in compound)
        {
            if (TransportFeedback.TryParse(packet, out var feedback))
            {
                estimator.TakeFeedback(now, feedback);
            }
        }
    }

    private static TimeSpan Milliseconds(double count) => TimeSpan.FromMilliseconds(count);

    private static BottleneckWorld World(LinkConditions forward, TimeSpan back)
    {
        var world = new BottleneckWorld(5) { Back = new() { Delay = back } };
        world.Forward.Conditions = forward;
        return world;
    }

    private static List<FlowSample> Late(MediaFlow flow, int seconds) => Between(flow, seconds, int.MaxValue / 1000);

    private static List<FlowSample> Between(MediaFlow flow, int from, int to) =>
        [.. flow.Samples.Where(one => one.At.Milliseconds >= from * 1000L && one.At.Milliseconds < to * 1000L)];

    private static double Mean(IEnumerable<FlowSample> samples, Func<FlowSample, Bitrate> value) =>
        samples.Average(one => (double)value(one).BitsPerSecond);

    private void Show(BottleneckWorld world)
    {
        foreach (var flow in world.Flows)
        {
            foreach (var one in flow.Samples.Where((_, index) => index % 10 == 0))
            {
                output.WriteLine(
                    $"{one.At.Milliseconds / 1000.0,6:0.0} s  estimate {one.Estimate.Kilobits,6:0}  arrived {one.Arrived.Kilobits,6:0}  "
                    + $"delay {one.Delay.TotalMilliseconds,5:0} ms  loss {one.Loss:0.00}");
            }
        }
    }
}
