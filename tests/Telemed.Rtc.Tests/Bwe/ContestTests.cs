using Telemed.Rtc.Bwe;
using Telemed.Rtc.Time;

namespace Telemed.Rtc.Tests.Bwe;

public sealed class ContestTests
{
    private static readonly TimeSpan RoundTrip = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Queue = TimeSpan.FromMilliseconds(250);
    private static readonly Bitrate Most = new(1_500_000);
    private MonotonicTime _now = MonotonicTime.FromMilliseconds(1000);

    [Fact]
    public void A_queue_of_ones_own_is_found_out_by_the_first_fall_of_the_rate_though_nothing_is_lost()
    {
        var contest = default(Contest);
        var link = new Bitrate(500_000);
        contest.Begin(_now, link);

        // While the queue stands, the link brings all that it carries.
        Assert.InRange(SecondsUntilOwn(ref contest, _ => link, 60), 10, 13);
    }

    [Fact]
    public void A_queue_of_others_never_passes_for_ones_own()
    {
        var contest = default(Contest);
        contest.Begin(_now, new(500_000));

        Assert.Equal(60, SecondsUntilOwn(ref contest, rate => rate, 60), 0.01);
        Assert.InRange(contest.Rate.Kilobits, 300, 1_500);
    }

    [Fact]
    public void A_sender_that_ends_something_after_a_loss_has_not_shown_the_queue_to_be_its_own()
    {
        var contest = default(Contest);
        contest.Begin(_now, new(500_000));

        contest.Note(_now, isLost: true, contest.Rate, contest.Rate, Most, RoundTrip);

        for (var i = 0; i < 50; i++)
        {
            _now += Interval;
            Assert.False(contest.Note(_now, isLost: false, new(60_000), new(500_000), Most, RoundTrip));
        }
    }

    [Fact]
    public void A_lost_packet_costs_three_tenths_once_for_all_that_is_lost_with_it()
    {
        var contest = default(Contest);
        contest.Begin(_now, new(500_000));

        for (var i = 0; i < 10; i++)
        {
            _now += Interval;
            contest.Note(_now, isLost: true, contest.Rate, contest.Rate, Most, RoundTrip);
        }

        Assert.Equal(350, contest.Rate.Kilobits, 0.1);
    }

    [Fact]
    public void A_queue_that_rises_though_both_what_is_sent_and_what_arrives_have_fallen_is_one_of_others()
    {
        var origin = default(QueueOrigin);

        Assert.Equal(QueueOwner.Self, Observe(ref origin, seconds: 2, sent: 600, arrived: 600));
        Assert.Equal(QueueOwner.Self, Observe(ref origin, seconds: 0.5, sent: 200, arrived: 600));
        Assert.Equal(QueueOwner.Others, Observe(ref origin, seconds: 6, sent: 200, arrived: 200, growthPerSecond: 15));
        Assert.Equal(600, origin.Before.Kilobits);
    }

    [Fact]
    public void One_that_stays_as_it_is_is_none_but_a_longer_path()
    {
        var origin = default(QueueOrigin);

        Assert.Equal(QueueOwner.Self, Observe(ref origin, seconds: 2, sent: 600, arrived: 600));

        Assert.Equal(QueueOwner.Nobody, Observe(ref origin, seconds: 6, sent: 200, arrived: 200));
    }

    [Fact]
    public void A_queue_of_ones_own_on_a_link_that_has_become_narrow_is_ones_own()
    {
        var origin = default(QueueOrigin);

        Assert.Equal(QueueOwner.Self, Observe(ref origin, seconds: 0.5, sent: 800, arrived: 800));
        Assert.Equal(QueueOwner.Self, Observe(ref origin, seconds: 10, sent: 50, arrived: 150, growthPerSecond: -10));
        Assert.Equal(QueueOwner.Self, Observe(ref origin, seconds: 10, sent: 150, arrived: 150));
    }

    private QueueOwner Observe(ref QueueOrigin origin, double seconds, double sent, double arrived, double growthPerSecond = 0)
    {
        for (var passed = 0.0; passed < seconds; passed += Interval.TotalSeconds)
        {
            _now += Interval;
            var queue = Queue + TimeSpan.FromMilliseconds(passed * growthPerSecond);
            if (origin.Note(_now, queue, Bitrate.FromKilobits(sent), Bitrate.FromKilobits(arrived)) is var owner and not QueueOwner.Self)
            {
                return owner;
            }
        }

        return QueueOwner.Self;
    }

    private double SecondsUntilOwn(ref Contest contest, Func<Bitrate, Bitrate> arrives, double limit)
    {
        var from = _now;
        while ((_now - from).TotalSeconds < limit)
        {
            _now += Interval;
            if (contest.Note(_now, isLost: false, contest.Rate, arrives(contest.Rate), Most, RoundTrip))
            {
                break;
            }
        }

        return (_now - from).TotalSeconds;
    }
}
