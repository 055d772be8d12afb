using Telemed.Rtc.Rtp;
using Telemed.Sfu.Links;

namespace Telemed.Sfu.Tests;

public sealed class SimulcastTests
{
    private readonly RoomHarness _test = new();
    private readonly LayeredCamera _camera;

    public SimulcastTests() => _camera = new(_test, "camera");

    [Fact]
    public void Layers_are_known_by_the_names_in_their_first_packets_and_only_the_best_goes_out()
    {
        var viewer = new Person(_test, "viewer", publish: false);
        Begin(_camera);
        _camera.Run(1000, "hl");

        var sent = _test.RtpTo(viewer.VideoSlot);
        Assert.Equal(26, sent.Count);
        Assert.All(sent, packet => Assert.Equal('h', LayeredCamera.LayerOf(packet)));
        Assert.Equal(0, _test.Room.Counters.PacketsRefused);
        Assert.Single(_test.Room.Publications);
        Assert.Single(_camera.Participant.Publications);
    }

    [Fact]
    public void Numbers_times_and_pictures_go_on_where_the_layer_changes()
    {
        var viewer = new Person(_test, "viewer", publish: false);
        Begin(_camera);
        _camera.Run(400, "hl");
        viewer.VideoSlot.Give(_test.Now, VideoRung.Best with { Layer = 1 });
        _camera.Run(200, "hl");
        _camera.Send("l", key: true);
        _camera.Run(400, "hl");

        var sent = _test.RtpTo(viewer.VideoSlot);
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
        var viewer = new Person(_test, "viewer", publish: false);
        Begin(_camera);
        _camera.Run(1000, "hl");
        _test.Rtcp.Clear();
        viewer.VideoSlot.Give(_test.Now, VideoRung.Best with { Layer = 1 });
        _camera.Run(200, "hl");

        Assert.Equal([_camera.Low], _test.KeyFramesAsked().Distinct());
    }

    [Fact]
    public void When_the_best_layer_stops_the_next_one_takes_its_place_and_gives_it_back_only_when_it_stays()
    {
        var viewer = new Person(_test, "viewer", publish: false);
        Begin(_camera);
        _camera.Run(1000, "hl");
        _test.Rtp.Clear();

        _camera.Run(1200, "l");
        Assert.Equal(_camera.Low, _test.KeyFramesAsked()[^1]);
        _camera.Send("l", key: true);
        _camera.Run(1000, "l");
        Assert.All(_test.RtpTo(viewer.VideoSlot), packet => Assert.Equal('l', LayeredCamera.LayerOf(packet)));

        _camera.Send("h", key: true);
        _camera.Run(1000, "hl");
        Assert.Equal('l', LayeredCamera.LayerOf(_test.RtpTo(viewer.VideoSlot)[^1]));
        _camera.Run(1200, "hl");
        _camera.Send("h", key: true);
        _camera.Run(200, "hl");
        Assert.Equal('h', LayeredCamera.LayerOf(_test.RtpTo(viewer.VideoSlot)[^1]));
    }

    [Fact]
    public void A_lost_packet_of_a_lesser_layer_comes_back_by_its_own_retransmission()
    {
        var viewer = new Person(_test, "viewer", publish: false);
        Begin(_camera);
        viewer.VideoSlot.Give(_test.Now, VideoRung.Best with { Layer = 1 });
        _camera.Send("l", key: true);
        _camera.Send("l", isLost: true);
        _camera.SendAgain("l", isNamed: true);
        _camera.Send("l");

        var sent = _test.RtpTo(viewer.VideoSlot).Where(packet => LayeredCamera.LayerOf(packet) == 'l').ToList();
        Assert.Equal(3, sent.Count);
        Assert.Equal((ushort)(RoomHarness.Numbers(sent[0]).Sequence + 2), RoomHarness.Numbers(sent[2]).Sequence);
    }

    [Fact]
    public void A_nack_is_answered_out_of_the_layer_that_the_packet_was_of()
    {
        var viewer = new Person(_test, "viewer", publish: false);
        Begin(_camera);
        _camera.Run(200, "hl");
        var lost = _test.RtpTo(viewer.VideoSlot)[^1];
        viewer.VideoSlot.Give(_test.Now, VideoRung.Best with { Layer = 1 });
        _camera.Send("l", key: true);
        _camera.Run(200, "hl");

        viewer.Nack(viewer.VideoSlot, RtpHeader.GetSequenceNumber(lost));

        var again = _test.RtpTo(viewer.Participant)[^1];
        var length = RtxPacket.UnwrapInPlace(again, 96, viewer.VideoSlot.Ssrc);
        Assert.Equal(lost, again[..length]);
    }

    [Fact]
    public void The_recorder_gets_the_best_layer_that_arrives_each_as_a_track()
    {
        _test.Room.SetTap(_test.Now, _test);
        var camera = new LayeredCamera(_test, "recorded", recordable: true);
        Begin(camera);
        camera.Run(1000, "hl");
        camera.Run(2000, "l");
        camera.Run(4000, "hl");

        var layers = string.Concat(_test.Tapped.Select(one => LayeredCamera.LayerOf(one.Packet)));
        Assert.Equal("hlh", new string([.. layers.Where((layer, i) => i == 0 || layers[i - 1] != layer)]));
        Assert.All(_test.Tapped, one => Assert.Equal(camera.Face.Id, one.Publication));
        var id = camera.Face.Id;
        Assert.Equal(
            [$"tap+ {id} h", $"tap- {id}", $"tap+ {id} l", $"tap- {id}", $"tap+ {id} h"],
            _test.News.Where(line => line.StartsWith("tap", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_a_mirror_is_told_names_the_streams_of_the_layers()
    {
        Begin(_camera);
        _camera.Send("l", isLost: true);
        _camera.SendAgain("l", isNamed: true);

        var told = _camera.Participant.WithStreams(new(
            [new("v", Routing.StreamKind.Video, [], null, null, true) { Layers = [new("h", null, null), new("l", null, null)] }],
            [],
            default,
            default));

        Assert.Equal([new("h", _camera.High, null), new("l", _camera.Low, new Ssrc(601))], told.Published[0].Layers);
    }

    [Fact]
    public void A_muted_camera_is_muted_in_all_layers()
    {
        var viewer = new Person(_test, "viewer", publish: false);
        Begin(_camera);
        viewer.VideoSlot.Give(_test.Now, VideoRung.Best with { Layer = 1 });
        _camera.Send("l", key: true);
        _test.Room.SetPublication(_test.Now, _camera.Participant, "v", "face", "", muted: true);
        _test.Rtp.Clear();
        _camera.Send("l", key: true);
        _camera.Send("h", key: true);

        Assert.Empty(_test.RtpTo(viewer.Participant));
    }

    private static void Begin(LayeredCamera camera)
    {
        camera.Send("h", key: true, isNamed: true);
        camera.Send("l", key: true, isNamed: true);
    }
}
