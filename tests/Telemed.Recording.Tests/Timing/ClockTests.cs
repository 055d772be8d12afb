using Telemed.Recording.Timing;

namespace Telemed.Recording.Tests.Timing;

/// <summary>Media clocks, wall clocks and networks that are all wrong, over long virtual times.</summary>
public sealed class ClockTests
{
    private const double Ms = 1e6;

    [Fact]
    public void Sound_and_picture_stay_together_for_an_hour_of_drift_and_jitter()
    {
        var link = new Link(1) { Jitter = 0.2, WallDrift = 40 };
        var audio = link.Track(48_000, 200, 3600, 0.02, delay: 0.03);
        var video = link.Track(90_000, -100, 3600, 0.04, delay: 0.09);
        var clocks = ClockFitter.Fit([audio, video]);

        var errors = Errors(link, clocks[audio], clocks[video], 3600, 200, -100);

        Assert.All(errors, error => Assert.InRange(error.Apart, -5 * Ms, 5 * Ms));
        Assert.InRange(errors.Max(error => error.Audio) - errors.Min(error => error.Audio), 0, 15 * Ms);
    }

    [Fact]
    public void A_step_of_the_senders_clock_moves_nothing()
    {
        var link = new Link(2) { Jitter = 0.1, Step = (60, 2.0) };
        var audio = link.Track(48_000, 0, 120, 0.02, delay: 0.03);
        var video = link.Track(90_000, 0, 120, 0.04, delay: 0.06);
        var clocks = ClockFitter.Fit([audio, video]);

        var errors = Errors(link, clocks[audio], clocks[video], 120, 0, 0);

        Assert.All(errors, error => Assert.InRange(error.Apart, -8 * Ms, 8 * Ms));
        Assert.All(errors, error => Assert.InRange(error.Audio, 20 * Ms, 60 * Ms));
    }

    [Fact]
    public void A_track_that_begins_after_the_step_belongs_to_the_others()
    {
        var link = new Link(3) { Jitter = 0.05, Step = (60, -3.0) };
        var audio = link.Track(48_000, 0, 120, 0.02, delay: 0.03);
        var video = link.Track(90_000, 0, 120, 0.04, delay: 0.06, from: 70);
        var clocks = ClockFitter.Fit([audio, video]);

        var errors = Errors(link, clocks[audio], clocks[video], 120, 0, 0, from: 75);

        Assert.All(errors, error => Assert.InRange(error.Apart, -8 * Ms, 8 * Ms));
    }

    [Fact]
    public void Most_reports_may_be_lost_and_some_be_nonsense()
    {
        var link = new Link(4) { Jitter = 0.1, ReportLoss = 0.8, Nonsense = 0.1 };
        var audio = link.Track(48_000, 100, 300, 0.02, delay: 0.03);
        var video = link.Track(90_000, 0, 300, 0.04, delay: 0.06);
        var clocks = ClockFitter.Fit([audio, video]);

        var errors = Errors(link, clocks[audio], clocks[video], 300, 100, 0);

        Assert.All(errors, error => Assert.InRange(error.Apart, -15 * Ms, 15 * Ms));
        Assert.True(clocks[audio].UsesReports);
    }

    [Fact]
    public void Without_reports_arrival_ties_the_clock()
    {
        var link = new Link(5) { Jitter = 0.2, ReportLoss = 1 };
        var audio = link.Track(48_000, 150, 600, 0.02, delay: 0.03);
        var clock = ClockFitter.Fit([audio])[audio];

        var errors = Errors(link, clock, clock, 600, 150, 150);

        Assert.False(clock.UsesReports);
        Assert.All(errors, error => Assert.InRange(error.Audio, 40 * Ms, 80 * Ms));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_media_clock_that_stood_still_while_nothing_was_sent_goes_on_at_the_right_time(double reportLoss)
    {
        var link = new Link(6) { Jitter = 0.05, ReportLoss = reportLoss };
        var audio = link.Track(48_000, 0, 120, 0.02, delay: 0.03, still: (50, 58));
        var clock = ClockFitter.Fit([audio])[audio];

        foreach (var at in (double[])[10, 49, 59, 80, 119])
        {
            var rtp = link.Rtp(48_000, 0, at > 58 ? at - 8 : at);
            Assert.InRange(clock.ToLocal(rtp) - (at * 1e9), 20 * Ms, 80 * Ms);
        }
    }

    [Fact]
    public void Nothing_is_mapped_behind_its_own_arrival()
    {
        var link = new Link(7) { Jitter = 0.3, WallDrift = -80 };
        var audio = link.Track(48_000, 300, 200, 0.02, delay: 0.03);
        var clock = ClockFitter.Fit([audio])[audio];

        Assert.All(audio.Arrivals, point => Assert.True(clock.ToLocal(point.RtpTime) <= point.ReceivedNs + Ms));
    }

    private static List<(double Audio, double Apart)> Errors(
        Link link, TrackClock audio, TrackClock video, int seconds, double audioDrift, double videoDrift, int from = 5)
    {
        var videoRate = audioDrift == videoDrift && ReferenceEquals(audio, video) ? 48_000 : 90_000;
        return
        [
            .. Enumerable.Range(from, seconds - from - 2).Select(at =>
            {
                var sound = audio.ToLocal(link.Rtp(48_000, audioDrift, at)) - (at * 1e9);
                var picture = video.ToLocal(link.Rtp(videoRate, videoDrift, at)) - (at * 1e9);
                return (sound, sound - picture);
            }),
        ];
    }

    /// <summary>A sender and the network between it and us; instants are true seconds.</summary>
    private sealed class Link(int seed)
    {
        private readonly Random _random = new(seed);

        public double Jitter { get; init; }

        public double WallDrift { get; init; }

        public (double At, double By)? Step { get; init; }

        public double ReportLoss { get; init; }

        public double Nonsense { get; init; }

        public long Rtp(int rate, double drift, double at) => 1_000_000 + (long)Math.Round(at * rate * (1 + (drift * 1e-6)));

        public TrackTiming Track(
            int rate, double drift, double seconds, double interval, double delay, double from = 0, (double From, double To)? still = null)
        {
            var timing = new TrackTiming(rate);
            var packets = new List<(double Arrives, long Rtp)>();
            for (var at = from; at < seconds; at += interval)
            {
                var inStill = still is { } gap && at >= gap.From && at < gap.To;
                if (!inStill)
                {
                    packets.Add((at + delay + 0.02 + (_random.NextDouble() * Jitter), Rtp(rate, drift, Media(at, still))));
                }
            }

            foreach (var (arrives, rtp) in packets.OrderBy(packet => packet.Arrives))
            {
                timing.Add(rtp, (long)(arrives * 1e9));
            }

            Reports(timing, rate, drift, seconds, from, still);
            return timing;
        }

        private void Reports(
            TrackTiming timing, int rate, double drift, double seconds, double from, (double From, double To)? still)
        {
            for (var at = from + 0.3; at < seconds; at += 1.0 + _random.NextDouble())
            {
                var noise = (_random.NextDouble() * 0.006) - 0.003;
                var off = _random.NextDouble() < Nonsense ? (_random.NextDouble() * 2000) - 1000 : 0;
                var stepped = Step is { } step && at >= step.At ? step.By : 0;
                var wall = 1e5 + at + (at * WallDrift * 1e-6) + stepped + noise + off;
                if (_random.NextDouble() >= ReportLoss && !(still is { } gap && at >= gap.From && at < gap.To))
                {
                    var arrives = at + 0.02 + (_random.NextDouble() * Jitter);
                    timing.Add(new ReportPoint(
                        Rtp(rate, drift, Media(at, still)), (long)(wall * 1e9), (long)(arrives * 1e9)));
                }
            }
        }

        private static double Media(double at, (double From, double To)? still) =>
            still is { } gap && at >= gap.To ? at - (gap.To - gap.From) : at;
    }
}
