using System.Text.Json.Nodes;
using Telemed.Browser.Tests.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace Telemed.Browser.Tests;

/// <summary>Instruments at the computer in the room: a camera and an electronic stethoscope that the page itself sends.</summary>
public sealed class InstrumentTests(RoleStage stage) : IClassFixture<RoleStage>
{
    /// <summary>What the page's connection is asked for on its lines of sound, from the answer that holds.</summary>
    private const string SoundAskedFor = """
        () => __probe.connections.findLast(one => one.connectionState === 'connected').currentRemoteDescription.sdp
          .split(/(?=^m=)/m).filter(one => one.startsWith('m=audio') && /a=recvonly/.test(one)).map(one => /a=fmtp:\d+ (.*(?:usedtx|maxaverage).*)/.exec(one)?.[1] ?? '')
        """;

    [Fact]
    public async Task A_camera_is_shown_under_the_name_of_what_it_is_a_still_of_it_is_filed_and_pulling_its_plug_is_said()
    {
        await using var met = await MeetAsync("neurology", "wang.qiang");
        await met.Doctor.ClickAsync("instruments");
        await met.Doctor.Handle("instrument-kind").SelectOptionAsync("exam");
        await Expect(met.Doctor.Handle("instrument-show")).ToBeEnabledAsync();
        await met.Doctor.ShowAsync("requester-instrument");
        await met.Doctor.ClickAsync("instrument-show");

        await Expect(met.Doctor.Handle("video-instrument")).ToHaveCountAsync(1);
        var seen = met.Specialist.Page.Locator(".tile[data-feed] [data-testid=video-remote]");
        await Expect(seen).ToHaveCountAsync(1);
        var publication = await seen.GetAttributeAsync("data-publication");
        await met.Specialist.Page.WaitForFunctionAsync(
            "() => document.querySelector('.tile[data-feed] [data-testid=video-remote]')?.getVideoPlaybackQuality().totalVideoFrames > 25");
        await Expect(met.Specialist.Page.Locator(".tile[data-feed] .tile__name")).ToContainTextAsync("检查镜头");
        await met.Doctor.ShowAsync("requester-shows-instrument");

        await met.Specialist.ClickAsync("still");
        await met.Caller.UntilAsync(
            $"/api/consults/{met.Consult}",
            consult => Stills(consult).Any(one => ((string?)one["feed"], (string?)one["of"]!["id"]) == ("exam", "p-liu-min")));

        await met.Doctor.Page.EvaluateAsync("() => __probe.ownTracks.video.dispatchEvent(new Event('ended'))");
        await Expect(met.Doctor.Page.GetByText("仪器已断开：检查镜头").First).ToBeVisibleAsync();
        await Expect(met.Doctor.Handle("video-instrument")).ToHaveCountAsync(0);
        await Expect(met.Specialist.Page.Locator($"[data-publication='{publication}']")).ToHaveCountAsync(0);
        Assert.Empty(met.Doctor.PageErrors);
        Assert.Empty(met.Specialist.PageErrors);
    }

    [Fact]
    public async Task A_stethoscope_is_heard_as_it_is_without_gaps_in_silence_and_comes_back_with_a_connection()
    {
        await using var met = await MeetAsync(DemoPeople.Service, DemoPeople.Specialist);
        await met.Doctor.ClickAsync("instruments");
        await met.Doctor.Handle("instrument-kind").SelectOptionAsync("stethoscope");
        await Expect(met.Doctor.Handle("instrument-show")).ToBeEnabledAsync();
        await met.Doctor.ShowAsync("requester-stethoscope");
        Assert.Equal("false false false", await met.Doctor.Page.EvaluateAsync<string>("""
            () => (settings => `${settings.echoCancellation} ${settings.noiseSuppression} ${settings.autoGainControl}`)(__probe.ownTracks.audio.getSettings())
            """));
        await met.Doctor.ClickAsync("instrument-show");

        await IsHeardWholeAsync(met);
        await met.Doctor.Page.EvaluateAsync("() => __probe.connections.findLast(one => one.connectionState === 'connected').close()");
        await met.Doctor.Page.WaitForFunctionAsync("() => __probe.connections.at(-1).connectionState === 'connected'");
        await IsHeardWholeAsync(met);

        await met.Doctor.ClickAsync("instruments");
        await met.Doctor.ClickAsync("instrument-stop-stethoscope");
        await Expect(met.Specialist.Handle("tile-sound")).ToHaveCountAsync(0);
        Assert.Empty(met.Doctor.PageErrors);
        Assert.Empty(met.Specialist.PageErrors);
    }

    /// <summary>The specialist sees that it sounds; the relay asked for it whole; fifty packets a second leave though most of the clip is silence.</summary>
    private static async Task IsHeardWholeAsync(Met met)
    {
        await Expect(met.Specialist.Handle("tile-sound")).ToHaveTextAsync("听诊");
        var asked = await met.Doctor.EvaluateAsync<string[]>(SoundAskedFor);
        Assert.Equal(2, asked.Length);
        Assert.Contains("usedtx=1", asked[0], StringComparison.Ordinal);
        Assert.DoesNotContain("usedtx", asked[1], StringComparison.Ordinal);
        Assert.Contains("maxaveragebitrate=96000", asked[1], StringComparison.Ordinal);

        var rate = await met.Doctor.EvaluateAsync<double>("""
            async () => {
              const connection = __probe.connections.findLast(one => one.connectionState === 'connected');
              const line = connection.getTransceivers().findLast(one => one.sender.track?.kind === 'audio');
              const read = async () => [...(await line.sender.getStats()).values()].find(one => one.type === 'outbound-rtp');
              let before = await read();
              while (!before) before = await read();
              let after = before;
              while (after.timestamp - before.timestamp < 3000) after = await read();
              return (after.packetsSent - before.packetsSent) / (after.timestamp - before.timestamp) * 1000;
            }
            """);
        Assert.InRange(rate, 45, 55);

        // Voice and instrument, from now on: what was heard before says nothing.
        var before = await met.Specialist.EvaluateAsync<Dictionary<string, double>>($"() => ({Energies})()");
        await met.Specialist.Page.WaitForFunctionAsync(
            $"async before => Object.entries(await ({Energies})()).filter(([id, energy]) => energy > (before[id] ?? 0)).length >= 2", before);
    }

    private const string Energies = """
        async () => {
          const report = await __probe.connections.findLast(one => one.connectionState === 'connected').getStats();
          return Object.fromEntries([...report.values()].filter(one => one.type === 'inbound-rtp' && one.kind === 'audio').map(one => [one.id, one.totalAudioEnergy]));
        }
        """;

    private static IEnumerable<JsonNode> Stills(JsonNode consult) =>
        consult["attachments"]!.AsArray().Select(one => one!["still"]).OfType<JsonNode>();

    /// <summary>The doctor and the specialist are in the room and see each other.</summary>
    private async Task<Met> MeetAsync(string service, string user)
    {
        var specialist = await stage.AvailableAsync(user);
        var doctor = await stage.SignInAsync(stage.Clinic, DemoPeople.Doctor);
        var caller = await ApiSession.SignInAsync(stage.Server, DemoPeople.Doctor);
        var consult = await RoleStage.AskAsync(caller, service);
        await specialist.ClickAsync("ring-accept");
        await specialist.IsAtAConsultAsync();
        await doctor.Page.GotoAsync($"/#/consult/{consult}");
        foreach (var person in (Person[])[doctor, specialist])
        {
            await Expect(person.Handle("join-room")).ToBeEnabledAsync();
            await person.ClickAsync("join-room");
        }

        foreach (var person in (Person[])[doctor, specialist])
        {
            await person.Page.WaitForFunctionAsync("() => Object.values(__probe.watched).some(entry => entry.frames > 5)");
            await person.ClickAsync("consent-recording-refuse");
        }

        return new(consult, doctor, specialist, caller);
    }

    private sealed record Met(string Consult, Person Doctor, Person Specialist, ApiSession Caller) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Caller.CommandAsync($"/api/consults/{Consult}/end");
            Caller.Dispose();
            await Doctor.DisposeAsync();
            await Specialist.DisposeAsync();
        }
    }
}
