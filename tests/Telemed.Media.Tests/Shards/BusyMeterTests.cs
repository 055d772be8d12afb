using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Telemed.Media.Shards;
using Telemed.Rtc.Dtls;
using Telemed.Rtc.Ice;
using Telemed.Rtc.Session;
using Telemed.Rtc.Time;
using Telemed.Sfu.Routing;

namespace Telemed.Media.Tests.Shards;

public sealed class BusyMeterTests
{
    [Fact]
    public void It_follows_the_share_of_a_processor_within_about_a_second()
    {
        var meter = new BusyMeter();
        long cpu = 0;
        for (var tenth = 0; tenth <= 20; tenth++)
        {
            meter.Note(MonotonicTime.FromMilliseconds(tenth * 100), cpu);
            cpu += 90_000_000;
        }

        Assert.InRange(meter.Permille, 870, 900);
    }

    [Fact]
    public void A_peak_of_a_tenth_of_a_second_is_not_yet_load_and_a_long_sleep_ends_it()
    {
        var meter = new BusyMeter();
        meter.Note(MonotonicTime.FromMilliseconds(0), 0);
        meter.Note(MonotonicTime.FromMilliseconds(100), 100_000_000);
        Assert.InRange(meter.Permille, 150, 250);

        meter.Note(MonotonicTime.FromMilliseconds(5_100), 100_000_000);
        Assert.InRange(meter.Permille, 0, 1);
    }

    [Fact]
    public async Task A_shard_whose_processor_is_busy_refuses_newcomers_with_the_reason()
    {
        using var shard = new Shard(new(
            0, IPAddress.Loopback, 0, 10, 10, TimeSpan.FromSeconds(15), new(TimeProvider.System), static _ => { }, NullLogger.Instance)
        {
            RefuseAtBusyPermille = 0,
        });
        shard.Start();
        using var certificate = DtlsCertificate.Create(DateTimeOffset.UtcNow);
        using var transport = new PeerTransport(new()
        {
            LocalCredentials = IceCredentials.Create(new byte[IceCredentials.EntropyLength]),
            Certificate = certificate,
        });

        var refused = await Assert.ThrowsAsync<MediaRefusedException>(
            () => shard.Post((one, now) => one.Join(now, "room", "somebody", "ufrag", transport, ParticipantMedia.Nothing, false)));

        Assert.Equal(MediaRefusal.Overloaded, refused.Code);
        Assert.Contains("% busy", refused.Message, StringComparison.Ordinal);
    }
}
