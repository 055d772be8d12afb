using System.Net;
using System.Text.Json;

namespace Telemed.Server.Tests;

/// <summary>Appointments over the real server: what the patient's phone and the paper slip can do.</summary>
public sealed class SchedulingTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private Person _liu = null!;
    private string _consult = string.Empty;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _liu = await Person.SignInAsync(_server, Person.ClinicDoctor);
        var draft = JsonSerializer.SerializeToNode(Person.Draft("neurology"))!;
        draft["urgency"] = "ordinary";
        _consult = (await _liu.DoAsync("/api/consults", draft)).GetProperty("id").GetString()!;
        await _liu.CommandAsync(_consult, "submit");
    }

    public async ValueTask DisposeAsync()
    {
        await _liu.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task The_patient_books_a_free_half_hour_of_a_specialist_by_the_guests_doors()
    {
        await using var patient = await Person.ByLinkAsync(_server, await _liu.LinkAsync(_consult));
        Assert.True((await patient.GetAsync("/api/guest")).GetProperty("mayBook").GetBoolean());
        var places = await patient.GetAsync("/api/guest/places");
        Assert.Equal("p-wang-qiang", places.GetProperty("people")[0].GetProperty("id").GetString());
        Assert.Empty(places.GetProperty("resources").EnumerateArray());
        var place = places.GetProperty("places")[0];
        var startsAt = place.GetProperty("startsAt").GetString();

        var visit = await patient.DoAsync("/api/guest/schedule", new
        {
            commandId = Person.NewId(),
            startsAt,
            specialist = place.GetProperty("with")[0].GetString(),
        });

        Assert.Equal(startsAt, visit.GetProperty("startsAt").GetString());
        var seen = await _liu.ConsultAsync(_consult);
        Assert.Equal("scheduled", seen.GetProperty("state").GetString());
        Assert.Equal("p-wang-qiang", seen.GetProperty("specialist").GetProperty("id").GetString());
        await _liu.DoAsync($"/api/consults/{_consult}/guests/{patient.Id}/withdraw", new { commandId = Person.NewId() });
        Assert.Equal(HttpStatusCode.NotFound, (await patient.Client.GetAsync("/api/guest/places")).StatusCode);
        var again = await patient.PostAsync("/api/guest/schedule", new { commandId = Person.NewId(), startsAt });
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
    }

    [Fact]
    public async Task The_slip_says_when_with_whom_and_where_and_its_code_leads_to_the_case_and_says_nothing_of_the_patient()
    {
        var places = await _liu.GetAsync($"/api/consults/{_consult}/places");
        Assert.Contains(places.GetProperty("resources").EnumerateArray(), one => one.GetProperty("id").GetString() == "r-east-room");
        var startsAt = places.GetProperty("places")[0].GetProperty("startsAt").GetString();
        await _liu.DoAsync($"/api/consults/{_consult}/schedule", new
        {
            commandId = Person.NewId(),
            startsAt,
            specialist = "p-wang-qiang",
            resources = new[] { "r-east-room" },
        });

        var slip = await _liu.GetAsync($"/api/consults/{_consult}/slip");

        Assert.Equal(startsAt, slip.GetProperty("startsAt").GetString());
        Assert.Equal("p-wang-qiang", slip.GetProperty("specialist").GetProperty("id").GetString());
        Assert.Equal("r-east-room", slip.GetProperty("appointed")[0].GetProperty("id").GetString());
        var code = QrPicture.Read(slip.GetProperty("qr").GetString()!);
        var starts = slip.GetProperty("startsAt").GetDateTimeOffset().ToUnixTimeSeconds();
        Assert.Equal(new Uri(_liu.Client.BaseAddress!, $"#/consult/{_consult}/slip/{starts}").ToString(), code);
        Assert.All(Secrets.All, secret => Assert.DoesNotContain(secret, slip.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_code_of_a_link_is_the_link()
    {
        var made = await _liu.DoAsync(
            $"/api/consults/{_consult}/guests", new { commandId = Person.NewId(), kind = "patient" });

        Assert.Equal(made.GetProperty("url").GetString(), QrPicture.Read(made.GetProperty("qr").GetString()!));
    }
}
