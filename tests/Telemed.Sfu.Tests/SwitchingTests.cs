namespace Telemed.Sfu.Tests;

public sealed class SwitchingTests
{
    [Fact]
    public void A_picture_starts_at_a_key_frame_and_at_no_other_packet()
    {
        var test = new RoomHarness();
        var sender = new Person(test, "sender");
        var viewer = new Person(test, "viewer", publish: false);

        sender.SendFrame(key: false, packets: 3);
        Assert.Empty(test.RtpTo(viewer.Participant));

        sender.SendFrame(key: true, packets: 3);
        sender.SendFrame(key: false, packets: 2);

        Assert.Equal(5, test.RtpTo(viewer.VideoSlot).Count);
        Assert.True(RoomHarness.Picture(test.RtpTo(viewer.VideoSlot)[0]).StartsFrame);
    }

    [Fact]
    public void The_first_sequence_numbers_lie_below_32768()
    {
        var test = new RoomHarness();
        var sender = new Person(test, "sender") { VideoSequence = 65_000, AudioSequence = 65_000 };
        List<Person> viewers = [.. Enumerable.Range(0, 50).Select(i => new Person(test, $"viewer{i}", publish: false))];

        sender.SendFrame(key: true);
        sender.SendAudio();

        Assert.Equal(100, test.Rtp.Count);
        Assert.All(test.Rtp, sent => Assert.InRange(RoomHarness.Numbers(sent.Packet).Sequence, 0, 32_767));
        Assert.True(viewers.Count > 0);
    }

    [Fact]
    public void Another_source_in_a_slot_continues_numbers_times_and_pictures()
    {
        var test = new RoomHarness();
        var first = new Person(test, "first");
        var second = new Person(test, "second") { VideoSequence = 40_000, VideoTimestamp = 7, PictureId = 32_760, LayerZero = 250 };
        var viewer = new Person(test, "viewer", publish: false);
        first.SendFrame(key: true, packets: 2);
        test.Wait(100);
        test.Room.SetWish(test.Now, viewer.Participant, "sv0", second.Face.Id);
        first.SendFrame(packets: 1);
        test.Wait(50);
        second.SendFrame(key: true, packets: 2);
        first.SendFrame();
        second.SendFrame();

        var packets = test.RtpTo(viewer.VideoSlot);
        Assert.Equal(6, packets.Count);
        for (var i = 1; i < packets.Count; i++)
        {
            Assert.Equal((ushort)(RoomHarness.Numbers(packets[i - 1]).Sequence + 1), RoomHarness.Numbers(packets[i]).Sequence);
        }

        // 50 ms passed between the last packet of the old source and the first of the new one: 4,500 ticks of 90 kHz.
        Assert.Equal(4500u, RoomHarness.Numbers(packets[3]).Timestamp - RoomHarness.Numbers(packets[2]).Timestamp);
        Assert.Equal(3000u, RoomHarness.Numbers(packets[5]).Timestamp - RoomHarness.Numbers(packets[4]).Timestamp);

        var last = RoomHarness.Picture(packets[2]);
        var next = RoomHarness.Picture(packets[3]);
        Assert.Equal((ushort)((last.PictureId + 1) & 0x7FFF), next.PictureId);
        Assert.Equal((byte)(last.Tl0PictureIndex + 1), next.Tl0PictureIndex);
        Assert.Equal((ushort)((next.PictureId + 1) & 0x7FFF), RoomHarness.Picture(packets[5]).PictureId);
    }

    [Fact]
    public void At_least_ten_milliseconds_lie_between_two_sources()
    {
        var test = new RoomHarness();
        var first = new Person(test, "first");
        var second = new Person(test, "second");
        var viewer = new Person(test, "viewer", publish: false);
        first.SendFrame(key: true);
        test.Room.SetWish(test.Now, viewer.Participant, "sv0", second.Face.Id);
        second.SendFrame(key: true);

        var packets = test.RtpTo(viewer.VideoSlot);
        Assert.Equal(900u, RoomHarness.Numbers(packets[1]).Timestamp - RoomHarness.Numbers(packets[0]).Timestamp);
    }

    [Fact]
    public void The_old_picture_flows_until_the_new_one_has_its_key_frame()
    {
        var test = new RoomHarness();
        var first = new Person(test, "first");
        var second = new Person(test, "second");
        var viewer = new Person(test, "viewer", publish: false);
        first.SendFrame(key: true);
        test.Room.SetWish(test.Now, viewer.Participant, "sv0", second.Face.Id);
        second.SendFrame(key: false);
        first.SendFrame();
        Assert.Equal(2, test.RtpTo(viewer.VideoSlot).Count);

        second.SendFrame(key: true);
        first.SendFrame();
        Assert.Equal(3, test.RtpTo(viewer.VideoSlot).Count);
    }

    [Fact]
    public void A_picture_that_never_comes_does_not_keep_the_old_one_for_ever()
    {
        var test = new RoomHarness();
        var first = new Person(test, "first");
        var second = new Person(test, "second");
        var viewer = new Person(test, "viewer", publish: false);
        first.SendFrame(key: true);
        test.Room.SetWish(test.Now, viewer.Participant, "sv0", second.Face.Id);
        test.Wait(2100);

        first.SendFrame();

        Assert.Single(test.RtpTo(viewer.VideoSlot));
    }

    [Fact]
    public void Sound_changes_at_once_and_is_marked()
    {
        var test = new RoomHarness();
        var first = new Person(test, "first");
        var second = new Person(test, "second");
        var viewer = new Person(test, "viewer", publish: false);
        first.SendAudio();
        test.Room.SetWish(test.Now, viewer.Participant, "sa0", second.Voice.Id);
        first.SendAudio();
        second.SendAudio();
        second.SendAudio();

        var packets = test.RtpTo(viewer.AudioSlot).ConvertAll(RoomHarness.Numbers);
        Assert.Equal(3, packets.Count);
        Assert.Equal([true, true, false], packets.Select(packet => packet.Marker));
    }

    [Fact]
    public void Payload_types_are_those_of_the_receiver()
    {
        var test = new RoomHarness();
        var sender = new Person(test, "chromium");
        var viewer = new Person(test, "firefox", publish: false, firefox: true);
        sender.SendAudio();
        sender.SendFrame(key: true);

        Assert.Equal(109, RoomHarness.Numbers(Assert.Single(test.RtpTo(viewer.AudioSlot))).Type);
        Assert.Equal(120, RoomHarness.Numbers(Assert.Single(test.RtpTo(viewer.VideoSlot))).Type);
    }

    [Fact]
    public void No_header_extension_reaches_a_receiver()
    {
        var test = new RoomHarness();
        var sender = new Person(test, "sender");
        _ = new Person(test, "viewer", publish: false);
        sender.SendAudio(level: 20);
        sender.SendFrame(key: true);

        Assert.Equal(2, test.Rtp.Count);
        Assert.All(test.Rtp, sent => Assert.Equal(0x80, sent.Packet[0]));
    }

    [Fact]
    public void A_muted_publication_is_not_passed_on_and_returns_with_a_key_frame()
    {
        var test = new RoomHarness();
        var sender = new Person(test, "sender");
        var viewer = new Person(test, "viewer", publish: false);
        sender.SendFrame(key: true);
        test.Room.SetPublication(test.Now, sender.Participant, "v", "face", "", muted: true);
        sender.SendFrame(key: true);
        Assert.Single(test.RtpTo(viewer.VideoSlot));

        test.Wait(1000);
        var asked = test.KeyFrameRequestsTo(sender.Participant);
        test.Room.SetPublication(test.Now, sender.Participant, "v", "face", "", muted: false);
        test.Wait(1);
        sender.SendFrame(key: false);
        Assert.Single(test.RtpTo(viewer.VideoSlot));
        Assert.Equal(asked + 1, test.KeyFrameRequestsTo(sender.Participant));

        sender.SendFrame(key: true);
        var packets = test.RtpTo(viewer.VideoSlot).ConvertAll(RoomHarness.Numbers);
        Assert.Equal(2, packets.Count);
        Assert.Equal((ushort)(packets[0].Sequence + 1), packets[1].Sequence);
    }

    [Fact]
    public void A_source_that_jumps_in_its_numbers_starts_anew_at_a_key_frame()
    {
        var test = new RoomHarness();
        var sender = new Person(test, "sender");
        var viewer = new Person(test, "viewer", publish: false);
        sender.SendFrame(key: true);
        sender.VideoSequence += 20_000;
        sender.SendFrame(key: false);
        sender.SendFrame(key: true);

        var packets = test.RtpTo(viewer.VideoSlot).ConvertAll(RoomHarness.Numbers);
        Assert.Equal(2, packets.Count);
        Assert.Equal((ushort)(packets[0].Sequence + 1), packets[1].Sequence);
    }

    [Fact]
    public void A_gap_at_the_source_stays_a_gap_until_it_is_repaired()
    {
        var test = new RoomHarness();
        var sender = new Person(test, "sender");
        var viewer = new Person(test, "viewer", publish: false);
        sender.SendFrame(key: true, packets: 3);
        sender.SendFrame(packets: 3, lose: i => i == 1);
        var missing = sender.FramePacket((ushort)(sender.VideoSequence - 1), key: false, 1, 3);
        var numbers = test.RtpTo(viewer.VideoSlot).ConvertAll(packet => RoomHarness.Numbers(packet).Sequence);
        Assert.Equal((ushort)(numbers[3] + 2), numbers[4]);

        sender.SendAgain(missing, 1);

        Assert.Equal((ushort)(numbers[3] + 1), RoomHarness.Numbers(test.RtpTo(viewer.VideoSlot)[^1]).Sequence);
    }
}
