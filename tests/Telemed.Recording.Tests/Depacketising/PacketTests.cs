using System.Buffers.Binary;
using Telemed.Recording.Depacketising;
using Telemed.Rtc.Codecs;

namespace Telemed.Recording.Tests.Depacketising;

public sealed class PacketTests
{
    [Fact]
    public void Late_and_doubled_packets_come_out_once_and_in_order()
    {
        var sorter = new PacketSorter();
        foreach (var (sequence, ms) in ((long, long)[])[(1, 0), (3, 20), (3, 25), (2, 180), (4, 190), (5, 200)])
        {
            sorter.Push(Packet(sequence, ms));
        }

        Assert.Equal([(1, 0), (2, 0), (3, 0), (4, 0), (5, 0)], Drain(sorter));
    }

    [Fact]
    public void A_hole_is_waited_for_three_seconds_and_then_counted()
    {
        var sorter = new PacketSorter();
        sorter.Push(Packet(1, 0));
        sorter.Push(Packet(2, 10));
        sorter.Push(Packet(5, 3100));
        Assert.Equal([(1, 0), (2, 0)], Ready(sorter));

        sorter.Push(Packet(6, 6000));
        Assert.Empty(Ready(sorter));

        sorter.Push(Packet(7, 6100));
        Assert.Equal([(5, 2), (6, 0), (7, 0)], Ready(sorter));
    }

    [Fact]
    public void A_sender_that_begins_to_count_anew_is_followed()
    {
        var sorter = new PacketSorter();
        sorter.Push(Packet(50_000, 0));
        sorter.Push(Packet(50_001, 3100));
        Assert.Equal([(50_000, 0), (50_001, 0)], Ready(sorter));

        for (var index = 0; index < 40; index++)
        {
            sorter.Push(Packet(30_000 + index, 4000 + (index * 20)));
        }

        var drained = Drain(sorter);
        Assert.Equal((30_019, 1), drained[0]);
        Assert.Equal(21, drained.Count);
    }

    [Fact]
    public void A_vp8_frame_with_a_hole_holds_the_picture_until_the_next_key_frame()
    {
        var assembler = new Vp8Assembler();
        var frames = new List<long>();
        var sequence = 0L;
        for (var number = 0; number < 10; number++)
        {
            var payloads = new Vp8Packetizer(200).Packetize(Frame(key: number % 5 == 0));
            var buffer = new byte[300];
            var part = 0;
            var missing = 0;
            while (payloads.TryWrite(buffer, out var length, out var last))
            {
                sequence++;
                if (number == 2 && part++ == 1)
                {
                    missing = 1;
                    continue;
                }

                var packet = new MediaPacket(sequence, number * 3000, 0, last, buffer[..length]);
                if (assembler.Take(packet, missing) is { } frame)
                {
                    Assert.Equal(Frame(frame.IsKey), frame.Data);
                    frames.Add(frame.RtpTime / 3000);
                }

                missing = 0;
            }
        }

        Assert.Equal([0, 1, 5, 6, 7, 8, 9], frames);
    }

    [Fact]
    public void H264_units_come_together_from_aggregates_fragments_and_single_packets()
    {
        byte[] sps = [0x67, 0x42, 0xC0, 0x1E, 0xDA, 0x02, 0x80, 0xF6, 0x84, 0x00, 0x00, 0x03, 0x00, 0x04];
        byte[] pps = [0x68, 0xCE, 0x3C, 0x80];
        var idr = Enumerable.Range(0, 500).Select(index => index == 0 ? (byte)0x65 : (byte)index).ToArray();
        byte[] aggregate = [0x78, .. Led16(sps), .. Led16(pps)];
        var assembler = new H264Assembler();

        Assert.Null(assembler.Take(new(1, 0, 0, false, aggregate), 0));
        Assert.Null(assembler.Take(new(2, 0, 0, false, [0x7C, 0x85, .. idr[1..300]]), 0));
        var frame = assembler.Take(new(3, 0, 0, true, [0x7C, 0x45, .. idr[300..]]), 0);
        var next = assembler.Take(new(4, 3000, 0, true, [0x41, 1, 2, 3]), 0);

        Assert.NotNull(frame);
        Assert.True(frame.IsKey);
        Assert.Equal([.. Led32(sps), .. Led32(pps), .. Led32(idr)], frame.Data);
        Assert.NotNull(next);
        Assert.False(next.IsKey);
        var sets = H264ParameterSets.Find(frame.Data);
        Assert.NotNull(sets);
        Assert.Equal((640, 480), (sets.Width, sets.Height));
    }

    [Fact]
    public void H264_after_a_loss_waits_for_an_idr_picture()
    {
        var assembler = new H264Assembler();

        Assert.NotNull(assembler.Take(new(1, 0, 0, true, [0x65, 1]), 0));
        Assert.Null(assembler.Take(new(3, 3000, 0, true, [0x41, 1]), 1));
        Assert.Null(assembler.Take(new(4, 6000, 0, true, [0x41, 1]), 0));
        Assert.NotNull(assembler.Take(new(5, 9000, 0, true, [0x65, 1]), 0));
    }

    private static MediaPacket Packet(long sequence, long ms) => new(sequence, 0, ms * 1_000_000, false, []);

    private static byte[] Frame(bool key)
    {
        var frame = new byte[700];
        frame[0] = key ? (byte)0 : (byte)1;
        frame[699] = 7;
        return frame;
    }

    private static byte[] Led16(byte[] unit)
    {
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)unit.Length);
        return [.. length, .. unit];
    }

    private static byte[] Led32(byte[] unit) => [0, 0, .. Led16(unit)];

    private static List<(long, int)> Drain(PacketSorter sorter)
    {
        sorter.Drain();
        return Ready(sorter);
    }

    private static List<(long, int)> Ready(PacketSorter sorter)
    {
        var ready = new List<(long, int)>();
        while (sorter.TryPop(out var packet, out var missing))
        {
            ready.Add((packet.Sequence, missing));
        }

        return ready;
    }
}
