using Telemed.Rtc.Rtp;

namespace Telemed.Rtc.Tests.Rtp;

public sealed class RedPacketTests
{
    private static readonly byte[] Payload =
    [
        0x80 | 111, 0x1E, 0x00, 0x03, // 1920 ticks earlier, 3 bytes
        0x80 | 111, 0x0F, 0x00, 0x02, // 960 ticks earlier, 2 bytes
        111,
        1, 2, 3, 4, 5, 6, 7, 8, 9,
    ];

    [Fact]
    public void A_payload_comes_apart_oldest_first()
    {
        Assert.True(RedPayload.TryParse(Payload, out var red));

        Assert.Equal((2, (byte)111), (red.Count, red.OwnType));
        Assert.Equal((111, 1920), (red[0].PayloadType, red[0].TimestampOffset));
        Assert.Equal([1, 2, 3], red[0].Data.ToArray());
        Assert.Equal((111, 960), (red[1].PayloadType, red[1].TimestampOffset));
        Assert.Equal([4, 5], red[1].Data.ToArray());
        Assert.Equal([6, 7, 8, 9], red.Own.ToArray());
    }

    [Fact]
    public void What_is_cut_within_the_earlier_blocks_is_refused()
    {
        for (var length = 0; length <= Payload.Length; length++)
        {
            // The packet's own block has no length: it is what is left, even nothing.
            Assert.Equal(length >= 14, RedPayload.TryParse(Payload.AsSpan(0, length), out _));
        }
    }

    [Theory]
    [InlineData(8, true)]
    [InlineData(9, false)]
    public void More_blocks_than_any_sender_makes_are_refused(int blocks, bool isTaken)
    {
        var payload = new byte[(blocks * RedPayload.HeadLength) + 2];
        for (var i = 0; i < blocks; i++)
        {
            RedPayload.WriteHead(payload.AsSpan(i * RedPayload.HeadLength), 111, 960 * (blocks - i), 0);
        }

        Assert.Equal(isTaken, RedPayload.TryParse(payload, out _));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(RedPayload.MostOffset, RedPayload.MostLength)]
    public void A_head_reads_back_as_written(int offset, int length)
    {
        var payload = new byte[RedPayload.HeadLength + RedPayload.OwnHeadLength + length];
        RedPayload.WriteHead(payload, 127, offset, length);

        Assert.True(RedPayload.TryParse(payload, out var red));
        Assert.Equal((127, offset, length), (red[0].PayloadType, red[0].TimestampOffset, red[0].Data.Length));
    }

    [Fact]
    public void An_earlier_block_becomes_the_packet_that_it_was()
    {
        var packet = Packet(out _);
        Assert.True(RtpPacket.TryParse(packet, out var view));
        Assert.True(RedPayload.TryParse(view.Payload, out var red));
        var room = new byte[RedPacket.MostRecovered];

        Assert.True(RtpPacket.TryParse(room.AsSpan(0, RedPacket.Recover(view, red, 0, 65_535, room)), out var earlier));

        Assert.Equal((ushort)65535, earlier.SequenceNumber);
        Assert.Equal(view.Timestamp - 1920, earlier.Timestamp);
        Assert.Equal((111, view.Ssrc, false), (earlier.PayloadType, earlier.Ssrc, earlier.Marker));
        Assert.Equal([1, 2, 3], earlier.Payload.ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public void Stripping_keeps_the_own_payload_and_the_header(int padding)
    {
        var packet = Packet(out var length, padding);

        var plain = packet.AsSpan(0, RedPacket.StripInPlace(packet.AsSpan(0, length)));

        Assert.True(RtpPacket.TryParse(plain, out var view));
        Assert.Equal((111, (ushort)1, true, 0), (view.PayloadType, view.SequenceNumber, view.Marker, view.PaddingLength));
        Assert.Equal([6, 7, 8, 9], view.Payload.ToArray());
        Assert.True(view.TryGetExtension(1, out var level));
        Assert.Equal([0x85], level.ToArray());
    }

    [Fact]
    public void What_is_not_redundant_audio_is_not_stripped()
    {
        Assert.Equal(0, RedPacket.StripInPlace(new byte[11]));
        var packet = Packet(out _);
        Assert.Equal(0, RedPacket.StripInPlace(packet.AsSpan(0, RtpPacket.FixedHeaderLength + 8 + 10)));
    }

    private static byte[] Packet(out int length, int padding = 0)
    {
        var buffer = new byte[200];
        var writer = new RtpPacketWriter(buffer, true, 63, 1, 90_000, new(42));
        Assert.True(writer.TryAddExtension(1, [0x85]));
        length = writer.Finish(Payload);
        if (padding > 0)
        {
            length += padding;
            buffer[0] |= 0x20;
            buffer[length - 1] = (byte)padding;
        }

        return buffer[..length];
    }
}
