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
        Assert.Equal((1, VideoQuality.Live), (weak.Participant.SlotAt("sv0")!.Layer, weak.Participant.SlotAt("sv0")!.Quality));
        Assert.InRange(weak.Kilobits(20, 60, audio: true), 40, 46);
    }

    [Fact]
    public void A_link_that_becomes_narrow_gets_less_soon_and_more_only_after_a_while()
    {
        var (world, _) = RoomOfThree();
        world.Add("good", Good, publish: false);
        var changing = world.Add("changing", Narrow(1500), publish: false);
        world.Run(TimeSpan.FromSeconds(30));
        Assert.Equal(0, changing.Participant.SlotAt("sv0")!.Layer);

        changing.Down = Narrow(250);
        world.Run(TimeSpan.FromSeconds(6));
        Assert.Equal(1, changing.Participant.SlotAt("sv0")!.Layer);

        changing.Down = Narrow(1500);
        world.Run(TimeSpan.FromSeconds(3));
        Assert.Equal(1, changing.Participant.SlotAt("sv0")!.Layer);
        world.Run(TimeSpan.FromSeconds(42));
        Assert.Equal(0, changing.Participant.SlotAt("sv0")!.Layer);
        Assert.InRange(changing.Kilobits(75, 80, audio: false), 500, 800);
    }

    [Theory]
    [InlineData(250)]
    [InlineData(500)]
    [InlineData(700)]
    public void At_steady_state_layers_change_at_most_once_in_ten_seconds(int kilobits)
    {
        var (world, _) = RoomOfThree();
        world.Add("good", Good, publish: false);
        var viewer = world.Add("viewer", Narrow(kilobits), publish: false);
        world.Run(TimeSpan.FromSeconds(15));
        var slot = viewer.Participant.SlotAt("sv0")!;
        List<MonotonicTime> changes = [];
        var before = (slot.Layer, slot.Quality);
        for (var i = 0; i < 1050; i++)
        {
            world.Run(TimeSpan.FromMilliseconds(100));
            if (before != (slot.Layer, slot.Quality))
            {
                changes.Add(world.Now);
                before = (slot.Layer, slot.Quality);
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
