using Telemed.Rtc.Rtcp;
using Telemed.Rtc.Rtp;

namespace Telemed.Rtc.Tests.Rtcp;

public sealed class RtcpTests
{
    private readonly byte[] _buffer = new byte[1500];

    [Fact]
    public void A_sender_report_with_blocks_comes_back_as_written()
    {
        var block = new ReportBlockBuilder { CumulativeLost = -5, LastSenderReport = 1, Delay = 2 }.Build();
        var writer = new RtcpWriter(_buffer);

        Assert.True(writer.TryAddSenderReport(new(1), new(0x0102030405060708), 9, 10, 11, [block, block with { Ssrc = new(8) }]));

        var packet = Single(writer.Written);
        Assert.True(SenderReport.TryParse(packet, out var report));
        Assert.Equal(new Ssrc(1), report.Ssrc);
        Assert.Equal(0x0102030405060708ul, report.Ntp.Value);
        Assert.Equal(9u, report.RtpTimestamp);
        Assert.Equal(10u, report.PacketCount);
        Assert.Equal(11u, report.OctetCount);
        Assert.Equal(2, report.Blocks.Count);
        Assert.Equal(block, report.Blocks[0]);
        Assert.Equal(new Ssrc(8), report.Blocks[1].Ssrc);
    }

    [Fact]
    public void A_receiver_report_has_the_bytes_of_the_RFC()
    {
        var writer = new RtcpWriter(_buffer);
        var block = new ReportBlock(new(0x0A0B0C0D), 0x40, 0x000102, 0x00011234, 0x10, 0xB7052000, 0x00054000);

        Assert.True(writer.TryAddReceiverReport(new(0x01020304), [block]));

        Assert.Equal("81C90007010203040A0B0C0D40000102000112340000001" + "0B705200000054000", Hex(writer.Written));
        Assert.True(ReceiverReport.TryParse(Single(writer.Written), out var report));
        Assert.Equal(new Ssrc(0x01020304), report.Ssrc);
        Assert.Equal(block, report.Blocks[0]);
    }

    [Theory]
    [InlineData(0x7FFFFF)]
    [InlineData(-0x800000)]
    [InlineData(-1)]
    public void The_cumulative_loss_keeps_its_sign_in_24_bits(int lost)
    {
        var writer = new RtcpWriter(_buffer);
        Assert.True(writer.TryAddReceiverReport(new(1), [new ReportBlockBuilder { CumulativeLost = lost }.Build()]));

        Assert.True(ReceiverReport.TryParse(Single(writer.Written), out var report));

        Assert.Equal(lost, report.Blocks[0].CumulativeLost);
        Assert.Equal(12, report.Blocks[0].FractionLost);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("ab")]
    [InlineData("abc")]
    [InlineData("telemed-relay")]
    public void A_cname_of_any_length_comes_back(string cname)
    {
        var text = System.Text.Encoding.UTF8.GetBytes(cname);
        var writer = new RtcpWriter(_buffer);

        Assert.True(writer.TryAddSourceDescription(new(5), text));

        Assert.Equal(0, writer.Length % 4);
        Assert.True(SourceDescription.TryParse(Single(writer.Written), out var description));
        Assert.Equal(cname.Length > 0, description.TryGetCname(new(5), out var found));
        Assert.Equal(text, found.ToArray());
        Assert.False(description.TryGetCname(new(6), out _));
    }

    [Fact]
    public void A_source_description_is_searched_over_chunks_and_other_items()
    {
        byte[] bytes =
        [
            0x82, 202, 0, 8,
            0, 0, 0, 1, 2, 3, 110, 97, 109, 0, 0, 0,
            0, 0, 0, 2, 8, 2, 1, 2, 1, 2, 104, 105, 0, 0, 0, 0, 0, 0, 0, 0,
        ];

        Assert.True(SourceDescription.TryParse(Single(bytes), out var description));
        Assert.Equal(2, description.Count);
        Assert.True(description.TryGetCname(new(2), out var cname));
        Assert.Equal("hi"u8, cname);
        Assert.False(description.TryGetCname(new(1), out _));
    }

    [Fact]
    public void A_goodbye_names_its_streams()
    {
        var writer = new RtcpWriter(_buffer);

        Assert.True(writer.TryAddGoodbye([new(1), new(2)]));

        Assert.True(Goodbye.TryParse(Single(writer.Written), out var goodbye));
        Assert.Equal(2, goodbye.Count);
        Assert.Equal(new Ssrc(2), goodbye[1]);
    }

    [Fact]
    public void A_nack_packs_numbers_into_masks()
    {
        var writer = new RtcpWriter(_buffer);

        Assert.True(writer.TryAddNack(new(1), new(2), [65530, 65531, 65535, 10, 11, 27, 28]));

        // 65530: +1, +5, and 10 is +16 across the wrap. 11: +16. 28 alone.
        Assert.Equal(
            "81CD0005" + "00000001" + "00000002" + "FFFA8011" + "000B8000" + "001C0000", Hex(writer.Written));
        Assert.True(GenericNack.TryParse(Single(writer.Written), out var nack));
        Assert.Equal(new FeedbackHeader(new(1), new(2)), nack.Header);
        Assert.Equal([65530, 65531, 65535, 10, 11, 27, 28], Numbers(nack));
    }

    [Fact]
    public void Random_nacks_come_back_in_order()
    {
        var random = new Random(4);
        for (var round = 0; round < 500; round++)
        {
            var at = random.Next(65536);
            var numbers = new ushort[random.Next(1, 100)];
            for (var index = 0; index < numbers.Length; index++)
            {
                at += random.Next(1, 40);
                numbers[index] = (ushort)at;
            }

            var writer = new RtcpWriter(_buffer);
            Assert.True(writer.TryAddNack(new(1), new(2), numbers));
            Assert.True(GenericNack.TryParse(Single(writer.Written), out var nack));
            Assert.Equal(numbers, Numbers(nack));
        }
    }

    [Fact]
    public void A_picture_loss_indication_is_twelve_bytes()
    {
        var writer = new RtcpWriter(_buffer);

        Assert.True(writer.TryAddPictureLossIndication(new(1), new(2)));

        Assert.Equal("81CE00020000000100000002", Hex(writer.Written));
        Assert.True(PictureLossIndication.TryParse(Single(writer.Written), out var indication));
        Assert.Equal(new Ssrc(2), indication.Header.Media);
    }

    [Fact]
    public void A_full_intra_request_names_stream_and_number()
    {
        var writer = new RtcpWriter(_buffer);

        Assert.True(writer.TryAddFullIntraRequest(new(1), new(2), 200));

        Assert.Equal("84CE0004" + "0000000100000000" + "00000002C8000000", Hex(writer.Written));
        Assert.True(FullIntraRequest.TryParse(Single(writer.Written), out var request));
        Assert.Equal(1, request.Count);
        Assert.Equal(new Ssrc(2), request[0]);
        Assert.Equal(200, request.CommandNumber(0));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(262_143, 262_143)]
    [InlineData(3_000_000, 3_000_000)]
    [InlineData(262_145, 262_144)]
    public void A_bitrate_keeps_18_significant_bits(ulong written, ulong read)
    {
        var writer = new RtcpWriter(_buffer);

        Assert.True(writer.TryAddReceiverEstimatedBitrate(new(1), written, [new(5), new(6)]));

        Assert.True(ReceiverEstimatedBitrate.TryParse(Single(writer.Written), out var estimate));
        Assert.Equal(read, estimate.BitsPerSecond);
        Assert.Equal(2, estimate.Count);
        Assert.Equal(new Ssrc(6), estimate[1]);
    }

    [Fact]
    public void An_estimate_beyond_64_bits_saturates()
    {
        var writer = new RtcpWriter(_buffer);
        Assert.True(writer.TryAddReceiverEstimatedBitrate(new(1), 1, []));
        _buffer[17] = 0xFF;
        _buffer[18] = 0xFF;

        Assert.True(ReceiverEstimatedBitrate.TryParse(Single(writer.Written), out var estimate));

        Assert.Equal(ulong.MaxValue, estimate.BitsPerSecond);
    }

    [Fact]
    public void A_compound_yields_its_packets_and_those_we_do_not_know()
    {
        var writer = new RtcpWriter(_buffer);
        Assert.True(writer.TryAddReceiverReport(new(1), []));
        Assert.True(writer.TryAddSourceDescription(new(1), "x"u8));
        Assert.True(writer.TryAddPictureLossIndication(new(1), new(2)));
        byte[] bytes = [.. writer.Written, 0x80, 207, 0, 1, 0, 0, 0, 0];

        Assert.True(RtcpCompound.TryParse(bytes, out var compound));

        var types = new List<int>();
        foreach (var packet in compound)
        {
            types.Add((int)packet.Type);
        }

        Assert.Equal([201, 202, 206, 207], types);
    }

    [Fact]
    public void A_compound_with_one_bad_length_is_not_trusted_at_all()
    {
        var writer = new RtcpWriter(_buffer);
        Assert.True(writer.TryAddReceiverReport(new(1), []));
        Assert.True(writer.TryAddPictureLossIndication(new(1), new(2)));
        for (var length = 0; length < writer.Length; length++)
        {
            if (length != 8)
            {
                Assert.False(RtcpCompound.TryParse(_buffer.AsSpan(0, length), out _));
            }
        }

        _buffer[3] = 200;
        Assert.False(RtcpCompound.TryParse(_buffer.AsSpan(0, writer.Length), out _));
    }

    [Fact]
    public void A_count_beyond_the_packet_is_refused()
    {
        Assert.False(SenderReport.TryParse(Single([0x9F, 200, 0, 6, .. new byte[24]]), out _));
        Assert.False(ReceiverReport.TryParse(Single([0x81, 201, 0, 1, .. new byte[4]]), out _));
        Assert.False(Goodbye.TryParse(Single([0x82, 203, 0, 1, .. new byte[4]]), out _));
        Assert.False(SourceDescription.TryParse(Single([0x81, 202, 0, 0]), out _));
        Assert.False(SourceDescription.TryParse(Single([0x81, 202, 0, 2, 0, 0, 0, 1, 1, 200, 1, 1]), out _));
        Assert.False(GenericNack.TryParse(Single([0x81, 205, 0, 2, .. new byte[8]]), out _));
        Assert.False(FullIntraRequest.TryParse(Single([0x84, 206, 0, 2, .. new byte[8]]), out _));
        Assert.False(ReceiverEstimatedBitrate.TryParse(
            Single([0x8F, 206, 0, 4, .. new byte[8], .. "REMB"u8, 1, 0, 0, 0]), out _));
    }

    [Fact]
    public void No_reader_takes_another_kind_of_packet()
    {
        var writer = new RtcpWriter(_buffer);
        Assert.True(writer.TryAddPictureLossIndication(new(1), new(2)));
        var packet = Single(writer.Written);

        Assert.False(SenderReport.TryParse(packet, out _));
        Assert.False(ReceiverReport.TryParse(packet, out _));
        Assert.False(SourceDescription.TryParse(packet, out _));
        Assert.False(Goodbye.TryParse(packet, out _));
        Assert.False(GenericNack.TryParse(packet, out _));
        Assert.False(FullIntraRequest.TryParse(packet, out _));
        Assert.False(ReceiverEstimatedBitrate.TryParse(packet, out _));
        Assert.False(TransportFeedback.TryParse(packet, out _));
        Assert.False(PictureLossIndication.TryParse(default, out _));
    }

    [Fact]
    public void A_full_buffer_leaves_the_compound_as_it_was()
    {
        var writer = new RtcpWriter(_buffer.AsSpan(0, 20));
        Assert.True(writer.TryAddPictureLossIndication(new(1), new(2)));

        Assert.False(writer.TryAddPictureLossIndication(new(1), new(2)));
        Assert.False(writer.TryAddSenderReport(new(1), default, 0, 0, 0));
        Assert.False(writer.TryAddNack(new(1), new(2), [1]));
        Assert.False(writer.TryAddNack(new(1), new(2), []));

        Assert.Equal(12, writer.Length);
        Assert.True(writer.TryAddReceiverReport(new(1), []));
    }

    [Fact]
    public void Writing_and_reading_feedback_allocates_nothing()
    {
        ushort[] missing = [1, 2, 3, 40];
        RoundTrip(missing);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 1000; round++)
        {
            RoundTrip(missing);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private void RoundTrip(ushort[] missing)
    {
        var writer = new RtcpWriter(_buffer);
        writer.TryAddNack(new(1), new(2), missing);
        Assert.True(RtcpCompound.TryParse(writer.Written, out var compound));
        foreach (var packet in compound)
        {
            if (GenericNack.TryParse(packet, out var nack))
            {
                foreach (var number in nack)
                {
                    _buffer[^1] += (byte)number;
                }
            }
        }
    }

    private static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexString(bytes);

    private static RtcpPacket Single(ReadOnlySpan<byte> bytes)
    {
        Assert.True(RtcpPacket.TryParse(bytes, out var packet));
        return packet;
    }

    private static List<ushort> Numbers(GenericNack nack)
    {
        var numbers = new List<ushort>();
        foreach (var number in nack)
        {
            numbers.Add(number);
        }

        return numbers;
    }
}
