using Microsoft.AspNetCore.Routing;
using Telemed.Server.Audit;
using Telemed.Storage.Audit;

namespace Telemed.Server.Tests;

/// <summary>U3: what was noted of a record is kept as long as the record, and longer: nothing takes a line away.</summary>
public sealed class U3Tests : KeptRecordingTests
{
    [Fact]
    public async Task Every_line_outlives_the_record_that_it_is_about_and_no_door_leads_to_its_end()
    {
        (await PlayAsync()).EnsureSuccessStatusCode();
        var before = Lines();
        Assert.Contains(before, line => line.Contains("\"recording.play\"", StringComparison.Ordinal) && line.Contains(Id, StringComparison.Ordinal));

        await DoneAsync(Xu, "destroy");
        Assert.Equal("destroyed", State(await DoneAsync(Tang, "destroy")));
        Assert.False(Directory.Exists(Folder));

        var after = Lines();
        Assert.Equal(before, after[..before.Length]);
        Assert.Single(Audit("recording.destroy"));
        Assert.Empty(AuditVerifier.VerifyDirectory(Path.Combine(Data, "audit")));

        // Who may read what was noted may read it; nobody may write there but by doing something.
        var doors = Server.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(one => one.RoutePattern.RawText!.Contains("audit", StringComparison.OrdinalIgnoreCase))
            .SelectMany(one => one.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["any"]);
        Assert.All(doors, method => Assert.Equal("GET", method));
        Assert.Equal(0, Server.Faults);
    }

    [Fact]
    public async Task A_server_that_starts_again_after_the_end_of_a_record_goes_on_with_what_was_noted_of_it()
    {
        await DoneAsync(Xu, "destroy");
        await DoneAsync(Tang, "destroy");
        var before = Lines();
        using (var trail = new AuditTrail(Path.Combine(Data, "audit")))
        {
            await trail.AddAsync(new(DateTimeOffset.UtcNow.AddYears(40), "p-xu", "recording.look", Id), TestContext.Current.CancellationToken);
        }

        // Forty years later the anchor of the last day is written, and every line still stands under it.
        Assert.Equal(before, Lines()[..before.Length]);
        Assert.Equal(before.Length + 1, Lines().Length);
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(Data, "audit", "anchors")));
        Assert.Empty(AuditVerifier.VerifyDirectory(Path.Combine(Data, "audit")));
    }

    private string[] Lines() => File.ReadAllLines(Path.Combine(Data, "audit", "audit.jsonl"));
}
