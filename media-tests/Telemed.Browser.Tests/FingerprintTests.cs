using Microsoft.Playwright;
using Telemed.Browser.Tests.Fixtures;

namespace Telemed.Browser.Tests;

public sealed class FingerprintTests
{
    [Fact]
    public async Task A_browser_whose_certificate_is_not_the_announced_one_is_refused_before_any_media()
    {
        await using var story = await Story.BeginAsync();
        await story.AskAsync();
        // The page makes its offer before the click, so it must lie from its start.
        await story.Specialist.Page.EvaluateAsync("() => { window.__lieAboutFingerprint = true; }");
        await story.AcceptAsync();
        await story.Doctor.ClickAsync("join-room");
        await story.Doctor.Handle("leave-room").WaitForAsync();

        await story.Specialist.ClickAsync("join-room");

        // The relay ends the handshake by an alert: the browser's transport fails, for each try of the page.
        await story.Specialist.Page.WaitForFunctionAsync("() => __probe.dtlsFailures > 0");
        Assert.Equal(0, await story.Specialist.Page.EvaluateAsync<int>("() => __probe.dtlsConnections"));
        Assert.Empty(await story.Doctor.SmoothnessAsync());
        Assert.Equal(0, (await story.Doctor.StatsAsync()).Inbound.Sum(stream => stream.PacketsReceived));
        await Assertions.Expect(story.Doctor.Handle("leave-room")).ToBeVisibleAsync();
        story.Server.AssertNoExceptionLogged();
    }
}
