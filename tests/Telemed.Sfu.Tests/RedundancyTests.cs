using System.Buffers.Binary;
using Telemed.Rtc.Rtp;

namespace Telemed.Sfu.Tests;

public sealed class RedundancyTests
{
    [Fact]
    public void Redundant_sound_reaches_the_recorder_and_plain_receivers_as_plain_packets()
    {
        var test = new RoomHarness();
        test.Room.SetTap(test.Now, test);
        var sender = new Person(test, "sender", red: true, recordable: true);
        var viewer = new Person(test, "viewer", publish: false, firefox: true);

        for (var i = 0; i < 3; i++)
        {
            sender.SendRedundantAudio(blocks: 1);
        }

        // The block of the first packet is the one before it, which had not been seen either.
        Assert.Equal([100, 101, 102, 103], Sounds(test.RtpTo(viewer.AudioSlot), 109));
        Assert.Equal([100, 101, 102, 103], Sounds(test.Tapped.ConvertAll(one => one.Packet), 111));
    }

    [Fact]
    public void What_the_uplink_lost_comes_back_under_its_own_number_and_time()
    {
        var test = new RoomHarness();
        test.Room.SetTap(test.Now, test);
        var sender = new Person(test, "sender", red: true, recordable: true);
        var viewer = new Person(test, "viewer", publish: false);
        sender.SendRedundantAudio(blocks: 2);
        sender.SendRedundantAudio(blocks: 2, lose: true);
        sender.SendRedundantAudio(blocks: 2, lose: true);
        sender.SendRedundantAudio(blocks: 2);

        var sent = test.RtpTo(viewer.AudioSlot);
        Assert.Equal([99, 100, 101, 102, 103, 104], Sounds(sent, 111));
        foreach (var (one, next) in sent.Zip(sent.Skip(1)))
        {
            Assert.Equal((ushort)(RoomHarness.Numbers(one).Sequence + 1), RoomHarness.Numbers(next).Sequence);
            Assert.Equal(RoomHarness.Numbers(one).Timestamp + 960, RoomHarness.Numbers(next).Timestamp);
        }

        Assert.Equal(6, test.Tapped.Count);
        Assert.Equal((4, 0), (test.Room.Counters.Recovered, test.Room.Counters.Duplicates));
    }

    [Fact]
    public void What_is_repeated_at_a_distance_comes_back_under_its_own_number()
    {
        var test = new RoomHarness();
        var sender = new Person(test, "sender", red: true);
        var viewer = new Person(test, "viewer", publish: false);
        for (var i = 0; i < 16; i++)
        {
            // A burst takes four packets; each comes back with the fourth or the eighth behind it.
            sender.SendRedundantAudio([8, 4], lose: i is >= 8 and < 12);
        }

        var sent = Sounds(test.RtpTo(viewer.AudioSlot), 111);
        Assert.Equal(Enumerable.Range(sent.Min(), sent.Count), sent.Order());
        Assert.Equal(sender.AudioSequence, sent[^1]);
        foreach (var one in test.RtpTo(viewer.AudioSlot))
        {
            Assert.True(RtpPacket.TryParse(one, out var view));
            Assert.Equal((ushort)(Number(view.Payload) - sent[0]), (ushort)(view.SequenceNumber - RoomHarness.Numbers(test.RtpTo(viewer.AudioSlot)[0]).Sequence));
        }
    }

    [Fact]
    public void Over_a_pause_the_repeated_packet_has_the_number_that_is_missing()
    {
        var test = new RoomHarness();
        var sender = new Person(test, "sender", red: true);
        var viewer = new Person(test, "viewer", publish: false);
        sender.SendRedundantAudio(blocks: 1);
        sender.SendRedundantAudio(blocks: 1, lose: true);
        sender.AudioTimestamp += 4 * 960;
        var number = sender.AudioSequence;
        sender.SendRedundantAudio(new Dictionary<int, int> { [1] = 5 * 960 });

        Assert.Equal([number - 2, number - 1, number, number + 1], Sounds(test.RtpTo(viewer.AudioSlot), 111));
    }

    [Fact]
    public void What_cannot_be_placed_is_left_out()
    {
        var test = new RoomHarness();
        var sender = new Person(test, "sender", red: true);
        var viewer = new Person(test, "viewer", publish: false);
        sender.SendRedundantAudio(blocks: 0);
        sender.SendRedundantAudio(blocks: 0, lose: true);
        sender.SendRedundantAudio(blocks: 0, lose: true);
        sender.SendRedundantAudio(new Dictionary<int, int> { [2] = 500 });

        Assert.Equal([sender.AudioSequence - 3, sender.AudioSequence], Sounds(test.RtpTo(viewer.AudioSlot), 111));
    }

    [Fact]
    public void The_publishers_loss_stays_in_its_reports_though_it_was_repaired()
    {
        var test = new RoomHarness();
        var sender = new Person(test, "sender", red: true);
        for (var i = 0; i < 150; i++)
        {
            sender.SendRedundantAudio(blocks: 1, lose: i % 5 == 4);
            test.Wait(20);
        }

        var loss = double.Parse(
            test.News.First(line => line.StartsWith("link sender", StringComparison.Ordinal)).Split(' ')[2],
            System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(loss, 15, 25);
    }

    [Fact]
    public void A_receiver_gets_no_repetition_until_it_loses_something()
    {
        var test = new RoomHarness();
        var sender = new Person(test, "sender");
        var viewer = new Person(test, "viewer", publish: false, red: true);
        Speak(test, sender, 100);
        viewer.ReportLoss(viewer.AudioSlot, 0.01);
        Speak(test, sender, 100);

        Assert.All(test.RtpTo(viewer.AudioSlot), packet => Assert.Equal(111, RoomHarness.Numbers(packet).Type));
    }

    [Theory]
    [InlineData(0.1, new[] { 1 })]
    [InlineData(0.2, new[] { 2 })]
    [InlineData(0.5, new[] { 8, 4 })]
    public void The_more_is_lost_the_longer_ago_is_repeated(double share, int[] distances)
    {
        var test = new RoomHarness();
        var sender = new Person(test, "sender");
        var viewer = new Person(test, "viewer", publish: false, red: true);
        Speak(test, sender, 20);
        viewer.ReportLoss(viewer.AudioSlot, share); // one report counts for 0.4
        Speak(test, sender, 60);

        Assert.True(RtpPacket.TryParse(test.RtpTo(viewer.AudioSlot)[^1], out var view));
        Assert.Equal(Person.Red, view.PayloadType);
        Assert.True(RedPayload.TryParse(view.Payload, out var red));
        Assert.Equal(distances.Length, red.Count);
        for (var i = 0; i < red.Count; i++)
        {
            Assert.Equal((111, distances[i] * 960), (red[i].PayloadType, red[i].TimestampOffset));
            Assert.Equal(sender.AudioSequence - distances[i], Number(red[i].Data));
        }

        Assert.Equal(sender.AudioSequence, Number(red.Own));
    }

    [Theory]
    [InlineData(40, 8, 4)]
    [InlineData(60, 5, 3)]
    public void Thin_sound_is_repeated_as_far_back_as_the_format_can_tell(int milliseconds, int far, int near)
    {
        var test = new RoomHarness();
        var sender = new Person(test, "sender");
        var viewer = new Person(test, "viewer", publish: false, red: true);
        Speak(test, sender, 20, milliseconds);
        viewer.ReportLoss(viewer.AudioSlot, 0.5);
        Speak(test, sender, 60, milliseconds);

        Assert.True(RtpPacket.TryParse(test.RtpTo(viewer.AudioSlot)[^1], out var view));
        Assert.True(RedPayload.TryParse(view.Payload, out var red));
        var samples = milliseconds * 48;
        Assert.Equal((2, far * samples, near * samples), (red.Count, red[0].TimestampOffset, red[1].TimestampOffset));
        Assert.Equal(sender.AudioSequence - far, Number(red[0].Data));
        Assert.Equal(sender.AudioSequence - near, Number(red[1].Data));
    }

    [Fact]
    public void Repetition_adds_no_packet_and_leaves_the_numbers_alone()
    {
        var test = new RoomHarness();
        var sender = new Person(test, "sender");
        var viewer = new Person(test, "viewer", publish: false, red: true);
        Speak(test, sender, 20);
        viewer.ReportLoss(viewer.AudioSlot, 0.5);
        Speak(test, sender, 100);

        var sent = test.RtpTo(viewer.AudioSlot);
        Assert.Equal(120, sent.Count);
        Assert.All(sent.Zip(sent.Skip(1)), pair => Assert.Equal(
            (ushort)(RoomHarness.Numbers(pair.First).Sequence + 1), RoomHarness.Numbers(pair.Second).Sequence));
    }

    [Fact]
    public void A_receiver_that_did_not_agree_to_it_never_gets_repetition()
    {
        var test = new RoomHarness();
        var sender = new Person(test, "sender", red: true);
        var viewer = new Person(test, "viewer", publish: false, firefox: true);
        Speak(test, sender, 20);
        viewer.ReportLoss(viewer.AudioSlot, 0.9);
        Speak(test, sender, 100);

        Assert.All(test.RtpTo(viewer.AudioSlot), packet => Assert.Equal(109, RoomHarness.Numbers(packet).Type));
    }

    [Fact]
    public void Another_voice_in_a_slot_repeats_nothing_from_before_it_was_there()
    {
        var test = new RoomHarness();
        var first = new Person(test, "first");
        var second = new Person(test, "second");
        var viewer = new Person(test, "viewer", publish: false, red: true);
        Speak(test, first, 20);
        viewer.ReportLoss(viewer.AudioSlot, 0.5);
        Speak(test, first, 60);
        for (var i = 0; i < 10; i++)
        {
            second.SendPlainAudio();
        }

        test.Room.SetWish(test.Now, viewer.Participant, "sa0", second.Voice.Id);
        test.Rtp.Clear();
        Speak(test, second, 5);

        var types = test.RtpTo(viewer.AudioSlot).ConvertAll(packet => RoomHarness.Numbers(packet).Type);
        Assert.Equal([111, 111, 111, 111, Person.Red], types);
    }

    [Fact]
    public void What_was_said_while_muted_is_not_repeated_afterwards()
    {
        var test = new RoomHarness();
        var sender = new Person(test, "sender");
        var viewer = new Person(test, "viewer", publish: false, red: true);
        Speak(test, sender, 20);
        viewer.ReportLoss(viewer.AudioSlot, 0.1);
        Speak(test, sender, 60);
        test.Room.SetPublication(test.Now, sender.Participant, "a", "voice", "", muted: true);
        Speak(test, sender, 3);
        var secret = sender.AudioSequence;
        test.Room.SetPublication(test.Now, sender.Participant, "a", "voice", "", muted: false);
        test.Rtp.Clear();
        Speak(test, sender, 2);

        Assert.True(RtpPacket.TryParse(test.RtpTo(viewer.AudioSlot)[0], out var view));
        Assert.Equal(111, view.PayloadType);
        Assert.True(Number(view.Payload) > secret);
    }

    [Fact]
    public void Less_loss_takes_protection_away_step_by_step()
    {
        var test = new RoomHarness();
        var sender = new Person(test, "sender");
        var viewer = new Person(test, "viewer", publish: false, red: true);
        Speak(test, sender, 20);
        viewer.ReportLoss(viewer.AudioSlot, 0.5);
        List<int> counts = [];
        for (var second = 0; second < 40; second++)
        {
            Speak(test, sender, 50);
            viewer.ReportLoss(viewer.AudioSlot, 0);
            Assert.True(RtpPacket.TryParse(test.RtpTo(viewer.AudioSlot)[^1], out var view));
            counts.Add(view.PayloadType == Person.Red && RedPayload.TryParse(view.Payload, out var red) ? red.Count : 0);
        }

        Assert.Equal([2, 1, 0], counts.Distinct());
        Assert.InRange(counts.IndexOf(1), 10, 14);
        Assert.InRange(counts.IndexOf(0), 30, 36);
    }

    [Fact]
    public void A_malformed_redundant_packet_is_refused_and_counted()
    {
        var test = new RoomHarness();
        var sender = new Person(test, "sender", red: true);
        var viewer = new Person(test, "viewer", publish: false);
        sender.SendAudio(type: Person.Red);

        Assert.Equal(1, test.Room.Counters.PacketsRefused);
        Assert.Empty(test.RtpTo(viewer.AudioSlot));
    }

    private static void Speak(RoomHarness test, Person sender, int packets, int milliseconds = 20)
    {
        for (var i = 0; i < packets; i++)
        {
            sender.SendPlainAudio(milliseconds);
            test.Wait(milliseconds);
        }
    }

    private static int Number(ReadOnlySpan<byte> sound) => BinaryPrimitives.ReadUInt16BigEndian(sound[1..]);

    private static List<int> Sounds(List<byte[]> packets, byte type) => packets.ConvertAll(packet =>
    {
        Assert.True(RtpPacket.TryParse(packet, out var view));
        Assert.Equal(type, view.PayloadType);
        return Number(view.Payload);
    });
}
