using Telemed.Rtc.Bwe;
using Telemed.Rtc.Time;
using Telemed.TestKit.Network;

namespace Telemed.Sfu.Tests.Links;

/// <summary>What a link without congestion must never cost: browsers' cameras, nothing held back, nothing left out.</summary>
public sealed class HealthyLinkTests
{
    private static readonly LinkConditions Loopback = new();
    private static readonly LinkConditions Office = new() { BitsPerSecond = 20_000_000, Delay = TimeSpan.FromMilliseconds(20) };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Two_people_see_every_picture_at_once_while_their_cameras_come_up(bool isBusy)
    {
        var world = new LinkedRoom();
        var doctor = AddBrowser(world, "doctor", Loopback);
        var specialist = AddBrowser(world, "specialist", Office);
        if (isBusy)
        {
            doctor.IsStalled = Stalls(1);
            specialist.IsStalled = Stalls(2);
        }

        world.Run(TimeSpan.FromSeconds(20));

        AssertSeesAll(doctor, specialist);
        AssertSeesAll(specialist, doctor);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_third_who_comes_late_sees_every_picture_of_both_from_their_next_key_frames_on(bool isBusy)
    {
        var world = new LinkedRoom();
        var doctor = AddBrowser(world, "doctor", Loopback);
        var specialist = AddBrowser(world, "specialist", Office);
        world.Run(TimeSpan.FromSeconds(10));
        var nurse = AddBrowser(world, "nurse", Loopback);
        if (isBusy)
        {
            nurse.IsStalled = Stalls(3);
        }

        world.Run(TimeSpan.FromSeconds(8));

        AssertSeesAll(nurse, doctor, specialist);
        AssertSeesAll(doctor, specialist, nurse);
        AssertSeesAll(specialist, doctor, nurse);
    }

    private static LinkedPerson AddBrowser(LinkedRoom world, string id, LinkConditions down)
    {
        var person = world.Add(id, down, publish: true, slots: 2);
        var begin = world.Now;
        // Chromium begins low and doubles about every half second, as its own estimate of its uplink allows.
        person.Ramp = now => Bitrate.Least(new(2_500_000), new Bitrate(60_000) * Math.Pow(2, (now - begin).TotalSeconds * 2));
        return person;
    }

    // A machine with more to do than it can: twice a second it does not come to reading for 20 to 250 ms.
    private static Func<MonotonicTime, bool> Stalls(int seed)
    {
        var random = new Random(seed);
        var from = new MonotonicTime(0);
        var until = from;
        return now =>
        {
            if (now >= until)
            {
                from = now + TimeSpan.FromMilliseconds(200 + random.Next(400));
                until = from + TimeSpan.FromMilliseconds(20 + random.Next(230));
            }

            return now >= from;
        };
    }

    private static void AssertSeesAll(LinkedPerson viewer, params LinkedPerson[] shown)
    {
        var kept = viewer.Passed.Max(picture => picture.Kept);
        var last = viewer.Passed.Max(picture => picture.Published);
        var expected = 0;
        foreach (var person in shown)
        {
            var first = person.Pictures.First(at => at >= viewer.JoinedAt);
            expected += person.Pictures.Count(at => at >= first && at <= last);
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{viewer.Id}: {viewer.Passed.Count} of {expected} pictures, kept up to {kept.TotalMilliseconds} ms, bound {viewer.Bound}, padding {viewer.Participant.Downlink!.Padding}, estimate {viewer.Estimator.Estimate.Kilobits}");
        Assert.InRange(viewer.Passed.Count, expected - (shown.Length * 9), expected);
        Assert.InRange(kept.TotalMilliseconds, 0, 2);
        Assert.Null(viewer.Bound);
        Assert.Equal(0, viewer.Participant.Downlink!.Padding);
    }
}
