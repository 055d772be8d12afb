using System.Diagnostics;
using Microsoft.Playwright;
using Telemed.Browser.Tests.Fixtures;

namespace Telemed.Browser.Tests;

public sealed class CrashTests
{
    private const float FinishingMs = 90_000;

    [Fact]
    public async Task After_kill_9_during_a_recording_and_a_start_the_recording_is_finalised_from_the_journal_and_plays()
    {
        await using var story = await Story.BeginAsync();
        await story.MeetAsync();
        await Task.WhenAll(Story.AgreeToRecordingAsync(story.Doctor), Story.AgreeToRecordingAsync(story.Specialist));
        await story.Specialist.ClickAsync("recording-start");
        await Story.RecordingIsAsync(story.Doctor, "on");
        var recorded = Stopwatch.StartNew();
        await Task.Delay(TimeSpan.FromSeconds(6), TestContext.Current.CancellationToken);

        await story.Server.KillAsync();
        var beforeTheKill = recorded.Elapsed.TotalSeconds;
        await story.Server.StartAgainAsync();

        // Both pages come back by themselves, to the same consult.
        await Assertions.Expect(story.Doctor.Page.Locator("main.room")).ToHaveAttributeAsync("data-phase", "live");
        await story.EndAsync();
        await story.Doctor.Handle("recording-play").First.ClickAsync(new LocatorClickOptions { Timeout = FinishingMs });
        await story.Doctor.Page.WaitForFunctionAsync("""
            () => {
              const video = document.querySelector('[data-testid=recording-video]');
              return video && video.currentTime > 1 && video.getVideoPlaybackQuality().totalVideoFrames > 10;
            }
            """);

        using var doctor = await ApiSession.SignInAsync(story.Server, DemoPeople.Doctor);
        var (_, consult) = await doctor.GetAsync($"/api/consults/{story.Consult}");
        var recording = (string)consult!["recordings"]![0]!["id"]!;
        var file = Path.Combine(story.Server.DataDirectory, "played");
        await doctor.DownloadAsync($"/api/recordings/{recording}/video", file);
        // At most the last second is lost.
        Assert.True(await new MediaFile(file).DurationAsync() > beforeTheKill - 1.5);
        await TelemedTool.VerifyAsync(story.Server, recording);
        story.Server.AssertNoExceptionLogged();
    }
}
