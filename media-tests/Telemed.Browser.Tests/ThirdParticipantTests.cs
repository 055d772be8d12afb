using Telemed.Browser.Tests.Fixtures;

namespace Telemed.Browser.Tests;

public sealed class ThirdParticipantTests
{
    private const int Visits = 3;

    [Fact]
    public async Task A_third_participant_comes_and_goes_without_a_negotiation_and_without_a_freeze()
    {
        await using var story = await Story.BeginAsync();
        await story.MeetAsync();
        Person[] people = [story.Doctor, story.Specialist];
        var negotiations = await Task.WhenAll(people.Select(person => person.NegotiationsAsync()));
        var theOther = await Task.WhenAll(people.Select(async person => Assert.Single(await person.SmoothnessAsync()).Participant));
        // In the second of a join the machine decodes, encodes and paints for everybody at once: one visit alone is at its mercy.
        var longest = new List<double>();
        for (var visit = 0; visit < Visits; visit++)
        {
            await Task.WhenAll(people.Select(person => person.StartWatchingAsync()));
            await VisitAsync(story, people);
            for (var index = 0; index < people.Length; index++)
            {
                var other = Assert.Single(await people[index].SmoothnessAsync(), shown => shown.Participant == theOther[index]);
                TestContext.Current.TestOutputHelper?.WriteLine($"{people[index].Name}: longest gap {other.MaxGapMs:0} ms in {other.Frames} frames");
                longest.Add(other.MaxGapMs);
            }
        }

        Assert.Equal(negotiations, await Task.WhenAll(people.Select(person => person.NegotiationsAsync())));
        Assert.InRange(longest.Order().ElementAt(longest.Count / 2), 20, 500);
        story.Server.AssertNoExceptionLogged();
    }

    private static async Task VisitAsync(Story story, Person[] people)
    {
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
    }

    private static Task SeesTwoAsync(Person person) => person.Page.WaitForFunctionAsync(
        "() => Object.values(__probe.watched).filter(entry => entry.frames > 25).length === 2");

    private static Task SeesOneAsync(Person person) => person.Page.WaitForFunctionAsync(
        "() => document.querySelectorAll('[data-testid=video-remote]').length === 1");
}
