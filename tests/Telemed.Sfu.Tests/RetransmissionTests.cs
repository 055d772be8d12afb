using System.Buffers.Binary;
using Telemed.Rtc.Rtcp;
using Telemed.Rtc.Rtp;

namespace Telemed.Sfu.Tests;

public sealed class RetransmissionTests
{
    [Fact]
    public void A_nack_is_answered_on_the_rtx_stream_with_the_packet_as_it_was_sent()
    {
        var test = new RoomHarness();
        var sender = new Person(test, "sender");
        var viewer = new Person(test, "viewer", publish: false, firefox: true);
        sender.SendFrame(key: true, packets: 4);
        var lost = test.RtpTo(viewer.VideoSlot)[2];

        viewer.Nack(viewer.VideoSlot, RtpHeader.GetSequenceNumber(lost));

        var again = test.RtpTo(viewer.Participant)[^1];
        Assert.Equal(viewer.VideoSlot.RtxSsrc, RtpHeader.GetSsrc(again));
        Assert.Equal(124, RoomHarness.Numbers(again).Type);
        var length = RtxPacket.UnwrapInPlace(again, 120, viewer.VideoSlot.Ssrc);
        Assert.Equal(lost, again[..length]);
    }

    [Fact]
    public void A_nack_from_before_a_switch_is_answered_with_the_numbers_of_then()
    {
        var test = new RoomHarness();
        var first = new Person(test, "first");
        var second = new Person(test, "second");
        var viewer = new Person(test, "viewer", publish: false);
        first.SendFrame(key: true, packets: 3);
        test.Room.SetWish(test.Now, viewer.Participant, "sv0", second.Face.Id);
        second.SendFrame(key: true, packets: 3);
        var lost = test.RtpTo(viewer.VideoSlot)[1];

        viewer.Nack(viewer.VideoSlot, RtpHeader.GetSequenceNumber(lost));

        var again = test.RtpTo(viewer.Participant)[^1];
        var length = RtxPacket.UnwrapInPlace(again, 96, viewer.VideoSlot.Ssrc);
        Assert.Equal(lost, again[..length]);
    }

    [Fact]
    public void A_repeated_nack_is_answered_once_in_a_round_trip()
    {
        var test = new RoomHarness();
        var sender = new Person(test, "sender");
        var viewer = new Person(test, "viewer", publish: false);
        sender.SendFrame(key: true, packets: 4);
        var sequence = RtpHeader.GetSequenceNumber(test.RtpTo(viewer.VideoSlot)[1]);

        viewer.Nack(viewer.VideoSlot, sequence);
        viewer.Nack(viewer.VideoSlot, sequence);
        Assert.Equal(1, test.Room.Counters.Retransmissions);

        test.Wait(101);
        viewer.Nack(viewer.VideoSlot, sequence);
        Assert.Equal(2, test.Room.Counters.Retransmissions);
    }

    [Fact]
    public void Retransmissions_are_bounded_by_what_was_sent_in_the_first_place()
    {
        var test = new RoomHarness();
        var sender = new Person(test, "sender");
        var viewer = new Person(test, "viewer", publish: false);
        sender.SendFrame(key: true, packets: 100);
        ushort[] all = [.. test.RtpTo(viewer.VideoSlot).Select(packet => RtpHeader.GetSequenceNumber(packet))];
        var sent = test.Rtp.Sum(packet => packet.Packet.Length);
        test.Rtp.Clear();

        for (var i = 0; i < 50; i++)
        {
            test.Wait(101);
            viewer.Nack(viewer.VideoSlot, all);
        }

        var again = test.RtpTo(viewer.Participant).Sum(packet => packet.Length);
        Assert.InRange(again, 1, (sent / 2) + (32 << 10) + 200);
    }

    [Fact]
    public void Numbers_that_were_never_sent_are_ignored()
    {
        var test = new RoomHarness();
        var sender = new Person(test, "sender");
        var viewer = new Person(test, "viewer", publish: false);
        sender.SendFrame(key: true, packets: 2);
        var first = RtpHeader.GetSequenceNumber(test.RtpTo(viewer.VideoSlot)[0]);

        viewer.Nack(viewer.VideoSlot, (ushort)(first - 1), (ushort)(first + 2), (ushort)(first + 9000));

        Assert.Equal(0, test.Room.Counters.Retransmissions);
    }

    [Fact]
    public void The_relay_asks_the_publisher_for_a_gap_and_only_once_when_it_is_filled()
    {
        var test = new RoomHarness();
        var sender = new Person(test, "sender");
        _ = new Person(test, "viewer", publish: false);
        sender.SendFrame(key: true, packets: 3);
        sender.SendFrame(packets: 3, lose: i => i == 1);
        var missing = (ushort)(sender.VideoSequence - 1);

        test.Wait(10);
        var asked = test.Rtcp.SelectMany(sent => Nacked(sent.Packet)).ToList();
        Assert.Equal([missing], asked);

        sender.SendAgain(sender.FramePacket(missing, key: false, 1, 3), 1);
        test.Wait(1000);
        Assert.Equal([missing], test.Rtcp.SelectMany(sent => Nacked(sent.Packet)));
    }

    [Fact]
    public void A_packet_that_comes_twice_goes_out_once()
    {
        var test = new RoomHarness();
        var sender = new Person(test, "sender");
        var viewer = new Person(test, "viewer", publish: false);
        sender.SendFrame(key: true);
        sender.SendAgain(sender.FramePacket(sender.VideoSequence, key: true, 0, 1), 1);

        Assert.Single(test.RtpTo(viewer.VideoSlot));
        Assert.Equal(1, test.Room.Counters.Duplicates);
    }

    [Fact]
    public void A_number_never_goes_out_twice_even_when_the_cache_has_forgotten_it()
    {
        var test = new RoomHarness();
        var sender = new Person(test, "sender");
        var viewer = new Person(test, "viewer", publish: false);
        sender.SendFrame(key: true);
        var first = sender.VideoSequence;
        sender.SendFrame(packets: 1500);

        sender.SendAgain(sender.FramePacket(first, key: false, 3, 9), 1);

        var numbers = test.RtpTo(viewer.VideoSlot).ConvertAll(packet => RoomHarness.Numbers(packet).Sequence);
        Assert.Equal(1501, numbers.Count);
        Assert.Equal(numbers.Count, numbers.Distinct().Count());
    }

    [Fact]
    public void Two_streams_on_one_line_do_not_share_its_numbers()
    {
        var test = new RoomHarness();
        var sender = new Person(test, "sender", announce: false);
        var viewer = new Person(test, "viewer", publish: false);
        sender.SendFrame(key: true, packets: 3, mid: true);
        var number = sender.VideoSequence;
        var other = sender.FramePacket(++number, key: true, 0, 1, mid: true, ssrc: new(9));
        test.Room.OnRtp(test.Now, sender.Participant, other);
        sender.SendFrame(packets: 3);

        var numbers = test.RtpTo(viewer.VideoSlot).ConvertAll(packet => RoomHarness.Numbers(packet).Sequence);
        Assert.Equal(4, numbers.Count);
        Assert.Equal(4, numbers.Distinct().Count());
        Assert.Equal(3, test.Room.Counters.PacketsRefused);
    }

    [Fact]
    public void Every_packet_is_reported_by_transport_wide_feedback()
    {
        var test = new RoomHarness();
        var sender = new Person(test, "sender");
        for (var i = 0; i < 40; i++)
        {
            sender.SendFrame(key: i == 0, packets: 2);
            sender.SendAudio();
            test.Wait(10);
        }

        test.Wait(200);
        var reported = new HashSet<ushort>();
        foreach (var (_, packet) in test.Rtcp)
        {
            Assert.True(RtcpCompound.TryParse(packet, out var compound));
            foreach (var part in compound)
            {
                if (TransportFeedback.TryParse(part, out var feedback))
                {
                    foreach (var entry in feedback)
                    {
                        Assert.True(entry.Received);
                        Assert.True(reported.Add(entry.SequenceNumber));
                    }
                }
            }
        }

        Assert.Equal(120, reported.Count);
        Assert.Equal(sender.TransportSequence, reported.Max());
    }

    [Fact]
    public void A_probe_without_payload_on_the_rtx_stream_harms_nothing()
    {
        var test = new RoomHarness();
        var sender = new Person(test, "sender");
        sender.SendFrame(key: true);
        var probe = new byte[300];
        var writer = new RtpPacketWriter(probe, false, 97, 5, 1, sender.RtxSsrc);
        var length = writer.FinishWithPadding(200);
        test.Room.OnRtp(test.Now, sender.Participant, probe.AsSpan(0, length));

        Assert.Equal(0, test.Room.Counters.PacketsRefused);
        Assert.Equal(2, test.Room.Counters.PacketsIn);
    }

    [Fact]
    public void Hostile_packets_are_refused_and_counted()
    {
        var test = new RoomHarness();
        var sender = new Person(test, "sender");
        var random = new Random(5);
        for (var i = 0; i < 20_000; i++)
        {
            var packet = new byte[random.Next(0, 60)];
            random.NextBytes(packet);
            if (packet.Length > 11)
            {
                packet[0] = (byte)(0x80 | (packet[0] & 0x3F));
                packet[1] = (byte)(random.Next(3) switch { 0 => 96, 1 => 97, _ => packet[1] });
                BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), random.Next(2) == 0 ? sender.VideoSsrc.Value : sender.RtxSsrc.Value);
            }

            test.Room.OnRtp(test.Now, sender.Participant, packet);
            test.Room.OnRtcp(test.Now, sender.Participant, packet);
        }

        test.Wait(100);
        Assert.True(test.Room.Counters.PacketsRefused > 0);
        Assert.True(test.Room.Counters.ReportsRefused > 0);
    }

    private static List<ushort> Nacked(byte[] datagram)
    {
        List<ushort> numbers = [];
        Assert.True(RtcpCompound.TryParse(datagram, out var compound));
        foreach (var packet in compound)
        {
            if (GenericNack.TryParse(packet, out var nack))
            {
                foreach (var number in nack)
                {
                    numbers.Add(number);
                }
            }
        }

        return numbers;
    }
}
