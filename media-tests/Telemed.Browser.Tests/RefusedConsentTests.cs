using Telemed.Browser.Tests.Fixtures;

namespace Telemed.Browser.Tests;

public sealed class RefusedConsentTests
{
    [Fact]
    public async Task Of_a_participant_who_refused_the_recording_holds_no_packet()
    {
        await using var story = await Story.BeginAsync();
        await story.MeetAsync();
        await Story.AgreeToRecordingAsync(story.Doctor);
        await story.Specialist.ClickAsync("consent-recording-refuse");
        await story.Specialist.ClickAsync("recording-start");
        await Story.RecordingIsAsync(story.Doctor, "on");
        await Task.Delay(TimeSpan.FromSeconds(4), TestContext.Current.CancellationToken);
        var sentByDoctor = await SentAsync(story.Doctor);
        var sentBySpecialist = await SentAsync(story.Specialist);
        await story.EndAsync();

        using var doctor = await ApiSession.SignInAsync(story.Server, DemoPeople.Doctor);
        var (_, consult) = await doctor.GetAsync($"/api/consults/{story.Consult}");
        var recorded = await TelemedTool.PacketsBySsrcAsync(story.Server, (string)consult!["recordings"]![0]!["id"]!);

        Assert.All(sentByDoctor, ssrc => Assert.True(recorded.GetValueOrDefault(ssrc) > 50, $"SSRC {ssrc} of the doctor is missing"));
        Assert.All(sentBySpecialist, ssrc => Assert.DoesNotContain(ssrc, recorded.Keys));
        Assert.Equal(sentByDoctor.Order(), recorded.Keys.Order());
        story.Server.AssertNoExceptionLogged();
    }

    private static async Task<uint[]> SentAsync(Person person)
    {
        var sent = (await person.StatsAsync()).Outbound.Where(stream => stream.PacketsSent > 0).Select(stream => stream.Ssrc).ToArray();
        Assert.Equal(2, sent.Length);
        return sent;
    }
}
