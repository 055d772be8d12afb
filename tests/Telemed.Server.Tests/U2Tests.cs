using Telemed.Server.Audit;
using Telemed.Storage.Audit;

namespace Telemed.Server.Tests;

/// <summary>U2: the audit is append-only and chained by hashes, anchored each day, and verified line by line.</summary>
public sealed class U2Tests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 2, 0, 0, TimeSpan.Zero);

    private readonly string _directory = Directory.CreateTempSubdirectory("telemed-audit-").FullName;

    private string[] Lines => File.ReadAllLines(Path.Combine(_directory, "audit.jsonl"));

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task The_chain_goes_on_over_a_restart_and_shows_a_line_that_was_changed_or_taken_out()
    {
        for (var run = 0; run < 2; run++)
        {
            using var trail = new AuditTrail(_directory);
            await trail.AddAsync(Play("li", Now), TestContext.Current.CancellationToken);
            await trail.AddAsync(Play("wu", Now), TestContext.Current.CancellationToken);
        }

        var lines = Lines;
        Assert.Empty(AuditVerifier.Verify(lines, []));
        Assert.Equal(
            ["line 3 does not follow from line 2"],
            AuditVerifier.Verify([lines[0], lines[1].Replace("wu", "xu", StringComparison.Ordinal), lines[2], lines[3]], []));
        Assert.Equal(["line 2 does not follow from line 1"], AuditVerifier.Verify([lines[0], lines[2], lines[3]], []));
    }

    [Fact]
    public async Task An_anchor_is_written_at_the_end_of_each_day_and_shows_a_file_that_was_cut_short_or_written_anew()
    {
        using (var trail = new AuditTrail(_directory))
        {
            await trail.AddAsync(Play("li", Now), TestContext.Current.CancellationToken);
            await trail.AddAsync(Play("wu", Now), TestContext.Current.CancellationToken);
            await trail.AddAsync(Play("li", Now.AddDays(1)), TestContext.Current.CancellationToken);
        }

        var anchor = new AuditAnchor(new(2026, 11, 22), 2, AuditLine.Hash(Lines[1]));
        Assert.Equal(AuditVerifier.Write(anchor), File.ReadAllText(Path.Combine(_directory, "anchors", "2026-11-22.json")));
        Assert.Empty(AuditVerifier.VerifyDirectory(_directory));
        Assert.Equal(["the anchor of 2026-11-22 knows 2 lines, there are 1"], AuditVerifier.Verify(Lines[..1], [anchor]));
        Assert.Equal(
            ["the anchor of 2026-11-22 does not fit line 2"],
            AuditVerifier.Verify(Lines, [anchor with { Hash = AuditLine.Hash("other") }]));
    }

    [Fact]
    public async Task Many_who_write_at_once_all_stand_in_one_whole_chain()
    {
        using var trail = new AuditTrail(_directory);
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(
            () => trail.AddAsync(Play($"p{i}", Now), TestContext.Current.CancellationToken))));

        Assert.Equal(200, Lines.Length);
        Assert.Empty(AuditVerifier.VerifyDirectory(_directory));
    }

    private static AuditEntry Play(string who, DateTimeOffset at) => new(at, who, "recording.play", "r1");
}
