using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Telemed.Media.Shards;
using Telemed.Media.Signalling;
using Telemed.Media.Tests.Clients;
using Telemed.Rtc.Dtls;
using Telemed.Rtc.Sdp;
using Telemed.Rtc.Session;

namespace Telemed.Media.Tests.Shards;

public sealed class ShardFaultTests
{
    [Fact]
    public async Task A_fault_of_ours_ends_the_peer_that_met_it_and_nobody_else()
    {
        using var certificate = DtlsCertificate.Create(DateTimeOffset.UtcNow);
        List<MediaEvent> events = [];
        using var shard = new Shard(new(
            0, IPAddress.Loopback, 0, 10, 10, TimeSpan.FromHours(1), new(TimeProvider.System), Take, NullLogger.Instance));
        shard.Start();
        using var unlucky = new TestClient();
        using var doctor = new TestClient();
        using var specialist = new TestClient();
        await JoinAsync(shard, certificate, "one", "unlucky", unlucky);
        await JoinAsync(shard, certificate, "other", "doctor", doctor);
        await JoinAsync(shard, certificate, "other", "specialist", specialist);

        // The news of a speaker in room one throws, in the middle of the packet that brought it.
        await Eventually.Async(() =>
        {
            unlucky.SendAudio(level: 5);
            return shard.Counters.Faults > 0;
        });
        await Eventually.Async(() => HasHappened(
            new MediaEvent.ParticipantDisconnected("one", "unlucky", DisconnectReason.Failed)));

        doctor.SendAudio(level: 120);
        await Eventually.Async(() => specialist.Slots["2"].Count > 0);
        Assert.Equal(1, shard.Counters.Faults);
        Assert.Equal(2, shard.Counters.Rooms);

        bool HasHappened(MediaEvent happened)
        {
            lock (events)
            {
                return events.Contains(happened);
            }
        }

        void Take(MediaEvent happened)
        {
            if (happened is MediaEvent.Speakers { Room: "one" })
            {
                throw new InvalidOperationException("Made by the test.");
            }

            lock (events)
            {
                events.Add(happened);
            }
        }
    }

    [Fact]
    public async Task Commands_to_a_shard_that_has_ended_are_refused()
    {
        var shard = new Shard(new(
            0, IPAddress.Loopback, 0, 10, 10, TimeSpan.FromSeconds(5), new(TimeProvider.System), _ => { }, NullLogger.Instance));
        shard.Start();
        shard.Dispose();

        var refusal = await Assert.ThrowsAsync<MediaRefusedException>(() => shard.Post((_, _) => 1));

        Assert.Equal(MediaRefusal.Overloaded, refusal.Code);
    }

    private static async Task JoinAsync(Shard shard, DtlsCertificate certificate, string room, string id, TestClient client)
    {
        var path = NetworkPath.From(new IPEndPoint(IPAddress.Loopback, shard.Port));
        var negotiation = new Negotiation([SdpCandidate.Host(path, 0)], certificate.Fingerprint, 0, isInstrument: false);
        var result = negotiation.Answer(Negotiation.Parse(client.Offer(publish: true)));
        var transport = new PeerTransport(new()
        {
            LocalCredentials = negotiation.Credentials,
            Certificate = certificate,
            RemoteFingerprint = result.Session.RemoteFingerprint,
        });
        await shard.Post((here, now) =>
            here.Join(now, room, id, negotiation.Credentials.UsernameFragment, transport, result.Media, recordable: false));
        client.Accept(result.Sdp);
        await Eventually.Async(() => client.IsConnected);
    }
}
