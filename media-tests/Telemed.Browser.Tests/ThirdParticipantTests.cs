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

    [Fact]
    public async Task With_three_in_the_room_every_second_picture_is_one_that_can_be_left_out_and_with_two_none()
    {
        await using var story = await Story.BeginAsync();
        await story.MeetAsync();
        Person[] people = [story.Doctor, story.Specialist];
        Assert.All(await Task.WhenAll(people.Select(CameraLayersAsync)), layers => Assert.NotEqual("L1T2", layers));

        await using (var nurse = await TelemedTool.CallAsync(
            story.Server, DemoPeople.Nurse, FaceClip.Nurse, "--consult", story.Consult, "--seconds", "8"))
        {
            await Task.WhenAll(people.Select(SeesTwoAsync));
            var call = await nurse.FinishAsync();
            Assert.InRange((double)call["upperFrames"]! / (double)call["videoFrames"]!, 0.3, 0.55);
        }

        await Task.WhenAll(people.Select(SeesOneAsync));
        await Task.WhenAll(people.Select(person => person.Page.WaitForFunctionAsync($"async () => (await ({CameraLayers})()) !== 'L1T2'")));
    }

    /// <summary>What the page's encoder makes of the camera (WebRTC-SVC): L1T2 is one size, two layers in time.</summary>
    private const string CameraLayers = """
        async () => {
          const report = await __probe.connections.at(-1).getStats();
          return [...report.values()].find(stat => stat.type === 'outbound-rtp' && stat.kind === 'video')?.scalabilityMode ?? null;
        }
        """;

    private static Task<string?> CameraLayersAsync(Person person) => person.Page.EvaluateAsync<string?>(CameraLayers);

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
