using Telemed.Rtc.Rtp;
using Telemed.Rtc.Time;

namespace Telemed.Rtc.Tests.Rtp;

public sealed class NackGeneratorTests
{
    private readonly NackGenerator _generator = new() { RoundTrip = TimeSpan.FromMilliseconds(50) };
    private readonly ushort[] _asked = new ushort[64];

    [Fact]
    public void A_stream_without_gaps_asks_for_nothing()
    {
        Note(0, 65534, 65535, 0, 1);

        Assert.Equal(MonotonicTime.Never, _generator.Deadline);
        Assert.Empty(Collect(1000));
    }

    [Fact]
    public void A_gap_across_the_wrap_is_asked_for_once_reordering_is_out()
    {
        Note(0, 65534, 1);

        Assert.Equal(At(5), _generator.Deadline);
        Assert.Empty(Collect(4));
        Assert.Equal([65535, 0], Collect(5));
    }

    [Fact]
    public void A_packet_that_was_only_late_is_not_asked_for()
    {
        Note(0, 10, 12);
        Note(3, 11);

        Assert.Empty(Collect(100));
        Assert.Equal(0, _generator.MissingCount);
    }

    [Fact]
    public void It_asks_again_each_round_trip_until_the_packet_comes()
    {
        Note(0, 10, 12);

        Assert.Equal([11], Collect(5));
        Assert.Equal(At(55), _generator.Deadline);
        Assert.Empty(Collect(54));
        Assert.Equal([11], Collect(55));
        Note(80, 11);
        Assert.Empty(Collect(200));
    }

    [Fact]
    public void It_gives_up_after_ten_tries_and_says_so()
    {
        Note(0, 10, 12);
        var tries = 0;
        for (var time = 5; time < 3000; time += 50)
        {
            tries += Collect(time).Length;
        }

        Assert.Equal(10, tries);
        Assert.True(_generator.TakeGaveUp());
        Assert.False(_generator.TakeGaveUp());
        Assert.Equal(MonotonicTime.Never, _generator.Deadline);
    }

    [Fact]
    public void It_gives_up_after_two_seconds_on_a_long_round_trip()
    {
        _generator.RoundTrip = TimeSpan.FromMilliseconds(600);
        Note(0, 10, 12);
        var tries = 0;
        for (var time = 0; time < 4000; time += 10)
        {
            tries += Collect(time).Length;
        }

        Assert.Equal(4, tries);
        Assert.True(_generator.TakeGaveUp());
    }

    [Fact]
    public void A_key_frame_makes_older_gaps_pointless()
    {
        Note(0, 10, 12, 14, 16);

        _generator.NoteKeyFrame(14);

        Assert.Equal([15], Collect(5));
    }

    [Fact]
    public void A_hole_too_large_is_left_to_a_key_frame()
    {
        Note(0, 10, 400);

        Assert.Equal(0, _generator.MissingCount);
        Assert.Equal(At(0), _generator.Deadline);
        Assert.True(_generator.TakeGaveUp());
    }

    [Fact]
    public void Numbers_that_begin_anew_leave_no_gaps_and_give_the_old_ones_up()
    {
        Note(0, 10, 12);

        _generator.Reset(At(1));
        Note(2, 40_000, 40_001);

        Assert.Equal(0, _generator.MissingCount);
        Assert.Equal(At(1), _generator.Deadline);
        Assert.True(_generator.TakeGaveUp());
    }

    [Fact]
    public void A_key_frame_at_the_end_makes_up_for_what_was_given_up()
    {
        Note(0, 10, 400);

        _generator.NoteKeyFrame(400);

        Assert.False(_generator.TakeGaveUp());
    }

    [Fact]
    public void The_list_is_bounded_and_the_oldest_go_first()
    {
        Note(0, 0);
        for (var index = 2; index <= 1000; index += 2)
        {
            Note(0, (ushort)index);
        }

        Assert.Equal(NackGenerator.Capacity, _generator.MissingCount);
        Assert.True(_generator.TakeGaveUp());
        Assert.Equal(999 - (2 * (NackGenerator.Capacity - 1)), Collect(5)[0]);
    }

    [Fact]
    public void What_does_not_fit_stays_due()
    {
        Note(0, 0, 101);

        Assert.Equal(64, Collect(5).Length);
        Assert.Equal(36, Collect(5).Length);
    }

    [Fact]
    public void Watching_a_lossy_stream_allocates_nothing()
    {
        var statistics = new ReceiveStatistics(new(1), 90_000);
        var time = 0L;
        var sequence = 0;
        void Round()
        {
            for (var packet = 0; packet < 200; packet++)
            {
                time += 5;
                sequence += packet % 10 == 0 ? 2 : 1;
                _generator.Note(At(time), (ushort)sequence);
                statistics.Note(At(time), (ushort)sequence, (uint)(time * 90));
                _generator.Collect(At(time), _asked);
            }

            statistics.TryBuild(At(time), out _);
        }

        Round();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 20; round++)
        {
            Round();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(statistics.Lost > 100);
    }

    private static MonotonicTime At(long milliseconds) => MonotonicTime.FromMilliseconds(milliseconds);

    private void Note(long milliseconds, params ushort[] numbers)
    {
        foreach (var number in numbers)
        {
            _generator.Note(At(milliseconds), number);
        }
    }

    private ushort[] Collect(long milliseconds) => _asked[.._generator.Collect(At(milliseconds), _asked)];
}
