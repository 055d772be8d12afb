using Telemed.Rtc.Codecs;
using Telemed.Rtc.Rtp;

namespace Telemed.Fuzz.Tests;

public sealed class RtpFuzzTests
{
    private static readonly RtpHeaderExtensionMap Map = new()
    {
        Mid = 4,
        Rid = 10,
        RepairedRid = 11,
        TransportSequenceNumber = 3,
        AudioLevel = 1,
        AbsoluteSendTime = 2,
    };

    public static TheoryData<int> Seeds => [1, 2, 3, 4];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void No_packet_breaks_reader_rewriters_or_retransmission(int seed)
    {
        FuzzRun.Bytes(seed, [Packet(false), Packet(true), Padded()], message =>
        {
            if (!RtpPacket.TryParse(message, out var packet))
            {
                return;
            }

            Assert.True(packet.HeaderLength + packet.Payload.Length + packet.PaddingLength == message.Length);
            _ = new RtpHeaderExtensions(packet, Map);
            foreach (var element in packet.Extensions)
            {
                var value = element.Value.ToArray();
                if (RtpExtensionBlock.TryFind(message, element.Id, out var offset, out var length))
                {
                    Assert.True(offset + length <= packet.HeaderLength);
                }

                _ = RtpExtensionBlock.TryOverwrite(message, element.Id, value);
            }

            var wrapped = new byte[message.Length + RtxPacket.Overhead];
            Assert.Equal(wrapped.Length, RtxPacket.Wrap(message, wrapped, 97, new(1), 2));
            var (type, ssrc) = (packet.PayloadType, packet.Ssrc);
            // Padding travels behind the original, so a padded original unwraps to itself as well.
            Assert.Equal(message.Length, RtxPacket.UnwrapInPlace(wrapped, type, ssrc));
            Assert.Equal(message, wrapped[..message.Length]);
            _ = RtxPacket.UnwrapInPlace(message, 96, new(3));
            Assert.InRange(RedPacket.StripInPlace(message), 0, message.Length);
        });
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void No_payload_breaks_a_codec_reader(int seed)
    {
        byte[][] payloads =
        [
            [0x90, 0xF0, 0x92, 0x34, 0x56, 0xA5, 0x10, 0x00, 0x00, 0x9D, 0x01, 0x2A, 0x80, 0x02, 0xE0, 0x01],
            [0x78, 0, 2, 0x67, 1, 0, 1, 0x68],
            [0x7C, 0x85, 1],
            [0x1B, 2, 3, 4],
            [0xEF, 0x1E, 0, 2, 0xEF, 0x0F, 0, 1, 0x6F, 1, 2, 3, 4],
        ];
        FuzzRun.Bytes(seed, payloads, message =>
        {
            _ = Vp8Payload.IsKeyFrameStart(message);
            _ = H264Payload.Inspect(message);
            _ = Vp8Payload.TryGetSize(message, out _, out _);
            if (RedPayload.TryParse(message, out var red))
            {
                var data = red.Own.Length;
                for (var i = 0; i < red.Count; i++)
                {
                    data += red[i].Data.Length;
                }

                Assert.Equal(message.Length, data + (red.Count * RedPayload.HeadLength) + RedPayload.OwnHeadLength);
            }

            if (OpusPacket.TryGetDuration(message, out var samples))
            {
                Assert.InRange(samples, 120, 5760);
            }

            if (Vp8PayloadDescriptor.TryParse(message, out var descriptor))
            {
                Assert.InRange(descriptor.Length, 1, message.Length);
                descriptor.SetPictureId(message, 0x1234);
                descriptor.SetTl0PictureIndex(message, 0x56);
                Assert.True(Vp8PayloadDescriptor.TryParse(message, out var again));
                Assert.Equal(descriptor.Length, again.Length);
                Assert.Equal(descriptor.HasPictureId ? (descriptor.HasWidePictureId ? 0x1234 : 0x34) : 0, again.PictureId);
                Assert.Equal(descriptor.TemporalLayer, again.TemporalLayer);
            }
        });
    }

    private static byte[] Packet(bool twoByte)
    {
        var buffer = new byte[200];
        var writer = new RtpPacketWriter(buffer, true, 96, 7, 90_000, new(42), twoByte);
        Assert.True(writer.TryAddExtension(3, [1, 2]));
        Assert.True(writer.TryAddExtension(4, "mid"u8));
        Assert.True(writer.TryAddExtension(1, [0x80]));
        return buffer[..writer.Finish("some payload"u8)];
    }

    private static byte[] Padded()
    {
        var buffer = new byte[200];
        return buffer[..new RtpPacketWriter(buffer, false, 97, 7, 90_000, new(42)).FinishWithPadding(20)];
    }
}
