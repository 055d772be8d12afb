using Telemed.Rtc.Rtp;
using Telemed.Rtc.Time;

namespace Telemed.Rtc.Tests.Rtp;

public sealed class ReceiveStatisticsTests
{
    private readonly ReceiveStatistics _statistics = new(new(7), 48_000);

    [Fact]
    public void Nothing_received_gives_no_block()
    {
        Assert.False(_statistics.TryBuild(At(0), out _));
    }

    [Fact]
    public void A_quarter_lost_across_a_wrap_is_64_of_256()
    {
        for (var index = 0; index < 100; index++)
        {
            if (index % 4 != 1)
            {
                _statistics.Note(At(index * 20), (ushort)(65500 + index), (uint)(index * 960));
            }
        }

        Assert.True(_statistics.TryBuild(At(2000), out var block));
        Assert.Equal(new Ssrc(7), block.Ssrc);
        Assert.Equal(64, block.FractionLost);
        Assert.Equal(25, block.CumulativeLost);
        Assert.Equal(65500u + 99, block.HighestSequence);
    }

    [Fact]
    public void The_fraction_is_of_the_interval_and_the_count_of_all()
    {
        Send(0, 10);
        Send(15, 20);
        Assert.True(_statistics.TryBuild(At(500), out var first));
        Send(20, 40);
        Assert.True(_statistics.TryBuild(At(1000), out var second));

        Assert.Equal(5 * 256 / 20, first.FractionLost);
        Assert.Equal(0, second.FractionLost);
        Assert.Equal(5, second.CumulativeLost);
    }

    [Fact]
    public void Duplicates_count_against_the_loss_but_the_fraction_stays_at_zero()
    {
        Send(0, 10);
        Send(0, 10);

        Assert.True(_statistics.TryBuild(At(500), out var block));

        Assert.Equal(-10, block.CumulativeLost);
        Assert.Equal(0, block.FractionLost);
    }

    [Fact]
    public void An_even_stream_has_no_jitter()
    {
        Send(0, 100);

        Assert.Equal(0u, _statistics.Jitter);
    }

    [Fact]
    public void Jitter_follows_the_algorithm_of_appendix_A8()
    {
        _statistics.Note(At(0), 0, 0);
        _statistics.Note(At(30), 1, 960);
        _statistics.Note(At(40), 2, 1920);

        // |D| is 480 twice: J16 = 480, then 480 + 480 - ((480 + 8) >> 4) = 930; J = 930 >> 4.
        Assert.Equal(58u, _statistics.Jitter);
    }

    [Fact]
    public void The_packets_of_one_frame_add_no_jitter()
    {
        for (ushort index = 0; index < 50; index++)
        {
            _statistics.Note(At((index / 10 * 20) + (index % 10)), index, (uint)(index / 10 * 960));
        }

        Assert.Equal(0u, _statistics.Jitter);
    }

    [Fact]
    public void A_stray_packet_far_away_is_ignored_but_two_in_a_row_are_a_restart()
    {
        Send(0, 10);
        _statistics.Note(At(300), 30_000, 960);
        Assert.Equal(10, _statistics.Expected);

        _statistics.Note(At(320), 30_001, 1920);
        _statistics.Note(At(340), 30_002, 2880);

        Assert.Equal(2, _statistics.Expected);
        Assert.Equal(0, _statistics.Lost);
    }

    [Fact]
    public void The_last_sender_report_is_echoed_with_its_delay()
    {
        Send(0, 10);
        _statistics.NoteSenderReport(At(1000), new(0x11223344_55667788));

        Assert.True(_statistics.TryBuild(At(1500), out var block));

        Assert.Equal(0x33445566u, block.LastSenderReport);
        Assert.Equal(32768u, block.DelaySinceLastSenderReport);
    }

    [Fact]
    public void The_round_trip_comes_out_of_a_block()
    {
        // RFC 3550 figure 2: A = b710:8000, LSR = b705:2000, DLSR = 5.25 s; the round trip is 6.125 s.
        var block = new Rtcp.ReportBlockBuilder { LastSenderReport = 0xb705_2000, Delay = 0x0005_4000 }.Build();

        Assert.Equal(TimeSpan.FromSeconds(6.125), block.RoundTrip(0xb710_8000));
        Assert.Null((block with { LastSenderReport = 0 }).RoundTrip(0xb710_8000));
        Assert.Null(block.RoundTrip(0xb705_0000));
    }

    private static MonotonicTime At(long milliseconds) => MonotonicTime.FromMilliseconds(milliseconds);

    private void Send(int from, int until)
    {
        for (var index = from; index < until; index++)
        {
            _statistics.Note(At(index * 20), (ushort)index, (uint)(index * 960));
        }
    }
}
