using Telemed.Rtc.Bwe;
using Telemed.Rtc.Rtcp;
using Telemed.Rtc.Time;

namespace Telemed.Rtc.Tests.Bwe;

public sealed class TransportFeedbackRecorderTests
{
    private readonly TransportFeedbackRecorder _recorder = new();
    private readonly byte[] _buffer = new byte[TransportFeedbackRecorder.MaxPacketLength];

    [Fact]
    public void Three_arrivals_with_a_loss_give_the_bytes_computed_by_hand()
    {
        // 100 ms = 400 ticks = reference 1 (256) + 144; 101 ms: +4; lost; 201 ms: +400, which needs two bytes.
        _recorder.Note(At(100), 7);
        _recorder.Note(At(101), 8);
        _recorder.Note(At(201), 10);

        Assert.True(_recorder.TryBuild(_buffer, new(0x11), new(0x22), out var length));

        // 4 statuses in one two-bit vector 11 01 01 00 10, deltas 90 04 0190, padded by two bytes.
        Assert.Equal(
            "AFCD0006" + "00000011" + "00000022" + "00070004" + "00000100" + "D480" + "90040190" + "0002",
            Convert.ToHexString(_buffer.AsSpan(0, length)));
        Assert.False(_recorder.TryBuild(_buffer, new(0x11), new(0x22), out _));
    }

    [Fact]
    public void The_next_packet_goes_on_where_the_last_ended_and_counts_up()
    {
        _recorder.Note(At(100), 65535);
        Build();
        _recorder.Note(At(200), 1);

        var (head, entries) = Build();

        Assert.Equal(0, head.BaseSequenceNumber);
        Assert.Equal(1, head.FeedbackCount);
        Assert.Equal([(0, false), (1, true)], entries.ConvertAll(entry => ((int)entry.SequenceNumber, entry.Received)));
    }

    [Fact]
    public void Feedback_is_due_an_interval_after_the_first_arrival_that_waits()
    {
        Assert.Equal(MonotonicTime.Never, _recorder.Deadline);
        _recorder.Note(At(130), 1);
        _recorder.Note(At(190), 2);

        Assert.Equal(At(230), _recorder.Deadline);
        Build();
        Assert.False(_recorder.TryBuild(_buffer, new(1), new(2), out _));
        Assert.Equal(MonotonicTime.Never, _recorder.Deadline);
    }

    [Fact]
    public void A_duplicate_is_reported_once_with_its_first_time()
    {
        _recorder.Note(At(64), 1);
        _recorder.Note(At(90), 1);

        var (_, entries) = Build();

        Assert.Equal(256, Assert.Single(entries).ArrivalTicks);
        _recorder.Note(At(120), 1);
        Assert.False(_recorder.TryBuild(_buffer, new(1), new(2), out _));
    }

    [Fact]
    public void Reordered_packets_have_negative_deltas()
    {
        _recorder.Note(At(100), 1);
        _recorder.Note(At(110), 3);
        _recorder.Note(At(115), 2);

        var (_, entries) = Build();

        Assert.Equal([400, 460, 440], entries.ConvertAll(entry => entry.ArrivalTicks));
    }

    [Fact]
    public void A_packet_after_its_number_was_reported_lost_is_reported_by_itself()
    {
        foreach (ushort sequence in (ushort[])[1, 2, 5, 6])
        {
            _recorder.Note(At(100), sequence);
        }

        Build();
        _recorder.Note(At(150), 4);
        _recorder.Note(At(160), 7);

        var (late, lateEntries) = Build();
        var (next, nextEntries) = Build();

        Assert.Equal(4, late.BaseSequenceNumber);
        Assert.Equal(600, Assert.Single(lateEntries).ArrivalTicks);
        Assert.Equal(7, next.BaseSequenceNumber);
        Assert.True(Assert.Single(nextEntries).Received);
    }

    [Fact]
    public void A_silence_longer_than_a_delta_holds_starts_a_new_packet()
    {
        _recorder.Note(At(0), 1);
        _recorder.Note(At(20_000), 2);

        var (_, first) = Build();
        var (second, entries) = Build();

        Assert.Single(first);
        Assert.Equal(2, second.BaseSequenceNumber);
        Assert.Equal(80_000, Assert.Single(entries).ArrivalTicks);
    }

    [Fact]
    public void A_sender_that_jumps_far_ahead_is_followed()
    {
        _recorder.Note(At(0), 1);
        _recorder.Note(At(10), 20_000);

        var (head, entries) = Build();

        Assert.Equal(20_000, head.BaseSequenceNumber);
        Assert.Single(entries);
    }

    [Fact]
    public void A_packet_too_old_is_ignored()
    {
        _recorder.Note(At(0), 10_000);
        _recorder.Note(At(10), 5_000);

        var (_, entries) = Build();

        Assert.Single(entries);
    }

    [Fact]
    public void A_buffer_that_may_be_too_short_is_the_callers_fault()
    {
        Assert.Throws<ArgumentException>(() => _recorder.TryBuild(new byte[100], new(1), new(2), out _));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Every_arrival_is_reported_once_to_the_tick_whatever_the_traffic(int seed)
    {
        var random = new Random(seed);
        var noted = new Dictionary<long, long>();
        var reported = new Dictionary<long, long>();
        var unwrapper = default(Telemed.Rtc.Rtp.SequenceUnwrapper);
        var nanoseconds = random.NextInt64(1, 1_000_000_000_000);
        var sequence = (long)random.Next(65536);
        unwrapper.Unwrap((ushort)sequence);
        for (var step = 0; step < 20_000; step++)
        {
            nanoseconds += random.NextInt64(0, seed == 4 ? 40_000_000 : 3_000_000);
            // Loss, reordering by a few, duplicates.
            sequence += random.Next(20) == 0 ? random.Next(2, 30) : 1;
            var sent = sequence - (random.Next(10) == 0 ? random.Next(0, 12) : 0);
            _recorder.Note(new(nanoseconds), (ushort)sent);
            noted.TryAdd(sent, nanoseconds / 250_000);

            if (_recorder.Deadline <= new MonotonicTime(nanoseconds))
            {
                Drain(ref unwrapper, reported);
            }
        }

        Drain(ref unwrapper, reported);
        Assert.Equal(noted.Count, reported.Count);
        Assert.All(noted, pair => Assert.Equal(pair.Value & 0xFFFFFFFF, reported[pair.Key] & 0xFFFFFFFF));
    }

    [Fact]
    public void Noting_and_reporting_allocates_nothing()
    {
        ushort sequence = 0;
        var time = 0L;
        void Round()
        {
            for (var packet = 0; packet < 50; packet++)
            {
                _recorder.Note(At(time += 2), sequence++);
            }

            while (_recorder.TryBuild(_buffer, new(1), new(2), out _))
            {
            }
        }

        Round();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 100; round++)
        {
            Round();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static MonotonicTime At(long milliseconds) => MonotonicTime.FromMilliseconds(milliseconds);

    private void Drain(ref Telemed.Rtc.Rtp.SequenceUnwrapper unwrapper, Dictionary<long, long> reported)
    {
        while (_recorder.TryBuild(_buffer, new(1), new(2), out var length))
        {
            foreach (var entry in Read(length).Entries)
            {
                var extended = unwrapper.Unwrap(entry.SequenceNumber);
                if (entry.Received)
                {
                    Assert.True(reported.TryAdd(extended, entry.ArrivalTicks), $"{extended} was reported twice.");
                }
            }
        }
    }

    private (Head Head, List<TransportFeedbackEntry> Entries) Build()
    {
        Assert.True(_recorder.TryBuild(_buffer, new(1), new(2), out var length));
        return Read(length);
    }

    private (Head Head, List<TransportFeedbackEntry> Entries) Read(int length)
    {
        Assert.True(RtcpCompound.TryParse(_buffer.AsSpan(0, length), out _));
        Assert.True(RtcpPacket.TryParse(_buffer.AsSpan(0, length), out var packet));
        Assert.True(TransportFeedback.TryParse(packet, out var feedback));
        var entries = new List<TransportFeedbackEntry>();
        foreach (var entry in feedback)
        {
            entries.Add(entry);
        }

        return (new(feedback.BaseSequenceNumber, feedback.FeedbackCount), entries);
    }

    private readonly record struct Head(ushort BaseSequenceNumber, byte FeedbackCount);
}
