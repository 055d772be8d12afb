using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Telemed.Browser.Tests.Fixtures;

namespace Telemed.Browser.Tests;

/// <summary>
/// The whole consult, once, as two people live it at two browsers; what was seen on the way is kept for the rules in
/// <see cref="WholeStoryTests"/>.
/// </summary>
public sealed class WholeStory : IAsyncLifetime
{
    /// <summary>How long both are watched, in seconds.</summary>
    internal const int WatchedSeconds = 12;

    /// <summary>After how many of them the encoders have found their rate.</summary>
    internal const int SettledAfterSeconds = 3;

    private const int Joins = 5;

    private const int BeforePauseMs = 20_000;
    private const int PauseMs = 4_000;
    private const int AfterPauseMs = 20_000;
    private const float FinishingMs = 90_000;

    private readonly Stopwatch _recorded = new();
    private string _work = "";

    internal Story Story { get; private set; } = null!;

    /// <summary>Statistics of doctor and specialist at the begin and at the end of each second of the watching.</summary>
    internal (RtcStats Doctor, RtcStats Specialist)[] Watched { get; private set; } = [];

    /// <summary>Milliseconds from the specialist's click on join to the doctor's first frame on the page, for some joins.</summary>
    internal List<double> FirstFramesMs { get; } = [];

    /// <summary>Seconds in which the recording was on, by the pages.</summary>
    internal double RecordedSeconds => _recorded.Elapsed.TotalSeconds;

    /// <summary>Seconds of recording before the mark was asked for, and once that was done; by the page that shows the recording.</summary>
    internal (double Least, double Most) MarkedBetweenSeconds { get; private set; }

    /// <summary>Where each page's player stood after a jump to the mark, in seconds, and where the mark was said to be.</summary>
    internal (double Stood, double Mark, bool Plays)[] Played { get; private set; } = [];

    /// <summary>When flashes and beeps left the clinic's camera and microphone, and the recording's states on its page; ms.</summary>
    internal CapturedClip Captured { get; private set; } = null!;

    internal string Recording { get; private set; } = "";

    /// <summary>The composed file, as the page gets it.</summary>
    internal MediaFile Composed { get; private set; } = null!;

    /// <summary>The recording as the server tells of it.</summary>
    internal JsonNode RecordingView { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        try
        {
            await LiveThroughAsync();
        }
        catch
        {
            // A fixture that failed to begin is not disposed by the test framework.
            await DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Story is not null) await Story.DisposeAsync();
        if (_work.Length > 0) Directory.Delete(_work, recursive: true);
    }

    private async Task LiveThroughAsync()
    {
        _work = Directory.CreateTempSubdirectory("telemed-story-").FullName;
        Story = await Story.BeginAsync();
        await Story.Doctor.ScreenshotAsync("01-desk");
        await Story.MeetAsync();
        await JoinSomeTimesAsync();
        await WatchAsync();
        await RecordAsync();
        await GiveOpinionAsync();
        Played = await Task.WhenAll(PlayAsync(Story.Doctor, "09-playback"), PlayAsync(Story.Specialist, null));
        await DownloadAsync();
    }

    // One join alone is at the mercy of whatever else the machine does in that second.
    private async Task JoinSomeTimesAsync()
    {
        var specialist = Story.Specialist;
        FirstFramesMs.Add(await specialist.FirstFrameAfterJoinMsAsync());
        while (FirstFramesMs.Count < Joins)
        {
            await specialist.ClickAsync("leave-room");
            await specialist.ClickAsync("join-room");
            await specialist.Handle("leave-room").WaitForAsync();
            FirstFramesMs.Add(await specialist.FirstFrameAfterJoinMsAsync());
        }

        await Story.SeesSomebodyAsync(Story.Doctor);
    }

    private async Task WatchAsync()
    {
        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1));
        var watched = new List<(RtcStats, RtcStats)>();
        do
        {
            var stats = await Task.WhenAll(Story.Doctor.StatsAsync(), Story.Specialist.StatsAsync());
            watched.Add((stats[0], stats[1]));
        }
        while (watched.Count <= WatchedSeconds && await second.WaitForNextTickAsync(TestContext.Current.CancellationToken));
        Watched = [.. watched];
    }

    // Beside the picture and the sound there is a sign of the pause itself: the clinic is silent in it.
    private async Task RecordAsync()
    {
        var (doctor, specialist) = (Story.Doctor, Story.Specialist);
        await doctor.Page.EvaluateAsync("() => __probe.watchOwnClip()");
        await Task.WhenAll(Story.AgreeToRecordingAsync(doctor), Story.AgreeToRecordingAsync(specialist));
        await doctor.ClickAsync("recording-ask");
        await specialist.ClickAsync("recording-ask-do");
        await Task.WhenAll(Story.RecordingIsAsync(doctor, "on"), Story.RecordingIsAsync(specialist, "on"));
        _recorded.Start();
        await Task.Delay(BeforePauseMs / 2, TestContext.Current.CancellationToken);
        // One clock for both: the doctor's page notes when the recording was on, this machine's clock says when the mark was set.
        var beforeTheClick = await doctor.Page.EvaluateAsync<double>("() => performance.now()");
        await specialist.ClickAsync("recording-mark");
        var afterTheClick = await doctor.Page.EvaluateAsync<double>("() => performance.now()");
        await doctor.ScreenshotAsync("05-room-doctor");
        await specialist.ScreenshotAsync("06-room-specialist");
        await Task.Delay(BeforePauseMs / 2, TestContext.Current.CancellationToken);
        await specialist.ClickAsync("recording-pause");
        await Story.RecordingIsAsync(specialist, "paused");
        _recorded.Stop();
        await doctor.ClickAsync("mute-audio");
        await Task.Delay(PauseMs, TestContext.Current.CancellationToken);
        await doctor.ClickAsync("mute-audio");
        await specialist.ClickAsync("recording-pause");
        await Story.RecordingIsAsync(specialist, "on");
        _recorded.Start();
        await Task.Delay(AfterPauseMs, TestContext.Current.CancellationToken);
        await doctor.ClickAsync("end-consult");
        await doctor.IsAtAConsultAsync();
        _recorded.Stop();
        Captured = await doctor.EvaluateAsync<CapturedClip>("() => ({ ...__probe.captured, states: __probe.recordingStates })");
        MarkedBetweenSeconds = ((beforeTheClick - Captured.FirstAt("on")) / 1000, (afterTheClick - Captured.FirstAt("on")) / 1000);
    }

    private async Task GiveOpinionAsync()
    {
        var (doctor, specialist) = (Story.Doctor, Story.Specialist);
        await specialist.Handle("opinion-text").FillAsync("Acute anterior myocardial infarction.");
        await specialist.Handle("opinion-advice").FillAsync("Aspirin and ticagrelor now; transfer for catheter intervention.");
        await specialist.Handle("opinion-password").FillAsync(DemoPeople.Password(Story.Server));
        await specialist.ScreenshotAsync("07-opinion");
        await specialist.ClickAsync("opinion-sign");
        await specialist.Handle("opinion-signed").WaitForAsync();
        await Assertions.Expect(doctor.Handle("opinion-signed")).ToContainTextAsync("Acute anterior myocardial infarction.");
        await doctor.ClickAsync("opinion-acknowledge");
        await doctor.Handle("acknowledged").WaitForAsync();
        await doctor.ScreenshotAsync("08-acknowledged");
    }

    private static async Task<(double Stood, double Mark, bool Plays)> PlayAsync(Person person, string? screenshot)
    {
        await person.Handle("recording-play").First.ClickAsync(new LocatorClickOptions { Timeout = FinishingMs });
        var video = person.Handle("recording-video");
        await video.WaitForAsync();
        await PlaysAsync(person);
        var stop = person.Handle("recording-stop").Last;
        var mark = double.Parse(await stop.GetAttributeAsync("data-at") ?? "", System.Globalization.CultureInfo.InvariantCulture) / 1000;
        await stop.ClickAsync();
        await person.Page.WaitForFunctionAsync("() => { const v = document.querySelector('[data-testid=recording-video]'); return !v.seeking && v.readyState >= 2; }");
        var stood = await video.EvaluateAsync<double>("video => video.currentTime");
        var plays = await PlaysAsync(person);
        if (screenshot is not null) await person.ScreenshotAsync(screenshot);
        return (stood, mark, plays);
    }

    // That its time moves and that frames are shown while it does.
    private static async Task<bool> PlaysAsync(Person person)
    {
        await person.Page.EvaluateAsync("() => document.querySelector('[data-testid=recording-video]').play()");
        await person.Page.WaitForFunctionAsync("""
            () => {
              const video = document.querySelector('[data-testid=recording-video]');
              window.__from ??= { at: video.currentTime, frames: video.getVideoPlaybackQuality().totalVideoFrames };
              const moved = video.currentTime - window.__from.at > 0.5 && video.getVideoPlaybackQuality().totalVideoFrames > window.__from.frames + 5;
              if (moved) window.__from = undefined;
              return moved;
            }
            """);
        return true;
    }

    private async Task DownloadAsync()
    {
        using var doctor = await ApiSession.SignInAsync(Story.Server, DemoPeople.Doctor);
        var (_, consult) = await doctor.GetAsync($"/api/consults/{Story.Consult}");
        Recording = (string)consult!["recordings"]![0]!["id"]!;
        (_, var view) = await doctor.GetAsync($"/api/recordings/{Recording}");
        RecordingView = view!;
        var file = Path.Combine(_work, "composed");
        await doctor.DownloadAsync($"/api/recordings/{Recording}/video", file);
        Composed = new MediaFile(file);
        File.Copy(file, Path.Combine(Repository.Artifacts("screens"), "composed.mp4"), overwrite: true);
    }
}
