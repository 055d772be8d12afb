using Telemed.Sfu.Streams;
using Telemed.TestKit.Network;

namespace Telemed.Sfu.Tests.Links;

/// <summary>What a listener hears, in virtual time: sound that comes 200 ms after the rest, as long as the page waits, is too late to be played.</summary>
public sealed class SoundUnderLossTests
{
    private const int Settling = 250;
    private static readonly TimeSpan Playout = TimeSpan.FromMilliseconds(200);
    private static readonly LinkConditions Good = new() { BitsPerSecond = 20_000_000, Delay = TimeSpan.FromMilliseconds(20) };

    // A fifth is lost in bursts of four packets on average.
    private static readonly LinkConditions Bursts =
        new() { BitsPerSecond = 2_000_000, Delay = TimeSpan.FromMilliseconds(100), Bursts = new(0.0625, 0.25) };

    [Fact]
    public void With_a_fifth_lost_in_bursts_less_than_a_twentieth_of_the_sound_is_missing()
    {
        var (plain, protectedOne) = Missing(Bursts);

        Assert.InRange(plain, 0.15, 0.25);
        Assert.InRange(protectedOne, 0, 0.05);
    }

    [Fact]
    public void With_a_twentieth_lost_one_by_one_a_hundredth_of_the_sound_is_missing()
    {
        var (plain, protectedOne) = Missing(Bursts with { Bursts = null, Loss = 0.05 });

        Assert.InRange(plain, 0.03, 0.07);
        Assert.InRange(protectedOne, 0, 0.01);
    }

    [Fact]
    public void A_link_that_has_no_room_for_repetition_carries_the_plain_sound()
    {
        var world = new LinkedRoom();
        world.Add("doctor", Good, publish: true);
        var viewer = world.Add("viewer", Good with { BitsPerSecond = 48_000, QueueBytes = 6000, Loss = 0.15 }, publish: false, red: true);
        viewer.KeepsPackets = true;

        world.Run(TimeSpan.FromSeconds(60));

        // Plain it takes 42 kbit/s; with two more payloads it would be 76.
        Assert.Equal(SoundProtection.Far, viewer.Participant.Protection.Wanted);
        var sound = viewer.Arrived.Where(one => one.IsAudio && one.At.Milliseconds > 30_000).ToList();
        var late = sound.Count(one => one.Delay > Good.Delay + Playout);
        Assert.InRange(sound.Count, 1100, 1500);
        Assert.InRange((double)late / sound.Count, 0, 0.05);
    }

    [Fact]
    public void With_64_kbit_a_fifth_lost_in_bursts_and_600_ms_less_than_a_twentieth_of_thin_sound_is_missing()
    {
        var narrow = new LinkConditions
        {
            // Of the 64 the hub and the reports on the other way have the rest.
            BitsPerSecond = 59_000,
            QueueBytes = 16_000,
            Delay = TimeSpan.FromMilliseconds(300),
            Bursts = new(0.0625, 0.25),
        };
        var world = new LinkedRoom();
        var doctor = world.Add("doctor", Good, publish: true);
        var viewer = world.Add("viewer", Good with { Delay = narrow.Delay }, publish: false, red: true);
        world.Run(TimeSpan.FromSeconds(5));
        viewer.Down = narrow;
        world.Run(TimeSpan.FromSeconds(3));
        doctor.Sound = (40, 60);
        world.Run(TimeSpan.FromSeconds(12));
        var from = doctor.Spoken;
        world.Run(TimeSpan.FromSeconds(200));

        // The page waits for what is repeated 320 ms later.
        Assert.InRange(MissingOf(viewer, doctor, narrow, TimeSpan.FromMilliseconds(420), from), 0, 0.05);
    }

    private static (double Plain, double Protected) Missing(LinkConditions down)
    {
        var world = new LinkedRoom();
        var doctor = world.Add("doctor", Good, publish: true);
        doctor.Camera = new(200_000);
        var plain = world.Add("plain", down, publish: false);
        var clever = world.Add("clever", down, publish: false, red: true);

        world.Run(TimeSpan.FromSeconds(60));

        return (MissingOf(plain, doctor, down, Playout, Settling), MissingOf(clever, doctor, down, Playout, Settling));
    }

    // The loss has to be seen before anything can be done about it; the last packets are still under way.
    private static double MissingOf(LinkedPerson listener, LinkedPerson speaker, LinkConditions down, TimeSpan playout, int from)
    {
        var end = speaker.Spoken - 50;
        var missing = Enumerable.Range(from, end - from)
            .Count(number => !listener.Heard.TryGetValue(number, out var after) || after > down.Delay + playout);
        return (double)missing / (end - from);
    }
}
