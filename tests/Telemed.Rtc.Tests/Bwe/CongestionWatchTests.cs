using Telemed.Rtc.Bwe;
using Telemed.Rtc.Time;

namespace Telemed.Rtc.Tests.Bwe;

public sealed class CongestionWatchTests
{
    private static readonly Bitrate Room = new(1_000_000);
    private CongestionWatch _watch = new();
    private MonotonicTime _now = MonotonicTime.FromMilliseconds(10_000);

    [Fact]
    public void A_queue_that_stands_for_a_quarter_of_a_second_is_evidence()
    {
        Assert.False(Report(120));
        Assert.False(Report(120));
        Assert.False(_watch.IsCongested);

        Assert.True(Report(120));

        Assert.True(_watch.IsCongested);
    }

    [Fact]
    public void A_long_queue_is_evidence_at_once_unless_it_falls_within_the_report_and_a_shorter_one_that_leaps()
    {
        Assert.True(Report(120, growthMs: 60));

        _watch = new();
        Assert.False(Report(400, growthMs: -100));

        Assert.True(Report(250));
    }

    [Fact]
    public void Delays_that_come_and_go_are_none()
    {
        for (var i = 0; i < 100; i++)
        {
            Assert.False(Report(i % 3 == 0 ? 5 : 150));
            Assert.False(Report(i % 2 == 0 ? 300 : 20, growthMs: -100));
            Assert.False(Report(0));
        }
    }

    [Fact]
    public void A_shorter_queue_is_evidence_when_the_trend_says_so_and_loss_when_it_comes_of_the_rate()
    {
        for (var i = 0; i < 20; i++)
        {
            Assert.False(Report(70));
        }

        Report(70, usage: LinkUsage.Over);
        Report(70, usage: LinkUsage.Over);
        Assert.True(Report(70, usage: LinkUsage.Over));

        _watch = new();
        Assert.True(Report(0, isLossOfRate: true));
    }

    [Fact]
    public void It_ends_after_five_seconds_without_evidence_once_there_is_room_and_lasts_twice_as_long_when_that_was_too_soon()
    {
        Report(250);
        Assert.InRange(SecondsToLeave(), 5, 5.2);

        Report(250);
        Assert.InRange(SecondsToLeave(), 10, 10.2);

        _now += TimeSpan.FromSeconds(61);
        Report(250);
        Assert.InRange(SecondsToLeave(), 5, 5.2);
    }

    [Fact]
    public void It_does_not_end_while_there_is_use_for_more_than_the_estimate()
    {
        Report(250);
        for (var i = 0; i < 600; i++)
        {
            Report(0);
            _watch.Settle(_now, Room, Room * 1.01);
        }

        Assert.True(_watch.IsCongested);
    }

    private double SecondsToLeave()
    {
        var since = _now;
        while (_watch.IsCongested)
        {
            Report(0);
            _watch.Settle(_now, Room, Room);
        }

        return (_now - since).TotalSeconds;
    }

    private bool Report(int queueMs, int growthMs = 0, LinkUsage usage = LinkUsage.Normal, bool isLossOfRate = false)
    {
        _now += TimeSpan.FromMilliseconds(101);
        return _watch.Note(_now, TimeSpan.FromMilliseconds(queueMs), TimeSpan.FromMilliseconds(growthMs), usage, isLossOfRate);
    }
}
