using Telemed.Rtc.Time;
using Telemed.Sfu.Links;
using Telemed.TestKit.Network;

namespace Telemed.Sfu.Tests.Links;

/// <summary>A camera in two layers and what each receiver's link gets of it, in virtual time.</summary>
public sealed class LayerTests
{
    private static readonly LinkConditions Good = new() { BitsPerSecond = 20_000_000, Delay = TimeSpan.FromMilliseconds(20) };

    [Fact]
    public void A_weak_receiver_gets_the_lesser_layer_moving_and_the_others_the_best()
    {
        var (world, _) = RoomOfThree();
        var good = world.Add("good", Good, publish: false);
        var weak = world.Add("weak", Narrow(250), publish: false);

        world.Run(TimeSpan.FromSeconds(60));

        Assert.InRange(good.Kilobits(5, 60, audio: false), 550, 750);
        Assert.InRange(weak.Kilobits(20, 60, audio: false), 80, 150);
        Assert.Equal((1, VideoQuality.Live), (weak.Participant.SlotAt("sv0")!.Rung.Layer, weak.Participant.SlotAt("sv0")!.Rung.Quality));
        Assert.InRange(weak.Kilobits(20, 60, audio: true), 40, 46);
    }

    [Theory]
    [InlineData(2, 12, 13)]
    [InlineData(1, 0, 1)]
    public void Below_the_least_layer_every_second_frame_goes_on_where_the_camera_has_layers_in_time(int layersInTime, int least, int most)
    {
        var (world, doctor) = RoomOfThree();
        doctor.Thumbnail = new(150_000);
        doctor.LayersInTime = layersInTime;
        world.Add("good", Good, publish: false);
        var weak = world.Add("weak", Narrow(200), publish: false);
        var weakest = world.Add("weakest", Narrow(75), publish: false);

        world.Run(TimeSpan.FromSeconds(60));

        var isLive = layersInTime > 1;
        Assert.Equal((isLive ? VideoQuality.Live : VideoQuality.Stills, 1), (weak.Participant.SlotAt("sv0")!.Rung.Quality, weak.Participant.SlotAt("sv0")!.Rung.Layer));
        Assert.Equal(isLive ? 0 : VideoRung.AllInTime, weak.Participant.SlotAt("sv0")!.Rung.HighestInTime);
        Assert.InRange(weak.Passed.Count(one => one.Published.Milliseconds >= 30_000) / 30.0, least, most);
        Assert.InRange(weak.Kilobits(30, 60, audio: true), 40, 46);
        Assert.Equal(VideoQuality.Stills, weakest.Participant.SlotAt("sv0")!.Rung.Quality);
    }

    [Fact]
    public void A_frame_that_is_left_out_needs_no_room_on_the_link()
    {
        var (world, doctor) = RoomOfThree();
        doctor.LayersInTime = 2;
        var viewer = world.Add("viewer", Good, publish: false);
        var slot = viewer.Participant.SlotAt("sv0")!;
        var link = viewer.Participant.Downlink!;
        world.Run(TimeSpan.FromSeconds(5));
        viewer.Reports = false;
        // Every second picture is of the upper layer, the second one first: the next one is.
        while (link.Admits || doctor.Pictures.Count % 2 == 0)
        {
            Step();
        }

        for (var before = doctor.Pictures.Count; doctor.Pictures.Count == before;)
        {
            Step();
        }

        Assert.False(link.Admits);
        Assert.NotNull(slot.Flowing);
        world.Run(TimeSpan.FromMilliseconds(40));
        Assert.Null(slot.Flowing);

        void Step()
        {
            slot.Give(world.Now, VideoRung.Best with { HighestInTime = 0 });
            world.Run(TimeSpan.FromMilliseconds(1));
        }
    }

    [Fact]
    public void All_frames_come_back_when_there_is_room_for_them()
    {
        var (world, doctor) = RoomOfThree();
        doctor.Thumbnail = new(150_000);
        doctor.LayersInTime = 2;
        world.Add("good", Good, publish: false);
        var changing = world.Add("changing", Narrow(200), publish: false);
        world.Run(TimeSpan.FromSeconds(30));
        Assert.Equal(new VideoRung(VideoQuality.Live, 1, 0), changing.Participant.SlotAt("sv0")!.Rung);

        changing.Down = Narrow(400);
        world.Run(TimeSpan.FromSeconds(45));

        Assert.Equal(new VideoRung(VideoQuality.Live, 1, VideoRung.AllInTime), changing.Participant.SlotAt("sv0")!.Rung);
        Assert.InRange(changing.Passed.Count(one => one.Published.Milliseconds >= 70_000), 23 * 5, 26 * 5);
    }

    [Fact]
    public void A_link_that_becomes_narrow_gets_less_soon_and_more_only_after_a_while()
    {
        var (world, _) = RoomOfThree();
        world.Add("good", Good, publish: false);
        var changing = world.Add("changing", Narrow(1500), publish: false);
        world.Run(TimeSpan.FromSeconds(30));
        Assert.Equal(0, changing.Participant.SlotAt("sv0")!.Rung.Layer);

        changing.Down = Narrow(250);
        world.Run(TimeSpan.FromSeconds(6));
        Assert.Equal(1, changing.Participant.SlotAt("sv0")!.Rung.Layer);

        changing.Down = Narrow(1500);
        world.Run(TimeSpan.FromSeconds(3));
        Assert.Equal(1, changing.Participant.SlotAt("sv0")!.Rung.Layer);
        world.Run(TimeSpan.FromSeconds(42));
        Assert.Equal(0, changing.Participant.SlotAt("sv0")!.Rung.Layer);
        Assert.InRange(changing.Kilobits(75, 80, audio: false), 500, 800);
    }

    [Theory]
    [InlineData(250)]
    [InlineData(500)]
    [InlineData(700)]
    [InlineData(130, 2)]
    [InlineData(190, 2)]
    public void At_steady_state_layers_change_at_most_once_in_ten_seconds(int kilobits, int layersInTime = 1)
    {
        var (world, doctor) = RoomOfThree();
        doctor.LayersInTime = layersInTime;
        world.Add("good", Good, publish: false);
        var viewer = world.Add("viewer", Narrow(kilobits), publish: false);
        world.Run(TimeSpan.FromSeconds(15));
        var slot = viewer.Participant.SlotAt("sv0")!;
        List<MonotonicTime> changes = [];
        var before = slot.Rung;
        for (var i = 0; i < 1050; i++)
        {
            world.Run(TimeSpan.FromMilliseconds(100));
            if (before != slot.Rung)
            {
                changes.Add(world.Now);
                before = slot.Rung;
            }
        }

        Assert.True(changes.Count <= 10, $"{changes.Count} changes in 105 s");
    }

    private static LinkConditions Narrow(int kilobits) =>
        new() { BitsPerSecond = kilobits * 1000, QueueBytes = kilobits * 1000 / 8 / 2, Delay = TimeSpan.FromMilliseconds(60) };

    private static (LinkedRoom World, LinkedPerson Doctor) RoomOfThree()
    {
        var world = new LinkedRoom();
        var doctor = world.Add("doctor", Good, publish: true, layers: true);
        doctor.Camera = new(600_000);
        doctor.Thumbnail = new(100_000);
        return (world, doctor);
    }
}
