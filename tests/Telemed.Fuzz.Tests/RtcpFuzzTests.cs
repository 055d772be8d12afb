using Telemed.Rtc.Bwe;
using Telemed.Rtc.Rtcp;
using Telemed.Rtc.Rtp;
using Telemed.Rtc.Time;

namespace Telemed.Fuzz.Tests;

public sealed class RtcpFuzzTests
{
    public static TheoryData<int> Seeds => [1, 2, 3, 4];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void No_compound_breaks_a_reader(int seed)
    {
        FuzzRun.Bytes(seed, Samples(), message =>
        {
            if (!RtcpCompound.TryParse(message, out var compound))
            {
                return;
            }

            var length = 0;
            foreach (var packet in compound)
            {
                length += packet.Bytes.Length;
                Read(packet);
            }

            Assert.Equal(message.Length, length);
        });
    }

    private static void Read(RtcpPacket packet)
    {
        if (SenderReport.TryParse(packet, out var sender))
        {
            ReadBlocks(sender.Blocks);
        }

        if (ReceiverReport.TryParse(packet, out var receiver))
        {
            ReadBlocks(receiver.Blocks);
        }

        if (SourceDescription.TryParse(packet, out var description))
        {
            _ = description.TryGetCname(new(1), out _);
        }

        if (Goodbye.TryParse(packet, out var goodbye))
        {
            for (var index = 0; index < goodbye.Count; index++)
            {
                _ = goodbye[index];
            }
        }

        ReadFeedback(packet);
    }

    private static void ReadFeedback(RtcpPacket packet)
    {
        if (GenericNack.TryParse(packet, out var nack))
        {
            foreach (var number in nack)
            {
                _ = number;
            }
        }

        if (FullIntraRequest.TryParse(packet, out var request))
        {
            for (var index = 0; index < request.Count; index++)
            {
                _ = (request[index], request.CommandNumber(index));
            }
        }

        if (ReceiverEstimatedBitrate.TryParse(packet, out var estimate))
        {
            for (var index = 0; index < estimate.Count; index++)
            {
                _ = estimate[index];
            }
        }

        if (TransportFeedback.TryParse(packet, out var feedback))
        {
            var count = 0;
            foreach (var entry in feedback)
            {
                Assert.Equal((ushort)(feedback.BaseSequenceNumber + count++), entry.SequenceNumber);
            }

            Assert.Equal(feedback.StatusCount, count);
        }

        _ = PictureLossIndication.TryParse(packet, out _);
    }

    private static void ReadBlocks(ReportBlockList blocks)
    {
        for (var index = 0; index < blocks.Count; index++)
        {
            _ = blocks[index].RoundTrip(12345);
        }
    }

    private static List<byte[]> Samples()
    {
        var samples = new List<byte[]>();
        var buffer = new byte[1500];
        var block = new ReportBlock(new(1), 2, 3, 4, 5, 6, 7);
        var writer = new RtcpWriter(buffer);
        Assert.True(writer.TryAddSenderReport(new(1), new(2), 3, 4, 5, [block, block]));
        Assert.True(writer.TryAddSourceDescription(new(1), "cname"u8));
        samples.Add(writer.Written.ToArray());
        writer = new(buffer);
        Assert.True(writer.TryAddReceiverReport(new(1), [block]));
        Assert.True(writer.TryAddNack(new(1), new(2), [1, 2, 30]));
        Assert.True(writer.TryAddPictureLossIndication(new(1), new(2)));
        Assert.True(writer.TryAddFullIntraRequest(new(1), new(2), 3));
        samples.Add(writer.Written.ToArray());
        writer = new(buffer);
        Assert.True(writer.TryAddReceiverEstimatedBitrate(new(1), 3_000_000, [new(1), new(2)]));
        Assert.True(writer.TryAddGoodbye([new(1), new(2)]));
        samples.Add(writer.Written.ToArray());
        var recorder = new TransportFeedbackRecorder();
        var random = new Random(1);
        for (var packet = 0; packet < 60; packet++)
        {
            recorder.Note(
                MonotonicTime.FromMilliseconds((packet * 5) + random.Next(70)), (ushort)(packet + random.Next(3)));
        }

        Assert.True(recorder.TryBuild(buffer, new Ssrc(1), new Ssrc(2), out var length));
        samples.Add(buffer[..length]);
        return samples;
    }
}
