using Telemed.Browser.Tests.Fixtures;

namespace Telemed.Browser.Tests;

public sealed class ThirdParticipantTests
{
    [Fact]
    public async Task A_third_participant_comes_and_goes_without_a_negotiation_and_without_a_freeze()
    {
        await using var story = await Story.BeginAsync();
        await story.MeetAsync();
        Person[] people = [story.Doctor, story.Specialist];
        var negotiations = await Task.WhenAll(people.Select(person => person.NegotiationsAsync()));
        var theOther = await Task.WhenAll(people.Select(async person => Assert.Single(await person.SmoothnessAsync()).Participant));
        await Task.WhenAll(people.Select(person => person.StartWatchingAsync()));

        await using (var nurse = await TelemedTool.CallAsync(
            story.Server, DemoPeople.Nurse, FaceClip.Nurse, "--consult", story.Consult, "--seconds", "6"))
        {
            await Task.WhenAll(people.Select(SeesTwoAsync));
            await story.Doctor.ScreenshotAsync("10-three-in-the-room");
            var call = await nurse.FinishAsync();
            Assert.True((long)call["videoFrames"]! > 100, $"the third received {call["videoFrames"]} frames");
            Assert.Equal(0, (long)call["lost"]!);
        }

        await Task.WhenAll(people.Select(SeesOneAsync));
        Assert.Equal(negotiations, await Task.WhenAll(people.Select(person => person.NegotiationsAsync())));
        for (var index = 0; index < people.Length; index++)
        {
            var other = Assert.Single(await people[index].SmoothnessAsync(), shown => shown.Participant == theOther[index]);
            TestContext.Current.TestOutputHelper?.WriteLine($"{people[index].Name}: longest gap {other.MaxGapMs:0} ms in {other.Frames} frames");
            Assert.InRange(other.MaxGapMs, 20, 500);
        }

        story.Server.AssertNoExceptionLogged();
    }

    private static Task SeesTwoAsync(Person person) => person.Page.WaitForFunctionAsync(
        "() => Object.values(__probe.watched).filter(entry => entry.frames > 25).length === 2");

    private static Task SeesOneAsync(Person person) => person.Page.WaitForFunctionAsync(
        "() => document.querySelectorAll('[data-testid=video-remote]').length === 1");
}
