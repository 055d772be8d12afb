using Telemed.Recording.Finalising;

namespace Telemed.Recording.Tests.Finalising;

public sealed class TimelineTests
{
    private const long Second = 1_000_000_000;
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 2, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_pause_has_no_length()
    {
        var timeline = new RecordingTimeline([Epoch(0, 0, 60, Start, (10, 25), (40, 45))]);

        Assert.Equal(40 * Second, timeline.DurationNs);
        Assert.Equal(9 * Second, timeline.Map(0, 9 * Second));
        Assert.Equal(10 * Second, timeline.Map(0, 20 * Second));
        Assert.Equal(15 * Second, timeline.Map(0, 30 * Second));
        Assert.Equal(40 * Second, timeline.Map(0, 99 * Second));
        Assert.True(timeline.IsCut(0, 12 * Second));
        Assert.False(timeline.IsCut(0, 25 * Second));
    }

    [Fact]
    public void The_time_between_two_epochs_is_shown_as_long_as_it_was()
    {
        var timeline = new RecordingTimeline([Epoch(0, 100, 110, Start), Epoch(1, 5, 10, Start.AddSeconds(17))]);

        Assert.Equal(22 * Second, timeline.DurationNs);
        Assert.Equal(17 * Second, timeline.Map(1, 5 * Second));
        Assert.Equal([(10 * Second, 17 * Second, 7 * Second)], timeline.Gaps());
    }

    [Fact]
    public void A_long_absence_is_shortened_and_its_true_length_kept()
    {
        var timeline = new RecordingTimeline([Epoch(0, 0, 10, Start), Epoch(1, 0, 5, Start.AddHours(1))]);

        Assert.Equal(45 * Second, timeline.DurationNs);
        Assert.Equal([(10 * Second, 40 * Second, 3590 * Second)], timeline.Gaps());
    }

    [Fact]
    public void A_wall_clock_that_was_set_back_between_epochs_makes_no_overlap()
    {
        var timeline = new RecordingTimeline([Epoch(0, 0, 10, Start), Epoch(1, 0, 5, Start.AddHours(-1))]);

        Assert.Equal(15 * Second, timeline.DurationNs);
    }

    private static EpochSpan Epoch(
        int number, long start, long end, DateTimeOffset at, params (long From, long To)[] pauses) =>
        new(number, start * Second, end * Second, at, [.. pauses.Select(pause => (pause.From * Second, pause.To * Second))]);
}
