using Telemed.Browser.Tests.Fixtures;
using Telemed.Peers.Browser;
using Telemed.Peers.Peers;
using Telemed.Peers.Rooms;

namespace Telemed.Peers;

/// <summary>A doctor with Firefox at the real page, in the room with the specialist.</summary>
public sealed class FirefoxTests(PeerRoom room)
{
    private const int Pictures = 30;
    private const int Sounds = 100;

    [Fact]
    public async Task A_doctor_with_Firefox_signs_in_joins_sees_and_hears_and_is_seen_and_heard()
    {
        var probe = await File.ReadAllTextAsync(
            Path.Combine(AppContext.BaseDirectory, "Fixtures", "probe.js"), TestContext.Current.CancellationToken);
        await using var firefox = await FirefoxPage.StartAsync(probe);
        await firefox.GoToAsync(room.Server.Url);
        await firefox.FillAsync("sign-in-user", DemoPeople.Doctor);
        await firefox.FillAsync("sign-in-password", DemoPeople.Password(room.Server));
        await firefox.ClickAsync("sign-in-submit");
        await firefox.UntilAsync($"!{FirefoxPage.Handle("sign-in-submit")}");
        await firefox.EvaluateAsync<bool>($"(location.hash = '#/consult/{room.Consult}', true)");
        await firefox.ClickAsync("join-room");
        await firefox.UntilAsync(FirefoxPage.Handle("leave-room"));

        await firefox.UntilAsync($"Object.values(__probe.watched).some(entry => entry.frames > {Pictures})");
        await firefox.UntilAsync(
            $"__probe.stats().then(now => now.inbound.some(one => one.kind === 'audio' && one.packetsReceived > {Sounds} && one.totalAudioEnergy > 0))");
        var stats = await firefox.EvaluateAsync<RtcStats>("__probe.stats()");
        Assert.Equal("connected", stats.State);
        Assert.Contains(stats.Inbound, one => one.Kind == "video" && one.FramesDecoded >= Pictures && one.FrameWidth > 0);
        await firefox.ScreenshotAsync("firefox-in-the-room");

        await using var player = await PeerProcess.StartAsync(PeerKind.Pion, sends: false, receives: 1);
        using var played = await Door.OpenAsync(
            room.Server.Url, $"/whep/{room.Consult}/{await room.RequesterAsync()}", await room.DoctorTokenAsync(), await player.OfferAsync());
        await player.AnswerAsync(played.Answer);
        await player.UntilAsync("playing", now => now.With("video", Pictures).Any() && now.With("audio", Sounds).Any());
        var received = await player.EndAsync();
        Assert.True(Assert.Single(received, one => one.Kind == "video").Frames >= Pictures);
        Assert.True(Assert.Single(received, one => one.Kind == "audio").Energy > 1);

        await firefox.ClickAsync("leave-room");
        await firefox.UntilAsync(FirefoxPage.Handle("join-room"));
    }

    [Fact]
    public async Task Firefox_does_no_RED_and_its_sound_stays_Opus_alone()
    {
        await using var firefox = await FirefoxPage.StartAsync("");
        await firefox.GoToAsync(room.Server.Url);
        var offer = await firefox.EvaluateAsync<string>("""
            (async () => {
              const peer = new RTCPeerConnection();
              peer.addTransceiver('audio');
              const offer = await peer.createOffer();
              peer.close();
              return offer.sdp;
            })()
            """);
        Assert.Contains("opus/48000", offer, StringComparison.Ordinal);
        Assert.DoesNotContain("red/48000", offer, StringComparison.Ordinal);
    }
}
