using Telemed.Rtc.Rtp;

namespace Telemed.Sfu.Tests;

public sealed class SimulcastTests
{
    [Fact]
    public void Layers_are_known_by_the_names_in_their_first_packets_and_only_the_best_goes_out()
    {
        var test = new RoomHarness();
        var camera = new LayeredCamera(test, "camera");
        var viewer = new Person(test, "viewer", publish: false);
        Begin(camera);
        camera.Run(1000, "hl");

        var sent = test.RtpTo(viewer.VideoSlot);
        Assert.Equal(26, sent.Count);
        Assert.All(sent, packet => Assert.Equal('h', LayeredCamera.LayerOf(packet)));
        Assert.Equal(0, test.Room.Counters.PacketsRefused);
        Assert.Single(test.Room.Publications);
        Assert.Single(camera.Participant.Publications);
    }

    [Fact]
    public void Numbers_times_and_pictures_go_on_where_the_layer_changes()
    {
        var test = new RoomHarness();
        var camera = new LayeredCamera(test, "camera");
        var viewer = new Person(test, "viewer", publish: false);
        Begin(camera);
        camera.Run(400, "hl");
        viewer.VideoSlot.SetLayer(test.Now, 1);
        camera.Run(200, "hl");
        camera.Send("l", key: true);
        camera.Run(400, "hl");

        var sent = test.RtpTo(viewer.VideoSlot);
        Assert.Equal("hhhhhhhhhhhhhhhhlllllllllll", string.Concat(sent.Select(LayeredCamera.LayerOf)));
        foreach (var (one, next) in sent.Zip(sent.Skip(1)))
        {
            Assert.Equal((ushort)(RoomHarness.Numbers(one).Sequence + 1), RoomHarness.Numbers(next).Sequence);
            Assert.Equal((ushort)(RoomHarness.Picture(one).PictureId + 1), RoomHarness.Picture(next).PictureId);
            Assert.Equal((byte)(RoomHarness.Picture(one).Tl0PictureIndex + 1), RoomHarness.Picture(next).Tl0PictureIndex);
            Assert.InRange((int)(RoomHarness.Numbers(next).Timestamp - RoomHarness.Numbers(one).Timestamp), 900, 90 * 45);
        }
    }

    [Fact]
    public void The_key_frame_is_asked_of_the_layer_that_is_waited_for()
    {
        var test = new RoomHarness();
        var camera = new LayeredCamera(test, "camera");
        var viewer = new Person(test, "viewer", publish: false);
        Begin(camera);
        camera.Run(1000, "hl");
        test.Rtcp.Clear();
        viewer.VideoSlot.SetLayer(test.Now, 1);
        camera.Run(200, "hl");

        Assert.Equal([camera.Low], test.KeyFramesAsked().Distinct());
    }

    [Fact]
    public void When_the_best_layer_stops_the_next_one_takes_its_place_and_gives_it_back_only_when_it_stays()
    {
        var test = new RoomHarness();
        var camera = new LayeredCamera(test, "camera");
        var viewer = new Person(test, "viewer", publish: false);
        Begin(camera);
        camera.Run(1000, "hl");
        test.Rtp.Clear();

        camera.Run(1200, "l");
        Assert.Equal(camera.Low, test.KeyFramesAsked()[^1]);
        camera.Send("l", key: true);
        camera.Run(1000, "l");
        Assert.All(test.RtpTo(viewer.VideoSlot), packet => Assert.Equal('l', LayeredCamera.LayerOf(packet)));

        camera.Send("h", key: true);
        camera.Run(1000, "hl");
        Assert.Equal('l', LayeredCamera.LayerOf(test.RtpTo(viewer.VideoSlot)[^1]));
        camera.Run(1200, "hl");
        camera.Send("h", key: true);
        camera.Run(200, "hl");
        Assert.Equal('h', LayeredCamera.LayerOf(test.RtpTo(viewer.VideoSlot)[^1]));
    }

    [Fact]
    public void A_lost_packet_of_a_lesser_layer_comes_back_by_its_own_retransmission()
    {
        var test = new RoomHarness();
        var camera = new LayeredCamera(test, "camera");
        var viewer = new Person(test, "viewer", publish: false);
        Begin(camera);
        viewer.VideoSlot.SetLayer(test.Now, 1);
        camera.Send("l", key: true);
        camera.Send("l", isLost: true);
        camera.SendAgain("l", isNamed: true);
        camera.Send("l");

        var sent = test.RtpTo(viewer.VideoSlot).Where(packet => LayeredCamera.LayerOf(packet) == 'l').ToList();
        Assert.Equal(3, sent.Count);
        Assert.Equal((ushort)(RoomHarness.Numbers(sent[0]).Sequence + 2), RoomHarness.Numbers(sent[2]).Sequence);
    }

    [Fact]
    public void A_nack_is_answered_out_of_the_layer_that_the_packet_was_of()
    {
        var test = new RoomHarness();
        var camera = new LayeredCamera(test, "camera");
        var viewer = new Person(test, "viewer", publish: false);
        Begin(camera);
        camera.Run(200, "hl");
        var lost = test.RtpTo(viewer.VideoSlot)[^1];
        viewer.VideoSlot.SetLayer(test.Now, 1);
        camera.Send("l", key: true);
        camera.Run(200, "hl");

        viewer.Nack(viewer.VideoSlot, RtpHeader.GetSequenceNumber(lost));

        var again = test.RtpTo(viewer.Participant)[^1];
        var length = RtxPacket.UnwrapInPlace(again, 96, viewer.VideoSlot.Ssrc);
        Assert.Equal(lost, again[..length]);
    }

    [Fact]
    public void The_recorder_gets_the_best_layer_that_arrives_each_as_a_track()
    {
        var test = new RoomHarness();
        test.Room.SetTap(test.Now, test);
        var camera = new LayeredCamera(test, "camera", recordable: true);
        Begin(camera);
        camera.Run(1000, "hl");
        camera.Run(2000, "l");
        camera.Run(4000, "hl");

        var layers = string.Concat(test.Tapped.Select(one => LayeredCamera.LayerOf(one.Packet)));
        Assert.Equal("hlh", new string([.. layers.Where((layer, i) => i == 0 || layers[i - 1] != layer)]));
        Assert.All(test.Tapped, one => Assert.Equal(camera.Face.Id, one.Publication));
        Assert.Equal(["tap+", "tap-", "tap+", "tap-", "tap+"], test.News.Where(line => line.StartsWith("tap", StringComparison.Ordinal))
            .Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public void What_a_mirror_is_told_names_the_streams_of_the_layers()
    {
        var test = new RoomHarness();
        var camera = new LayeredCamera(test, "camera");
        Begin(camera);
        camera.Send("l", isLost: true);
        camera.SendAgain("l", isNamed: true);

        var told = camera.Participant.WithStreams(new(
            [new("v", Routing.StreamKind.Video, [], null, null, true) { Layers = [new("h", null, null), new("l", null, null)] }],
            [],
            default,
            default));

        Assert.Equal([new("h", camera.High, null), new("l", camera.Low, new Ssrc(601))], told.Published[0].Layers);
    }

    [Fact]
    public void A_muted_camera_is_muted_in_all_layers()
    {
        var test = new RoomHarness();
        var camera = new LayeredCamera(test, "camera");
        var viewer = new Person(test, "viewer", publish: false);
        Begin(camera);
        viewer.VideoSlot.SetLayer(test.Now, 1);
        camera.Send("l", key: true);
        test.Room.SetPublication(test.Now, camera.Participant, "v", "face", "", muted: true);
        test.Rtp.Clear();
        camera.Send("l", key: true);
        camera.Send("h", key: true);

        Assert.Empty(test.RtpTo(viewer.Participant));
    }

    private static void Begin(LayeredCamera camera)
    {
        camera.Send("h", key: true, isNamed: true);
        camera.Send("l", key: true, isNamed: true);
    }
}
