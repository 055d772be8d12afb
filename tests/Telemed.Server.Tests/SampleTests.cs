using System.Net;

namespace Telemed.Server.Tests;

/// <summary>The quality reviewer plays what was drawn, each play noted as such, and nothing else of the case.</summary>
public sealed class SampleTests : KeptRecordingTests
{
    private protected override int SamplePermille => 1_000;

    [Fact]
    public async Task What_was_drawn_is_listed_for_the_reviewer_and_played_with_its_reason_in_the_audit()
    {
        await using var zhou = await Person.SignInAsync(Server, "zhou.li");
        var drawn = Assert.Single((await zhou.GetAsync("/api/samples")).EnumerateArray());
        Assert.Equal(("cardiology", Id), (drawn.GetProperty("service").GetString(), drawn.GetProperty("recordings")[0].GetProperty("id").GetString()));
        Assert.DoesNotContain(Secrets.PatientName, drawn.ToString(), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.OK, (await zhou.Client.GetAsync($"/api/recordings/{Id}/manifest")).StatusCode);
        Assert.Equal("quality-sample", Assert.Single(Audit("recording.view")).GetProperty("detail").GetString());
        Assert.Empty(Audit("recording.play"));
        Assert.Equal(HttpStatusCode.PartialContent, (await PlayAsync(zhou, $"/api/recordings/{Id}/video")).StatusCode);
        Assert.Equal((zhou.Id, "quality-sample"), (
            Assert.Single(Audit("recording.play")).GetProperty("actor").GetString(), Audit("recording.play")[0].GetProperty("detail").GetString()));
        Assert.Equal("not-found", await TestServer.ProblemAsync(await zhou.Client.GetAsync($"/api/consults/{Consult}")));
        Assert.Equal("not-found", await TestServer.ProblemAsync(await zhou.Client.GetAsync($"/api/recordings/{Id}/export")));
        Assert.Equal("forbidden", await TestServer.ProblemAsync(await Liu.Client.GetAsync("/api/samples")));
        Assert.Equal(0, Server.Faults);
    }
}

/// <summary>What was not drawn is not played.</summary>
public sealed class NoSampleTests : KeptRecordingTests
{
    [Fact]
    public async Task A_reviewer_does_not_play_what_was_not_drawn()
    {
        await using var zhou = await Person.SignInAsync(Server, "zhou.li");
        Assert.Empty((await zhou.GetAsync("/api/samples")).EnumerateArray());
        Assert.Equal("not-found", await TestServer.ProblemAsync(await PlayAsync(zhou, $"/api/recordings/{Id}/video")));
    }
}
