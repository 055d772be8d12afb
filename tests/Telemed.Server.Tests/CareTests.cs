using System.Net;

namespace Telemed.Server.Tests;

/// <summary>The family doctor's contract and the call from home over the real server.</summary>
public sealed class CareTests : AcceptedCase
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Liu.EnterAsync(Consult);
        await Zhao.EnterAsync(Consult);
        await Zhao.CommandAsync(Consult, "end");
        await Zhao.DoAsync($"/api/consults/{Consult}/opinion", new { commandId = Person.NewId(), findings = "f", advice = "a" });
        await Zhao.DoAsync($"/api/consults/{Consult}/sign", new { commandId = Person.NewId(), password = TestServer.Password });
    }

    [Fact]
    public async Task A_patient_who_signs_keeps_the_phones_session_as_long_as_the_contract_and_calls_by_it()
    {
        var until = DateTimeOffset.UtcNow.AddDays(200);
        await Liu.DoAsync($"/api/consults/{Consult}/offer-contract", new { commandId = Person.NewId(), until });
        await using var patient = await Person.ByLinkAsync(Server, await Liu.LinkAsync(Consult));
        Assert.Equal("offered", (await patient.GetAsync("/api/guest")).GetProperty("contract").GetProperty("status").GetString());

        var signed = await patient.PostAsync("/api/guest/contract", new { commandId = Person.NewId(), signed = true });

        Assert.Equal(HttpStatusCode.OK, signed.StatusCode);
        var cookie = signed.Headers.GetValues("Set-Cookie").Single(one => one.StartsWith("telemed.guest=", StringComparison.Ordinal));
        var expires = cookie.Split(';').Select(part => part.Trim()).Single(part => part.StartsWith("expires=", StringComparison.Ordinal));
        Assert.Equal(until, DateTimeOffset.Parse(expires["expires=".Length..], System.Globalization.CultureInfo.InvariantCulture), TimeSpan.FromSeconds(2));

        var alert = await patient.DoAsync("/api/guest/alert", new { commandId = Person.NewId(), text = Secrets.Advice });
        Assert.False(alert.GetProperty("mayCall").GetBoolean());
        var seen = await Liu.ConsultAsync(Consult);
        Assert.Equal(Secrets.Advice, seen.GetProperty("aftermath").GetProperty("alerts")[0].GetProperty("text").GetString());
        await Liu.DoAsync($"/api/consults/{Consult}/answer-alert", new { commandId = Person.NewId(), answer = Secrets.Findings });
        Assert.Equal(
            Secrets.Findings, (await patient.GetAsync("/api/guest")).GetProperty("alert").GetProperty("answer").GetString());

        // A link to read by, opened on the same phone, adds to what it holds.
        var link = await Liu.DoAsync(
            $"/api/consults/{Consult}/guests", new { commandId = Person.NewId(), kind = "patient", reads = true });
        Assert.Equal(HttpStatusCode.OK, (await Person.OpenLinkAsync(patient.Client, link.GetProperty("url").GetString()!)).StatusCode);
        var both = await patient.GetAsync("/api/guest");
        Assert.Equal(("inForce", "f"), (
            both.GetProperty("contract").GetProperty("status").GetString(), both.GetProperty("opinion").GetProperty("findings").GetString()));
        await patient.DoAsync("/api/guest/alert", new { commandId = Person.NewId(), text = Secrets.Advice });

        // On another phone it opens no more than it says, and no longer than the browser is open.
        var other = await Liu.DoAsync(
            $"/api/consults/{Consult}/guests", new { commandId = Person.NewId(), kind = "patient", reads = true });
        var read = await Person.OpenLinkAsync(Server.Client(), other.GetProperty("url").GetString()!);
        Assert.DoesNotContain("expires=", read.Headers.GetValues("Set-Cookie").Single(), StringComparison.Ordinal);

        await patient.DoAsync("/api/guest/contract/end", new { commandId = Person.NewId(), reason = "moved" });
        var again = await patient.PostAsync("/api/guest/alert", new { commandId = Person.NewId(), text = "x" });
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        StoryTests.NothingOfThePatientIsIn(Server);
    }
}
