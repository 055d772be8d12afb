using Telemed.Media.Recording;

namespace Telemed.Server.Tests;

/// <summary>R2: nothing is deleted by one person alone, and a certificate is what is left.</summary>
public sealed class R2Tests : KeptRecordingTests
{
    [Fact]
    public async Task Two_officers_destroy_and_a_certificate_is_what_is_left()
    {
        Assert.Equal("forbidden", await TestServer.ProblemAsync(await StepAsync(Liu, "destroy")));
        await DoneAsync(Xu, "destroy");
        Assert.Equal("refused", await TestServer.ProblemAsync(await StepAsync(Xu, "destroy")));
        Assert.True(Directory.Exists(Folder));
        Assert.Equal("destroyed", State(await DoneAsync(Tang, "destroy")));

        Assert.False(Directory.Exists(Folder));
        Assert.Equal("recording-unavailable", await TestServer.ProblemAsync(await PlayAsync()));
        var certificate = (await Xu.GetAsync($"/api/recordings/{Id}/destruction")).GetProperty("certificate");
        Assert.Equal((Xu.Id, Tang.Id), (certificate.GetProperty("askedBy").GetString(), certificate.GetProperty("confirmedBy").GetString()));
        var consult = certificate.GetProperty("consultId").GetString()!;
        Assert.Equal([], SealVerifier.Verify(Path.Combine(Data, "recordings", ".destroyed", consult), trusted: null).Faults);
        Assert.Single(Audit("recording.destroy"));
        Assert.Equal(0, Server.Faults);
    }
}
