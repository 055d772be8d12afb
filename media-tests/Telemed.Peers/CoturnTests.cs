using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Playwright;
using Telemed.Browser.Tests.Fixtures;
using Telemed.Peers.Peers;
using Telemed.Peers.Rooms;
using Telemed.Peers.Turn;

namespace Telemed.Peers;

/// <summary>A real coturn between a browser and the relay, with the credentials that the server issues.</summary>
public sealed class CoturnTests(TurnRoom room) : IClassFixture<TurnRoom>
{
    private const int Unauthorized = 401;
    private const int Pictures = 30;
    private const int Sounds = 100;

    /// <summary>Makes every connection of the page go through a TURN server or not at all.</summary>
    private const string RelayOnly = """
        {
          const Any = window.RTCPeerConnection;
          window.RTCPeerConnection = class extends Any {
            constructor(configuration, ...more) { super({ ...configuration, iceTransportPolicy: 'relay' }, ...more); }
          };
        }
        """;

    /// <summary>What a TURN server gives for credentials: relayed candidates, or the codes of its refusals.</summary>
    private const string Gather = """
        async server => {
          const peer = new RTCPeerConnection({ iceServers: [server], iceTransportPolicy: 'relay' });
          const relayed = [], refusals = [];
          const over = new Promise(done => {
            peer.onicecandidate = ({ candidate }) => (candidate ? relayed.push(candidate.candidate) : done());
            peer.onicecandidateerror = event => refusals.push(event.errorCode);
          });
          peer.addTransceiver('audio');
          await peer.setLocalDescription();
          await over;
          peer.close();
          return { relayed: relayed.filter(Boolean), refusals };
        }
        """;

    [Fact]
    public async Task Whoever_can_only_go_through_coturn_joins_sees_and_hears_and_is_seen_and_heard()
    {
        await using var doctor = await Person.StartAsync("doctor", room.Server.Url, FaceClip.Clinic);
        await doctor.Page.AddInitScriptAsync(RelayOnly);
        await doctor.Page.GotoAsync("/");
        await doctor.Handle("sign-in-user").FillAsync(DemoPeople.Doctor);
        await doctor.Handle("sign-in-password").FillAsync(DemoPeople.Password(room.Server));
        await doctor.ClickAsync("sign-in-submit");
        await doctor.Handle("sign-in-submit").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });
        await doctor.Page.EvaluateAsync("consult => { location.hash = '#/consult/' + consult; }", room.Consult);
        await doctor.ClickAsync("join-room");
        await doctor.Handle("leave-room").WaitForAsync();
        await doctor.Page.WaitForFunctionAsync($"() => Object.values(__probe.watched).some(entry => entry.frames > {Pictures})");
        await doctor.Page.WaitForFunctionAsync(
            $"async () => (await __probe.stats()).inbound.some(one => one.kind === 'audio' && one.packetsReceived > {Sounds} && one.totalAudioEnergy > 0)");
        var used = await doctor.EvaluateAsync<string[]>("""
            async () => {
              const report = await __probe.connections.findLast(one => one.connectionState === 'connected').getStats();
              const transport = [...report.values()].find(one => one.type === 'transport');
              const local = report.get(report.get(transport.selectedCandidatePairId).localCandidateId);
              return [local.candidateType, local.relayProtocol];
            }
            """);
        Assert.Equal(["relay", "udp"], used);

        await using var player = await PeerProcess.StartAsync(PeerKind.Pion, sends: false, receives: 1);
        var (_, consult) = await room.Doctor.GetAsync($"/api/consults/{room.Consult}");
        var token = (string)(await room.Doctor.PermitAsync(room.Consult))["token"]!;
        using var played = await Door.OpenAsync(
            room.Server.Url, $"/whep/{room.Consult}/{consult!["requester"]!["id"]}", token, await player.OfferAsync());
        await player.AnswerAsync(played.Answer);
        await player.UntilAsync("playing", now => now.With("video", Pictures).Any() && now.With("audio", Sounds).Any());
        Assert.True(Assert.Single(await player.EndAsync(), one => one.Kind == "video").Frames >= Pictures);
        room.Server.AssertNoExceptionLogged();
    }

    [Fact]
    public async Task Coturn_relays_for_the_server_s_credentials_and_refuses_wrong_and_expired_ones()
    {
        await using var doctor = await Person.StartAsync("doctor", room.Server.Url, FaceClip.Clinic);
        await doctor.Page.GotoAsync("/");
        var issued = Assert.Single((await room.Doctor.PermitAsync(room.Consult))["iceServers"]!.AsArray())!.AsObject();
        var user = (string)issued["username"]!;
        var granted = await GatherAsync(doctor, user, (string)issued["credential"]!);
        Assert.NotEmpty(granted.Relayed);
        Assert.DoesNotContain(Unauthorized, granted.Refusals);

        var wrong = await GatherAsync(doctor, user, Credential(user, "another-secret-of-nobody"));
        Assert.Empty(wrong.Relayed);
        Assert.Contains(Unauthorized, wrong.Refusals);

        var ended = $"{DateTimeOffset.UtcNow.AddMinutes(-1).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}:{user.Split(':')[1]}";
        var expired = await GatherAsync(doctor, ended, Credential(ended, TurnRoom.Secret));
        Assert.Empty(expired.Relayed);
        Assert.Contains(Unauthorized, expired.Refusals);
    }

    private async Task<Gathered> GatherAsync(Person person, string user, string credential) => await person.EvaluateAsync<Gathered>(
        Gather, new { urls = room.Coturn.Url, username = user, credential });

    [SuppressMessage("Security", "CA5350", Justification = "coturn fixes the algorithm.")]
    private static string Credential(string user, string secret) =>
        Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(user)));

    private sealed record Gathered(string[] Relayed, int[] Refusals);
}
