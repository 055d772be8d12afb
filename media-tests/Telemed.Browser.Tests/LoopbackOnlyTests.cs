using Telemed.Browser.Tests.Fixtures;

namespace Telemed.Browser.Tests;

public sealed class LoopbackOnlyTests
{
    [Fact]
    public async Task A_call_is_carried_in_a_network_that_has_only_a_loopback_interface()
    {
        await using var network = await NetworkNamespace.CreateAsync();
        Assert.Equal(["lo"], await network.InterfacesAsync());
        await using var story = await Story.BeginAsync(network);
        await story.MeetAsync();
        foreach (var person in (Person[])[story.Doctor, story.Specialist])
        {
            var before = await person.StatsAsync();
            await person.Page.WaitForFunctionAsync(
                "async from => (await __probe.stats()).inbound.reduce((sum, s) => sum + s.framesDecoded, 0) > from + 50", before.FramesDecoded);
            // Between the words there is silence.
            await person.Page.WaitForFunctionAsync(
                "async from => (await __probe.stats()).inbound.reduce((sum, s) => sum + s.totalAudioEnergy, 0) > from", before.AudioEnergy);
            var after = await person.StatsAsync();
            Assert.Equal("127.0.0.1", after.Remote!.Address);
        }

        story.Server.AssertNoExceptionLogged();
    }
}
