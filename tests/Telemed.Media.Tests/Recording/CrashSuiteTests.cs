using Telemed.RecorderRig;

namespace Telemed.Media.Tests.Recording;

/// <summary>Live recordings of another process, killed at random moments. The long suite is <c>eng/bench crash</c>.</summary>
public sealed class CrashSuiteTests
{
    [Fact]
    public void Twenty_live_recordings_killed_at_random_moments_lose_no_second_and_are_all_finished()
    {
        var said = Tool.Run(
            errors: true, "dotnet", typeof(Figure).Assembly.Location, "crash", "--kills", "20", "--seed", "1", "--paced", "--strict");

        Assert.Contains("kill -9 of a live recording: runs", said, StringComparison.Ordinal);
        TestContext.Current.TestOutputHelper?.WriteLine(said);
    }
}
