using Telemed.Rtc.Bwe;
using Telemed.Rtc.Rtp;
using Telemed.Rtc.Time;
using Telemed.Sfu.Links;
using Telemed.Sfu.Routing;
using Telemed.TestKit.Network;

namespace Telemed.Sfu.Tests.Links;

public sealed class DownlinkTests
{
    private static readonly LinkConditions Good = new() { BitsPerSecond = 20_000_000, Delay = TimeSpan.FromMilliseconds(20) };

    [Fact]
    public void Packets_of_all_slots_are_numbered_in_the_order_of_sending()
    {
        var world = new LinkedRoom();
        world.Add("doctor", Good, publish: true);
        var viewer = world.Add("viewer", Good with { Loss = 0.05 }, publish: false);
        viewer.KeepsPackets = true;

        world.Run(TimeSpan.FromSeconds(3));

        var numbers = new List<ushort>();
        var types = new HashSet<byte>();
        foreach (var (_, packet) in viewer.Sent)
        {
            Assert.True(RtpPacket.TryParse(packet, out var view));
            numbers.Add(new RtpHeaderExtensions(view, RoomHarness.Extensions).TransportSequenceNumber!.Value);
            types.Add(view.PayloadType);
        }

        Assert.Equal(Enumerable.Range(0, numbers.Count).Select(number => (ushort)number), numbers);
        Assert.Equal([LinkedPerson.Vp8, LinkedPerson.Rtx, LinkedPerson.Opus], types.Order());
    }

    [Fact]
    public void Sound_goes_at_once_while_a_key_frame_waits_its_turn()
    {
        var world = new LinkedRoom();
        var doctor = world.Add("doctor", Good, publish: true);
        doctor.ObeysBound = false;
        var viewer = world.Add("viewer", new() { BitsPerSecond = 300_000, Delay = TimeSpan.FromMilliseconds(100) }, publish: false);
        viewer.KeepsPackets = true;

        world.Run(TimeSpan.FromSeconds(10));

        var sound = viewer.Sent.Where(one => IsType(one.Packet, LinkedPerson.Opus)).Select(one => one.At.Milliseconds).ToList();
        Assert.True(sound.Count > 450, $"{sound.Count}");
        Assert.All(sound.Zip(sound.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 19, 21));
        var delays = viewer.Arrived.Where(one => one.IsAudio && one.At.Milliseconds > 3000).Select(one => one.Delay.TotalMilliseconds);
        Assert.InRange(delays.Max(), 100, 450);
    }

    [Fact]
    public void On_a_good_link_all_of_the_video_goes_within_a_second_and_the_first_frame_at_once()
    {
        var world = new LinkedRoom();
        world.Add("doctor", Good, publish: true);
        var viewer = world.Add("viewer", Good, publish: false);

        world.Run(TimeSpan.FromSeconds(10));

        Assert.InRange(viewer.Arrived.First(one => one.IsKeyFrame).At.Milliseconds, 0, 400);
        Assert.InRange(viewer.Kilobits(1, 10, audio: false), 850, 1300);
        Assert.Equal(VideoQuality.Live, viewer.Participant.SlotAt("sv0")!.Rung.Quality);
    }

    [Fact]
    public void Beside_a_download_that_keeps_the_queue_full_video_goes_on()
    {
        var world = new LinkedRoom();
        world.Add("doctor", Good, publish: true).Camera = new(500_000);
        world.Add("another", Good, publish: false);
        var link = new LinkConditions { BitsPerSecond = 2_000_000, Delay = TimeSpan.FromMilliseconds(50), QueueBytes = 75_000 };
        var viewer = world.Add("viewer", link, publish: false);
        viewer.Download = new(0, MonotonicTime.FromMilliseconds(5_000), bytes: null);

        world.Run(TimeSpan.FromSeconds(60));

        Assert.InRange(viewer.Kilobits(20, 60, audio: false), 350, 600);
        Assert.InRange(viewer.Download.Arrived * 8 / 55_000.0, 700, 1_600);
        Assert.Equal(VideoQuality.Live, viewer.Participant.SlotAt("sv0")!.Rung.Quality);
    }

    [Fact]
    public void A_path_that_becomes_longer_is_no_queue_for_long_and_none_of_others()
    {
        var world = new LinkedRoom();
        world.Add("doctor", Good, publish: true);
        var viewer = world.Add("viewer", Good with { Delay = TimeSpan.FromMilliseconds(5) }, publish: false, red: true);
        world.Run(TimeSpan.FromSeconds(10));
        viewer.Down = new() { BitsPerSecond = 64_000, QueueBytes = 16_000, Delay = TimeSpan.FromMilliseconds(300), Bursts = new(0.0625, 0.25) };

        List<double> queues = [];
        for (var second = 0; second < 30; second++)
        {
            world.Run(TimeSpan.FromSeconds(1));
            queues.Add(viewer.Estimator.QueueDelay.TotalMilliseconds);
            Assert.False(viewer.Estimator.IsContested);
        }

        // Full at first; drained after five seconds; and two seconds later it is known that there is none.
        Assert.Contains(queues, queue => queue > 1_000);
        Assert.InRange(queues[8], 0, 100);
    }

    [Fact]
    public void Of_two_people_the_publisher_is_told_what_the_other_can_take()
    {
        var world = new LinkedRoom();
        var doctor = world.Add("doctor", Good, publish: true);
        var viewer = world.Add("viewer", new() { BitsPerSecond = 250_000, Delay = TimeSpan.FromMilliseconds(100) }, publish: false);

        world.Run(TimeSpan.FromSeconds(30));

        Assert.InRange(doctor.Bound!.Value.Kilobits, 120, 275);
        Assert.InRange(viewer.Kilobits(10, 30, audio: false), 100, 225);
        Assert.InRange(viewer.Kilobits(10, 30, audio: true), 40, 48);
        Assert.Equal(VideoQuality.Live, viewer.Participant.SlotAt("sv0")!.Rung.Quality);
    }

    [Fact]
    public void One_weak_receiver_of_five_gets_stills_and_sound_and_costs_the_others_nothing()
    {
        var world = new LinkedRoom();
        var doctor = world.Add("doctor", Good, publish: true);
        doctor.Camera = new(400_000);
        var others = Enumerable.Range(0, 4).Select(i => world.Add($"viewer{i}", Good, publish: false)).ToList();
        var weak = world.Add("weak", Good with { BitsPerSecond = 100_000 }, publish: false);

        world.Run(TimeSpan.FromSeconds(40));

        Assert.All(others, other => Assert.InRange(other.Kilobits(10, 40, audio: false), 340, 560));
        Assert.True(doctor.Bound is null || doctor.Bound > new Bitrate(10_000_000), $"{doctor.Bound}");
        Assert.Equal(VideoQuality.Stills, weak.Participant.SlotAt("sv0")!.Rung.Quality);
        // Nothing is lost and nothing waits, and yet the link is not good.
        Assert.Equal((0, LinkMeasurement.StillsScore), (weak.Measured[^1].LossPercent, weak.Measured[^1].Score));
        Assert.All(others, other => Assert.Equal(LinkMeasurement.BestScore, other.Measured[^1].Score));
        Assert.InRange(weak.Kilobits(10, 40, audio: true), 40, 48);
        Assert.InRange(weak.Arrived.Count(one => one.IsKeyFrame && one.At.Milliseconds > 10_000), 3, 15);
        Assert.InRange(weak.Arrived.Where(one => one.IsAudio && one.At.Milliseconds > 10_000).Max(one => one.Delay.TotalMilliseconds), 0, 400);
    }

    [Fact]
    public void A_third_person_is_seen_at_once_where_the_link_has_room_for_more_than_was_used()
    {
        var world = new LinkedRoom();
        world.Add("doctor", Good, publish: true);
        var viewer = world.Add("viewer", Good, publish: false, slots: 2);
        world.Run(TimeSpan.FromSeconds(10));
        var nurse = world.Add("nurse", Good, publish: true);
        nurse.Camera = new(2_000_000);

        world.Run(TimeSpan.FromSeconds(6));

        Assert.All(viewer.Participant.Slots, slot => Assert.Equal(VideoQuality.Live, slot.Rung.Quality));
        Assert.InRange(viewer.Kilobits(12, 16, audio: false), 2700, 3600);
    }

    [Fact]
    public void A_third_person_sees_both_others_from_the_first_second_on()
    {
        var world = new LinkedRoom();
        world.Add("doctor", Good, publish: true).Camera = new(1_200_000);
        world.Add("specialist", Good, publish: true).Camera = new(1_200_000);
        world.Run(TimeSpan.FromSeconds(10));
        var nurse = world.Add("nurse", Good with { Delay = TimeSpan.Zero }, publish: true, slots: 2);

        world.Run(TimeSpan.FromSeconds(6));

        Assert.Equal(2, nurse.Participant.Slots.Count(slot => slot.Kind == StreamKind.Video && slot.Flowing is not null));
        Assert.InRange(nurse.Kilobits(11, 16, audio: false), 2200, 3200);
    }

    [Theory]
    [InlineData(1_500_000, 3)]
    [InlineData(800_000, 4)]
    public void A_link_that_becomes_narrow_is_drained_in_seconds_and_used_again_in_twenty(int camera, int seconds)
    {
        var world = new LinkedRoom();
        world.Add("doctor", Good, publish: true).Camera = new(camera);
        var wide = new LinkConditions { BitsPerSecond = 1_000_000, Delay = TimeSpan.FromMilliseconds(40), QueueBytes = 128 << 10 };
        var viewer = world.Add("viewer", wide, publish: false);
        world.Run(TimeSpan.FromSeconds(30));
        viewer.Down = wide with { BitsPerSecond = 150_000 };
        world.Run(TimeSpan.FromSeconds(30));
        viewer.Down = wide;

        world.Run(TimeSpan.FromSeconds(30));

        // A link that was full is known to be; one that was not shows a second later that it has become so.
        var drained = 30_000 + (seconds * 1000) + 100;
        Assert.InRange(viewer.Kilobits(15, 30, audio: false), 0.75 * Math.Min(camera, 950_000) / 1000, 1200);
        Assert.All(
            viewer.Arrived.Where(one => one.At.Milliseconds > drained && one.At.Milliseconds < 60_000),
            one => Assert.InRange(one.Delay.TotalMilliseconds, 0, 225));
        Assert.InRange(viewer.Kilobits(36, 60, audio: false), 55, 110);
        Assert.InRange(viewer.Kilobits(80, 90, audio: false), 0.8 * Math.Min(camera, 950_000) / 1000, 1200);
        var sound = viewer.Arrived.Where(one => one.IsAudio && one.At.Milliseconds > drained).Select(one => one.At.Milliseconds).ToList();
        Assert.All(sound.Zip(sound.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 0, 200));
    }

    [Theory]
    [InlineData(6)]
    [InlineData(12)]
    [InlineData(20)]
    public void Of_two_people_on_a_link_that_became_narrow_the_queue_stays_short_once_it_has_drained(int keyFrame)
    {
        var world = new LinkedRoom();
        var specialist = world.Add("specialist", Good, publish: true);
        specialist.Camera = new(1_200_000);
        specialist.KeyFrameSize = keyFrame;
        var wide = new LinkConditions { BitsPerSecond = 1_000_000, Delay = TimeSpan.FromMilliseconds(50), QueueBytes = 64_000 };
        var doctor = world.Add("doctor", wide, publish: true, red: true);
        world.Run(TimeSpan.FromSeconds(20));
        doctor.Down = wide with { BitsPerSecond = 150_000 };
        world.Run(TimeSpan.FromSeconds(30));
        doctor.Down = wide;

        world.Run(TimeSpan.FromSeconds(20));

        var narrow = doctor.Arrived.Where(one => one.At.Milliseconds is > 23_000 and < 50_000).ToList();
        Assert.InRange(narrow.Max(one => one.Delay - wide.Delay).TotalMilliseconds, 0, 150);
        Assert.InRange(doctor.Kilobits(25, 50, audio: false) + doctor.Kilobits(25, 50, audio: true), 120, 150);
        var sound = doctor.Arrived.Where(one => one.IsAudio && one.At.Milliseconds > 20_000).Select(one => one.At.Milliseconds).ToList();
        // One frame of the wide link lies between two packets of sound when it becomes narrow.
        Assert.InRange(sound.Zip(sound.Skip(1), (before, after) => after - before).Max(), 0, 240);
        Assert.InRange(doctor.Kilobits(65, 70, audio: false), 0.8 * 850, 1000);
    }

    [Fact]
    public void Reports_to_who_publishes_over_a_narrow_way_leave_it_to_the_sound()
    {
        var world = new LinkedRoom();
        var doctor = world.Add("doctor", Good, publish: true);
        var clinic = world.Add("clinic", Good with { BitsPerSecond = 64_000, QueueBytes = 16_000 }, publish: true);
        world.Run(TimeSpan.FromSeconds(1));
        foreach (var one in (LinkedPerson[])[doctor, clinic])
        {
            one.Participant.NoteTransportSequence(world.Now, 1);
        }

        world.Run(TimeSpan.FromSeconds(20));

        // 80 bytes every 100 ms and more are a tenth of 64 kbit/s and less; every 50 ms they are a fifth.
        Assert.InRange(clinic.Participant.Feedback!.Interval.TotalMilliseconds, 100, 250);
        Assert.Equal(50, doctor.Participant.Feedback!.Interval.TotalMilliseconds);
    }

    [Fact]
    public void Loss_on_the_publishers_uplink_costs_the_receiver_nothing()
    {
        var world = new LinkedRoom();
        var doctor = world.Add("doctor", Good, publish: true);
        var viewer = world.Add("viewer", Good, publish: false);
        world.Run(TimeSpan.FromSeconds(10));
        var before = viewer.Estimator.Estimate;
        var random = new Random(3);
        doctor.LoseUplink = () => random.NextDouble() < 0.3;

        world.Run(TimeSpan.FromSeconds(20));

        Assert.True(viewer.Estimator.Estimate >= before * 0.9, $"{before} {viewer.Estimator.Estimate}");
        Assert.Equal(0, viewer.Estimator.Loss);
        Assert.Equal(0, viewer.Measured[^1].LossPercent);
    }

    [Fact]
    public void After_an_outage_sound_and_video_are_back_within_two_seconds()
    {
        var world = new LinkedRoom();
        world.Add("doctor", Good, publish: true);
        var link = new LinkConditions { BitsPerSecond = 600_000, Delay = TimeSpan.FromMilliseconds(50) };
        var viewer = world.Add("viewer", link, publish: false);
        world.Run(TimeSpan.FromSeconds(20));
        viewer.Down = link with { Outage = true };
        world.Run(TimeSpan.FromSeconds(15));
        Assert.True(viewer.Estimator.IsSilent);
        viewer.Down = link;
        var back = world.Now;

        world.Run(TimeSpan.FromSeconds(5));

        var after = viewer.Arrived.Where(one => one.At > back).ToList();
        Assert.InRange((after.First(one => one.IsAudio).At - back).TotalMilliseconds, 0, 100);
        Assert.InRange((after.First(one => one.IsKeyFrame).At - back).TotalMilliseconds, 0, 1500);
        Assert.InRange(viewer.Kilobits(37, 40, audio: false), 200, 600);
    }

    [Fact]
    public void A_receiver_that_never_reports_is_not_held_back_for_long()
    {
        var world = new LinkedRoom();
        world.Add("doctor", Good, publish: true);
        var viewer = world.Add("viewer", Good, publish: false);
        viewer.Reports = false;

        world.Run(TimeSpan.FromSeconds(10));

        Assert.True(viewer.Estimator.Estimate.IsUnbounded);
        Assert.InRange(viewer.Kilobits(5, 10, audio: false), 850, 1300);
    }

    [Fact]
    public void What_is_sent_again_stays_within_its_share_of_the_estimate()
    {
        var world = new LinkedRoom();
        world.Add("doctor", Good, publish: true);
        var viewer = world.Add(
            "viewer", new() { BitsPerSecond = 250_000, Delay = TimeSpan.FromMilliseconds(50), Loss = 0.2 }, publish: false);
        viewer.KeepsPackets = true;

        world.Run(TimeSpan.FromSeconds(30));

        var again = viewer.Sent.Where(one => one.At.Milliseconds > 10_000 && IsType(one.Packet, LinkedPerson.Rtx)).ToList();
        Assert.NotEmpty(again);
        var kilobits = again.Sum(one => one.Packet.Length + SendSideEstimator.PacketOverhead) * 8 / 20.0 / 1000;
        Assert.InRange(kilobits, 5, 100);
    }

    [Fact]
    public void Packets_on_a_measured_way_cost_no_allocation()
    {
        var room = new SilentRoom();
        for (var i = 0; i < 4000; i++)
        {
            room.Step();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 4000; i++)
        {
            room.Step();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(room.Sent > 8000, $"{room.Sent}");
        Assert.True(room.Repeating > 3000, $"{room.Repeating}");
        Assert.True(room.IsReporting);
    }

    private static bool IsType(byte[] packet, byte type) => (packet[1] & 0x7F) == type;
}
