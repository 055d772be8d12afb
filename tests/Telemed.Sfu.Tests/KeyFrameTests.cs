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
