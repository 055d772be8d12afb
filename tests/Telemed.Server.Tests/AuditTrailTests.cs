using Telemed.Consults.Ids;
using Telemed.Server.Audit;

namespace Telemed.Server.Tests;

public sealed class AuditTrailTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 2, 0, 0, TimeSpan.Zero);

    private readonly string _directory = Directory.CreateTempSubdirectory("telemed-audit-").FullName;

    private string[] Lines => File.ReadAllLines(Path.Combine(_directory, "audit.jsonl"));

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Every_play_is_one_line_and_its_ranges_are_not_more()
    {
        using var trail = new AuditTrail(_directory);
        var plays = new PlayAudit(trail);

        await plays.PlayedAsync(new("li"), new("r1"), Now, TestContext.Current.CancellationToken);
        await plays.PlayedAsync(new("li"), new("r1"), Now.AddMinutes(1), TestContext.Current.CancellationToken);
        await plays.PlayedAsync(new("li"), new("r2"), Now.AddMinutes(1), TestContext.Current.CancellationToken);
        await plays.PlayedAsync(new PersonId("wu"), new("r1"), Now.AddMinutes(1), TestContext.Current.CancellationToken);
        await plays.PlayedAsync(new("li"), new("r1"), Now.AddMinutes(20), TestContext.Current.CancellationToken);

        Assert.Equal(4, Lines.Length);
    }

    [Fact]
    public async Task The_chain_goes_on_over_a_restart_and_shows_a_line_that_was_changed_or_taken_out()
    {
        for (var run = 0; run < 2; run++)
        {
            using var trail = new AuditTrail(_directory);
            await trail.AddAsync("li", "recording.play", "r1", null, Now, TestContext.Current.CancellationToken);
            await trail.AddAsync("wu", "recording.play", "r1", null, Now, TestContext.Current.CancellationToken);
        }

        var lines = Lines;
        Assert.Null(AuditTrail.FirstBreak(lines));
        Assert.Equal(3, AuditTrail.FirstBreak([lines[0], lines[1].Replace("wu", "xu", StringComparison.Ordinal), lines[2], lines[3]]));
        Assert.Equal(2, AuditTrail.FirstBreak([lines[0], lines[2], lines[3]]));
    }
}
