using Telemed.Rtc.Rtp;

namespace Telemed.Rtc.Tests.Rtp;

public sealed class RtxPacketTests
{
    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(1100, true)]
    public void Unwrapping_gives_back_the_original(int payloadLength, bool withExtension)
    {
        var original = Original(payloadLength, withExtension);
        var wrapped = new byte[original.Length + RtxPacket.Overhead];

        var length = RtxPacket.Wrap(original, wrapped, 97, new(99), 500);

        Assert.Equal(wrapped.Length, length);
        Assert.True(RtpPacket.TryParse(wrapped, out var packet));
        Assert.Equal(97, packet.PayloadType);
        Assert.Equal(new Ssrc(99), packet.Ssrc);
        Assert.Equal(500, packet.SequenceNumber);
        Assert.Equal([0x12, 0x34], packet.Payload[..2].ToArray());

        length = RtxPacket.UnwrapInPlace(wrapped, 96, new(42));

        Assert.Equal(original, wrapped.AsSpan(0, length).ToArray());
    }

    [Fact]
    public void A_padding_probe_unwraps_to_nothing()
    {
        var buffer = new byte[100];
        var length = new RtpPacketWriter(buffer, false, 97, 1, 2, new(3)).FinishWithPadding(50);

        Assert.Equal(0, RtxPacket.UnwrapInPlace(buffer.AsSpan(0, length), 96, new(42)));
    }

    [Fact]
    public void Too_little_room_wraps_nothing()
    {
        var original = Original(10, false);

        Assert.Equal(0, RtxPacket.Wrap(original, new byte[original.Length + 1], 97, new(99), 500));
        Assert.Equal(0, RtxPacket.Wrap(original.AsSpan(0, 11), new byte[100], 97, new(99), 500));
    }

    private static byte[] Original(int payloadLength, bool withExtension)
    {
        var buffer = new byte[1400];
        var writer = new RtpPacketWriter(buffer, true, 96, 0x1234, 1000, new(42));
        if (withExtension)
        {
            Assert.True(writer.TryAddExtension(3, [1, 2]));
        }

        var payload = new byte[payloadLength];
        new Random(payloadLength).NextBytes(payload);
        return buffer[..writer.Finish(payload)];
    }
}
