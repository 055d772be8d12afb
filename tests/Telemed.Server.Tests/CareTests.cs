using System.Net;

namespace Telemed.Server.Tests;

/// <summary>The family doctor's contract and the call from home over the real server.</summary>
public sealed class CareTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private Person _liu = null!;
    private Person _zhao = null!;
    private string _consult = string.Empty;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync("Telemed:Media:AbsenceMilliseconds=600000");
        _liu = await Person.SignInAsync(_server, Person.ClinicDoctor);
        _zhao = await Person.SignInAsync(_server, Person.Specialist);
        _consult = await _zhao.AcceptAsync(_liu);
        await _liu.EnterAsync(_consult);
        await _zhao.EnterAsync(_consult);
        await _zhao.CommandAsync(_consult, "end");
        await _zhao.DoAsync($"/api/consults/{_consult}/opinion", new { commandId = Person.NewId(), findings = "f", advice = "a" });
        await _zhao.DoAsync($"/api/consults/{_consult}/sign", new { commandId = Person.NewId(), password = TestServer.Password });
    }

    public async ValueTask DisposeAsync()
    {
        await _liu.DisposeAsync();
        await _zhao.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_patient_who_signs_keeps_the_phones_session_as_long_as_the_contract_and_calls_by_it()
    {
        var until = DateTimeOffset.UtcNow.AddDays(200);
        await _liu.DoAsync($"/api/consults/{_consult}/offer-contract", new { commandId = Person.NewId(), until });
        await using var patient = await Person.ByLinkAsync(_server, await _liu.LinkAsync(_consult));
        Assert.Equal("offered", (await patient.GetAsync("/api/guest")).GetProperty("contract").GetProperty("status").GetString());

        var signed = await patient.PostAsync("/api/guest/contract", new { commandId = Person.NewId(), signed = true });

        Assert.Equal(HttpStatusCode.OK, signed.StatusCode);
        var cookie = signed.Headers.GetValues("Set-Cookie").Single(one => one.StartsWith("telemed.guest=", StringComparison.Ordinal));
        var expires = cookie.Split(';').Select(part => part.Trim()).Single(part => part.StartsWith("expires=", StringComparison.Ordinal));
        Assert.Equal(until, DateTimeOffset.Parse(expires["expires=".Length..], System.Globalization.CultureInfo.InvariantCulture), TimeSpan.FromSeconds(2));

        var alert = await patient.DoAsync("/api/guest/alert", new { commandId = Person.NewId(), text = Secrets.Advice });
        Assert.False(alert.GetProperty("mayCall").GetBoolean());
        var seen = await _liu.ConsultAsync(_consult);
        Assert.Equal(Secrets.Advice, seen.GetProperty("aftermath").GetProperty("alerts")[0].GetProperty("text").GetString());
        await _liu.DoAsync($"/api/consults/{_consult}/answer-alert", new { commandId = Person.NewId(), answer = Secrets.Findings });
        Assert.Equal(
            Secrets.Findings, (await patient.GetAsync("/api/guest")).GetProperty("alert").GetProperty("answer").GetString());

        await patient.DoAsync("/api/guest/contract/end", new { commandId = Person.NewId(), reason = "moved" });
        var again = await patient.PostAsync("/api/guest/alert", new { commandId = Person.NewId(), text = "x" });
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        StoryTests.NothingOfThePatientIsIn(_server);
    }
}
