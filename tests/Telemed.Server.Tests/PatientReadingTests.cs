using System.Net;
using System.Text.Json;

namespace Telemed.Server.Tests;

/// <summary>
/// The patient's own record: the signed opinion by a link that the clinic makes, however long the case is over; the recording
/// only once a records officer has granted it, and for a time.
/// </summary>
public sealed class PatientReadingTests : KeptRecordingTests
{
    [Fact]
    public async Task The_signed_opinion_is_read_by_a_link_that_serves_once_and_opens_nothing_else()
    {
        var url = await LinkAsync();
        await using var patient = await Person.ByLinkAsync(Server, url);
        Assert.NotEqual(HttpStatusCode.OK, (await Person.OpenLinkAsync(Server.Client(), url)).StatusCode);

        var seen = await patient.GetAsync("/api/guest");
        Assert.True(seen.GetProperty("reads").GetBoolean());
        Assert.Equal(("f", "a"), (seen.GetProperty("opinion").GetProperty("findings").GetString(), seen.GetProperty("opinion").GetProperty("advice").GetString()));
        Assert.DoesNotContain(Secrets.Summary, seen.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Secrets.Identifier, seen.ToString(), StringComparison.Ordinal);
        Assert.NotEqual(HttpStatusCode.OK, (await patient.PostAsync("/api/guest/join", new { })).StatusCode);
        Assert.Equal("signed-out", await TestServer.ProblemAsync(await patient.Client.GetAsync($"/api/recordings/{Id}/video")));
        Assert.Equal("not-found", await TestServer.ProblemAsync(await Xu.PostAsync(
            "/api/consults/none/guests", new { commandId = Person.NewId(), kind = "patient", reads = true })));
        Assert.Equal("forbidden", await TestServer.ProblemAsync(await Xu.PostAsync(
            $"/api/consults/{Consult}/guests", new { commandId = Person.NewId(), kind = "patient", reads = true })));

        await Liu.DoAsync($"/api/consults/{Consult}/guests/{patient.Id}/withdraw", new { commandId = Person.NewId() });
        Assert.Equal("not-found", await TestServer.ProblemAsync(await patient.Client.GetAsync("/api/guest")));
        Assert.Equal(0, Server.Faults);
    }

    [Fact]
    public async Task A_recording_is_played_by_the_patient_once_a_records_officer_grants_it_and_by_no_link_taken_back()
    {
        await using var patient = await Person.ByLinkAsync(Server, await LinkAsync());
        Assert.Equal("forbidden", await TestServer.ProblemAsync(await PlayAsGuestAsync(patient)));
        Assert.Equal("not-found", await TestServer.ProblemAsync(await patient.PostAsync("/api/guest/recordings/other/ask", new { commandId = Person.NewId() })));
        await AskAsync(patient);
        await AskAsync(patient);
        Assert.Equal("forbidden", await TestServer.ProblemAsync(await PlayAsGuestAsync(patient)));

        Assert.Equal("forbidden", await TestServer.ProblemAsync(await AnswerAsync(Liu, granted: true)));
        Assert.Equal("refused", await TestServer.ProblemAsync(await AnswerAsync(Xu, granted: true, reason: " ")));
        var asked = Assert.Single((await Xu.ConsultAsync(Consult)).GetProperty("playRequests").EnumerateArray());
        Assert.Equal(Id, asked.GetProperty("recording").GetString());
        Assert.Equal(HttpStatusCode.OK, (await AnswerAsync(Xu, granted: false, reason: "another case")).StatusCode);
        Assert.Equal("another case", Own(await patient.GetAsync("/api/guest")).GetProperty("refused").GetString());
        Assert.Equal("forbidden", await TestServer.ProblemAsync(await PlayAsGuestAsync(patient)));

        await AskAsync(patient);
        Assert.Equal(HttpStatusCode.OK, (await AnswerAsync(Xu, granted: true)).StatusCode);
        Assert.Equal("refused", await TestServer.ProblemAsync(await AnswerAsync(Tang, granted: true)));
        Assert.NotEqual(JsonValueKind.Null, Own(await patient.GetAsync("/api/guest")).GetProperty("until").ValueKind);
        Assert.Equal(HttpStatusCode.PartialContent, (await PlayAsGuestAsync(patient)).StatusCode);
        var played = Assert.Single(Audit("recording.play"));
        Assert.Equal((patient.Id, Id, "patient-request"), (
            played.GetProperty("actor").GetString(), played.GetProperty("subject").GetString(), played.GetProperty("detail").GetString()));
        Assert.NotEmpty(Audit("post guest recordings ask"));
        Assert.NotEmpty(Audit("post consults answer-play"));

        // The grant is the patient's, by whichever such link; it is nothing to a link into a room, and to a link taken back.
        await using var again = await Person.ByLinkAsync(Server, await LinkAsync());
        Assert.Equal(HttpStatusCode.PartialContent, (await PlayAsGuestAsync(again)).StatusCode);
        await Liu.DoAsync($"/api/consults/{Consult}/guests/{again.Id}/withdraw", new { commandId = Person.NewId() });
        Assert.Equal("not-found", await TestServer.ProblemAsync(await PlayAsGuestAsync(again)));
        Assert.Equal(0, Server.Faults);
    }

    private static JsonElement Own(JsonElement visit) => Assert.Single(visit.GetProperty("recordings").EnumerateArray());

    private async Task<string> LinkAsync() => (await Liu.DoAsync(
        $"/api/consults/{Consult}/guests", new { commandId = Person.NewId(), kind = "patient", reads = true })).GetProperty("url").GetString()!;

    private Task<JsonElement> AskAsync(Person patient) =>
        patient.DoAsync($"/api/guest/recordings/{Id}/ask", new { commandId = Person.NewId() });

    private Task<HttpResponseMessage> AnswerAsync(Person who, bool granted, string reason = "their own") =>
        who.PostAsync($"/api/consults/{Consult}/answer-play", new { commandId = Person.NewId(), recording = Id, granted, reason });

    private Task<HttpResponseMessage> PlayAsGuestAsync(Person patient) => PlayAsync(patient, $"/api/guest/recordings/{Id}/video");
}
