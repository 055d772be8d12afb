using Microsoft.Playwright;
using Telemed.Browser.Tests.Fixtures;

namespace Telemed.Browser.Tests;

/// <summary>The fixtures themselves: what the other tests stand on.</summary>
public sealed class FixtureTests
{
    private const string Loop = """
        async () => {
          const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
          document.body.innerHTML = '<video data-testid="video-remote" data-participant="p1" autoplay muted></video>';
          const video = document.querySelector('video');
          const [a, b] = [new RTCPeerConnection(), new RTCPeerConnection()];
          a.onicecandidate = e => e.candidate && b.addIceCandidate(e.candidate);
          b.onicecandidate = e => e.candidate && a.addIceCandidate(e.candidate);
          const incoming = new MediaStream();
          b.ontrack = e => { incoming.addTrack(e.track); video.srcObject = incoming; };
          stream.getTracks().forEach(t => a.addTrack(t, stream));
          await a.setLocalDescription();
          await b.setRemoteDescription(a.localDescription);
          await b.setLocalDescription();
          await a.setRemoteDescription(b.localDescription);
        }
        """;

    [Fact]
    public async Task A_person_in_a_namespace_of_loopback_only_shows_their_clip_at_its_frame_rate()
    {
        await using var network = await NetworkNamespace.CreateAsync();
        Assert.Equal(["lo"], await network.InterfacesAsync());
        await using var person = await Person.StartAsync("nurse", new Uri("http://127.0.0.1:9"), FaceClip.Nurse, network);
        await person.Page.RouteAsync("**/*", route => route.FulfillAsync(new RouteFulfillOptions
        {
            ContentType = "text/html",
            Body = "<!doctype html><title>loop</title><body></body>",
        }));
        await person.Page.GotoAsync("/");
        await person.Page.EvaluateAsync(Loop);
        await person.Page.WaitForFunctionAsync("() => (__probe.watched.p1?.frames ?? 0) > 10");
        await person.StartWatchingAsync();
        await person.Page.WaitForFunctionAsync("() => (__probe.watched.p1?.frames ?? 0) >= 75");
        var shown = Assert.Single(await person.SmoothnessAsync());
        Assert.InRange(shown.MaxGapMs, 20, 500);
        Assert.Equal(2, await person.NegotiationsAsync());
        Assert.True((await person.StatsAsync()).State == "connected");
    }
}
