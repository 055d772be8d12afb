using Telemed.Rtc.Codecs;
using Telemed.Sfu.Routing;

namespace Telemed.Sfu.Tests;

public sealed class KeyFrameTests
{
    [Fact]
    public void Who_comes_late_gets_a_key_frame_asked_for_at_once()
    {
        var test = new RoomHarness();
        var sender = new Person(test, "sender");
        sender.SendFrame(key: true);
        test.Wait(2000);
        Assert.Equal(0, test.KeyFrameRequestsTo(sender.Participant));

        _ = new Person(test, "viewer", publish: false);
        test.Wait(0);

        Assert.Equal(1, test.KeyFrameRequestsTo(sender.Participant));
    }

    [Fact]
    public void Who_is_silent_gets_nothing_and_both_ways_begin_anew_with_a_key_frame_when_they_are_back()
    {
        var test = new RoomHarness();
        var doctor = new Person(test, "doctor");
        var other = new Person(test, "other");
        doctor.SendFrame(key: true);
        other.SendFrame(key: true);
        test.Wait(2000);
        test.Room.Suspend(test.Now, doctor.Participant);
        var before = (Got: test.RtpTo(doctor.Participant).Count, Doctor: test.KeyFrameRequestsTo(doctor.Participant), Other: test.KeyFrameRequestsTo(other.Participant));
        other.SendFrame(key: true);
        other.SendAudio();
        test.Wait(1000);
        Assert.Equal(before.Got, test.RtpTo(doctor.Participant).Count);

        test.Room.Resume(test.Now, doctor.Participant);
        test.Wait(0);

        Assert.Equal(before.Doctor + 1, test.KeyFrameRequestsTo(doctor.Participant));
        Assert.Equal(before.Other + 1, test.KeyFrameRequestsTo(other.Participant));
        other.SendFrame(key: true);
        Assert.Equal(before.Got + 1, test.RtpTo(doctor.Participant).Count);
    }

    [Fact]
    public void Many_wishes_at_once_become_one_request()
    {
        var test = new RoomHarness();
        var sender = new Person(test, "sender");
        List<Person> viewers = [.. Enumerable.Range(0, 20).Select(i => new Person(test, $"viewer{i}", publish: false))];
        sender.SendFrame(key: true);
        test.Wait(1000);
        var before = test.KeyFrameRequestsTo(sender.Participant);

        foreach (var viewer in viewers)
        {
            viewer.WantKeyFrame(viewer.VideoSlot);
        }

        test.Wait(250);
        Assert.Equal(before + 1, test.KeyFrameRequestsTo(sender.Participant));
    }

    [Fact]
    public void A_request_that_seems_lost_is_repeated_until_the_key_frame_comes()
    {
        var test = new RoomHarness();
        var sender = new Person(test, "sender");
        sender.SendFrame();
        var viewer = new Person(test, "viewer", publish: false);
        test.Wait(1600);
        Assert.Equal(4, test.KeyFrameRequestsTo(sender.Participant));

        sender.SendFrame(key: true);
        test.Wait(3000);

        Assert.Equal(4, test.KeyFrameRequestsTo(sender.Participant));
        Assert.Single(test.RtpTo(viewer.VideoSlot));
    }

    [Fact]
    public void Impatient_receivers_cannot_ask_more_often_than_three_times_a_second()
    {
        var test = new RoomHarness();
        var sender = new Person(test, "sender");
        var viewer = new Person(test, "viewer", publish: false);
        for (var i = 0; i < 200; i++)
        {
            sender.SendFrame(key: true);
            viewer.WantKeyFrame(viewer.VideoSlot);
            test.Wait(10);
        }

        Assert.InRange(test.KeyFrameRequestsTo(sender.Participant), 2, 8);
    }

    [Fact]
    public void A_first_key_frame_whose_start_was_lost_is_asked_for_again()
    {
        var test = new RoomHarness();
        var viewer = new Person(test, "viewer", publish: false);
        var sender = new Person(test, "sender", connect: false);
        test.Wait(100);
        test.Room.Connect(test.Now, sender.Participant);

        sender.SendFrame(key: true, packets: 3, lose: i => i == 0);
        test.Wait(10);

        Assert.Empty(test.RtpTo(viewer.VideoSlot));
        Assert.Equal(1, test.KeyFrameRequestsTo(sender.Participant));
    }

    [Fact]
    public void A_stream_that_begins_anew_is_asked_for_a_key_frame()
    {
        var test = new RoomHarness();
        var sender = new Person(test, "sender");
        var viewer = new Person(test, "viewer", publish: false);
        sender.SendFrame(key: true);
        test.Wait(1000);
        var (sent, asked) = (test.RtpTo(viewer.VideoSlot).Count, test.KeyFrameRequestsTo(sender.Participant));

        sender.VideoSequence += 20_000;
        sender.SendFrame();
        test.Wait(10);

        Assert.Equal(sent, test.RtpTo(viewer.VideoSlot).Count);
        Assert.Equal(asked + 1, test.KeyFrameRequestsTo(sender.Participant));
    }

    [Fact]
    public void A_burst_of_loss_too_long_to_repair_is_answered_by_a_key_frame()
    {
        var test = new RoomHarness();
        var sender = new Person(test, "sender");
        _ = new Person(test, "viewer", publish: false);
        sender.SendFrame(key: true);
        test.Wait(1000);
        var asked = test.KeyFrameRequestsTo(sender.Participant);

        sender.VideoSequence += 400;
        sender.SendFrame();
        test.Wait(10);

        Assert.Equal(asked + 1, test.KeyFrameRequestsTo(sender.Participant));
    }

    [Fact]
    public void A_publisher_whose_codec_nobody_can_show_is_left_in_peace()
    {
        var test = new RoomHarness();
        var sender = new Person(test, "sender");
        var viewer = new Person(test, "viewer", publish: false);
        CodecBinding other = new(MediaCodec.H264, "42E0", 102, 0);
        var slots = viewer.Media.Slots.Select(slot =>
            slot.Kind == StreamKind.Video ? slot with { Ssrc = new(4), Codecs = [other] } : slot).ToList();
        test.Room.Update(test.Now, viewer.Participant, viewer.Media with { Slots = slots });
        sender.SendFrame(key: true);
        test.Wait(1000);
        var asked = test.KeyFrameRequestsTo(sender.Participant);

        sender.SendFrame();
        test.Wait(1000);

        Assert.Equal(asked, test.KeyFrameRequestsTo(sender.Participant));
    }

    [Fact]
    public void Nobody_is_asked_before_the_receiver_is_connected()
    {
        var test = new RoomHarness();
        var sender = new Person(test, "sender");
        sender.SendFrame();
        var viewer = new Person(test, "viewer", publish: false, connect: false);
        sender.SendFrame(key: true);
        test.Wait(1000);
        Assert.Equal(0, test.KeyFrameRequestsTo(sender.Participant));
        Assert.Empty(test.RtpTo(viewer.Participant));

        test.Room.Connect(test.Now, viewer.Participant);
        test.Wait(0);

        Assert.Equal(1, test.KeyFrameRequestsTo(sender.Participant));
    }

    [Fact]
    public void A_publisher_that_comes_back_without_a_key_frame_is_asked_for_one()
    {
        var test = new RoomHarness();
        var sender = new Person(test, "sender");
        var viewer = new Person(test, "viewer", publish: false);
        sender.SendFrame(key: true);
        test.Wait(1000);

        var again = new Person(test, "sender");
        again.SendFrame(key: false);
        test.Wait(1);
        Assert.Equal(1, test.KeyFrameRequestsTo(again.Participant));

        again.SendFrame(key: true);
        Assert.Equal(2, test.RtpTo(viewer.VideoSlot).Count);
    }
}
