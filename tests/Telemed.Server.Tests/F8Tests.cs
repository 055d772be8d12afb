namespace Telemed.Server.Tests;

/// <summary>F8: consent refused or withdrawn: the recording stops or pauses, the consult goes on.</summary>
public sealed class F8Tests : RecordedRoomTests
{
    [Fact]
    public async Task When_nobody_agrees_nothing_is_recorded_and_theConsult_goes_on()
    {
        await RecordAsync(Zhao, "start");
        await ConsentAsync(LiuRoom, granted: false);
        await ConsentAsync(ZhaoRoom, granted: false);

        await LiuRoom.EventAsync("RecordingChanged", one => State(Recording(one)) == "off");

        Assert.Equal("inSession", (await Liu.ConsultAsync(Consult)).GetProperty("state").GetString());
        var journals = Directory.EnumerateFiles(Path.Combine(Data, "recordings"), "*", SearchOption.AllDirectories)
            .Where(path => !path.Contains("key", StringComparison.OrdinalIgnoreCase) && Path.GetFileName(path) != ".store");
        Assert.Empty(journals);
    }

    [Fact]
    public async Task A_withdrawn_consent_is_heard_by_all_and_stops_a_recording_that_nobody_else_agreed_to()
    {
        await RecordAsync(Zhao, "start");
        await ConsentAsync(LiuRoom, granted: true);
        await ConsentAsync(ZhaoRoom, granted: false);
        await LiuRoom.EventAsync("RecordingChanged", one => State(Recording(one)) == "on");

        await ConsentAsync(LiuRoom, granted: false);

        await ZhaoRoom.EventAsync("ConsentChanged", one =>
            one.GetProperty("participantId").GetString() == Liu.Id && !one.GetProperty("granted").GetBoolean());
        await ZhaoRoom.EventAsync("RecordingChanged", one => State(Recording(one)) == "paused");
    }

    [Fact]
    public async Task The_patients_withdrawal_reaches_the_recorder_within_five_seconds()
    {
        await ConsentAsync(LiuRoom, granted: true);
        await ConsentAsync(ZhaoRoom, granted: true);
        await RecordAsync(Zhao, "start");
        await LiuRoom.EventAsync("RecordingChanged", one => State(Recording(one)) == "on");

        // The room is told only after the media node has stopped taking media.
        var clock = System.Diagnostics.Stopwatch.StartNew();
        await Liu.DoAsync($"/api/consults/{Consult}/consents", new
        {
            commandId = Person.NewId(),
            item = "recording",
            subject = "patient",
            granted = false,
            method = "spoken",
            witness = Secrets.Witness,
            textVersion = "1",
            language = "zh-CN",
        });
        await ZhaoRoom.EventAsync("RecordingChanged", one => State(Recording(one)) == "paused");

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.Equal("refused", await TestServer.ProblemAsync(await Zhao.PostAsync(
            $"/api/consults/{Consult}/recording/resume", new { commandId = Person.NewId() })));
    }
}
