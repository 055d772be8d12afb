using Telemed.Rtc.Time;
using Telemed.Sfu.Links;

namespace Telemed.Sfu.Tests.Links;

/// <summary>How long a slot waits before more is tried.</summary>
public sealed class VideoShareTests
{
    private static readonly VideoRung Whole = VideoRung.Best;
    private static readonly VideoRung Half = Whole with { HighestInTime = 0 };
    private static readonly VideoRung Stills = new(VideoQuality.Stills, 0, VideoRung.AllInTime);
    private readonly VideoShare _share = new();
    private MonotonicTime _now = MonotonicTime.FromMilliseconds(1000);

    [Fact]
    public void More_is_tried_after_ten_seconds()
    {
        After(0, Half);

        AssertPatience(10);
    }

    [Fact]
    public void What_was_soon_too_much_is_tried_half_as_often_each_time_and_at_least_once_a_minute()
    {
        After(0, Half);
        foreach (var seconds in (int[])[20, 40, 60, 60])
        {
            After(100, Whole);
            After(3, Half);
            AssertPatience(seconds);
        }
    }

    [Fact]
    public void A_try_that_takes_two_steps_to_undo_is_one_failure_and_is_not_forgotten()
    {
        After(0, Stills);
        After(100, Whole);
        After(8, Half);
        After(4, Stills);

        AssertPatience(20);
    }

    [Fact]
    public void What_held_for_ten_seconds_was_no_failure()
    {
        After(0, Stills);
        After(100, Whole);
        After(3, Half);
        After(100, Whole);
        After(11, Half);

        AssertPatience(10);
    }

    [Fact]
    public void A_link_that_becomes_worse_later_is_another_matter()
    {
        After(0, Whole);
        After(100, Half);
        After(100, Whole);
        After(3, Half);
        After(30, Stills);

        AssertPatience(10);
    }

    private void After(int seconds, VideoRung rung)
    {
        _now += TimeSpan.FromSeconds(seconds);
        _share.Change(_now, rung);
    }

    private void AssertPatience(int seconds)
    {
        Assert.False(_share.IsTimeForMore(_now + TimeSpan.FromSeconds(seconds - 0.001)));
        Assert.True(_share.IsTimeForMore(_now + TimeSpan.FromSeconds(seconds)));
    }
}
