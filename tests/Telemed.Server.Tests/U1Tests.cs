using System.Net.Http.Json;
using System.Text.Json;
using Telemed.Consults.Ids;
using Telemed.Server.Audit;

namespace Telemed.Server.Tests;

/// <summary>U1: every view, act and refusal is one event: who, what, on what, from where, what came of it.</summary>
public sealed class U1Tests : EveryRoleTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 2, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task What_was_done_looked_at_and_refused_stands_in_the_audit_once_and_names_no_patient()
    {
        await People[Liu].ConsultAsync(Consult);
        await People[Liu].ConsultAsync(Consult);
        await People["mai.ming"].Client.GetAsync($"/api/consults/{Consult}");
        await People[Person.OtherClinicDoctor].DoAsync(
            $"/api/consults/{Consult}/break-glass", new { commandId = Person.NewId(), reason = Secrets.Summary });
        await People[Liu].GetAsync($"/fhir/R4/ServiceRequest/{Consult}/$everything");
        using (var stranger = Server.Client())
        {
            await stranger.PostAsJsonAsync("/api/session", new { user = Liu, password = "wrong" });
        }

        var text = await File.ReadAllLinesAsync(Path.Combine(Server.Data, "audit", "audit.jsonl"));
        var lines = text.Select(line => JsonDocument.Parse(line).RootElement).ToList();
        int Count(string actor, string action, string? subject, string outcome) => lines.Count(line =>
            line.GetProperty("actor").GetString() == actor && line.GetProperty("action").GetString() == action
            && line.GetProperty("subject").GetString() == subject && line.GetProperty("outcome").GetString() == outcome);

        Assert.Equal(1, Count("p-liu-min", "get consults", Consult, "done"));
        Assert.Equal(1, Count("p-mai-ming", "get consults", Consult, "not-found"));
        Assert.Equal(1, Count("p-liu-min", "post consults consents", Consult, "done"));
        Assert.Equal(1, Count("p-zhao-wei", "post consults accept", Consult, "done"));
        Assert.Equal(1, Count("p-aynur", "post consults break-glass", Consult, "done"));
        Assert.Equal(1, Count("p-liu-min", "get fhir R4 ServiceRequest $everything", Consult, "done"));
        Assert.Equal(1, Count(Liu, "session.open", null, "done"));
        Assert.Equal(1, Count(Liu, "session.open", null, "sign-in-refused"));
        Assert.All(lines, line => Assert.Equal("127.0.0.1", line.GetProperty("origin").GetString()));
        Assert.All(Secrets.All, secret => Assert.DoesNotContain(text, line => line.Contains(secret, StringComparison.Ordinal)));
        Assert.Empty(Telemed.Storage.Audit.AuditVerifier.VerifyDirectory(Path.Combine(Server.Data, "audit")));
    }

    [Fact]
    public async Task Every_play_is_one_line_and_its_ranges_are_not_more()
    {
        using var trail = new AuditTrail(Path.Combine(Server.Data, "plays"));
        var plays = new PlayAudit(trail, new());

        await plays.PlayedAsync(new("li"), new("r1"), Now, null, TestContext.Current.CancellationToken);
        await plays.PlayedAsync(new("li"), new("r1"), Now.AddMinutes(1), null, TestContext.Current.CancellationToken);
        await plays.PlayedAsync(new("li"), new("r2"), Now.AddMinutes(1), null, TestContext.Current.CancellationToken);
        await plays.PlayedAsync(new PersonId("wu"), new("r1"), Now.AddMinutes(1), null, TestContext.Current.CancellationToken);
        await plays.PlayedAsync(new("li"), new("r1"), Now.AddMinutes(20), null, TestContext.Current.CancellationToken);

        Assert.Equal(4, (await File.ReadAllLinesAsync(Path.Combine(Server.Data, "plays", "audit.jsonl"), TestContext.Current.CancellationToken)).Length);
    }
}
