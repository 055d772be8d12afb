using System.Net;

namespace Telemed.Server.Tests;

/// <summary>R3: two officers put a legal hold on and take it off; what is held is not destroyed.</summary>
public sealed class R3Tests : KeptRecordingTests
{
    [Fact]
    public async Task Two_officers_hold_what_nobody_then_destroys_until_two_release_it()
    {
        Assert.Equal("forbidden", await TestServer.ProblemAsync(await StepAsync(Liu, "hold")));
        Assert.Equal("refused", await TestServer.ProblemAsync(await StepAsync(Xu, "hold", reason: " ")));
        Assert.Equal("hold", (await DoneAsync(Xu, "hold")).GetProperty("pending").GetString());
        Assert.Equal("refused", await TestServer.ProblemAsync(await StepAsync(Xu, "hold")));
        Assert.Equal("onHold", State(await DoneAsync(Tang, "hold")));
        Assert.Equal(HttpStatusCode.PartialContent, (await PlayAsync()).StatusCode);
        Assert.Equal("refused", await TestServer.ProblemAsync(await StepAsync(Xu, "destroy")));

        await DoneAsync(Tang, "release");
        Assert.Equal("sealed", State(await DoneAsync(Xu, "release")));
        Assert.Equal("destroy", (await DoneAsync(Xu, "destroy")).GetProperty("pending").GetString());
        Assert.Single(Audit("recording.hold"));
    }
}
