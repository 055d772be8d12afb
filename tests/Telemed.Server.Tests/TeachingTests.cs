using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Telemed.Server.Tests;

/// <summary>
/// C3 and the room with many who look on, over the real server: by the patient's own consent to it, seen by nobody, sending
/// nothing, and without anything by which the patient is known.
/// </summary>
public sealed class TeachingTests : AcceptedCase
{
    private Person _ding = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _ding = await Person.SignInAsync(Server, Person.Trainee);
    }

    public override async ValueTask DisposeAsync()
    {
        await _ding.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task Nobody_looks_on_before_the_patient_agreed_to_that_and_somebody_opened_the_room()
    {
        var desk = await _ding.DeskAsync();
        await Liu.ConsentForPatientAsync(Consult, "recording");
        Assert.Equal("teaching-consent-missing", await ReasonAsync(await Zhao.PostAsync(Teaching, new { commandId = Person.NewId(), open = true })));
        await Liu.ConsentForPatientAsync(Consult, "teaching");
        Assert.Equal("not-found", await TestServer.ProblemAsync(await _ding.PostAsync($"/api/consults/{Consult}/join", new { })));
        Assert.Empty((await _ding.GetAsync("/api/consults?view=mine")).EnumerateArray());

        Assert.Equal(Zhao.Id, (await Zhao.TeachAsync(Consult)).GetProperty("teaching").GetProperty("by").GetProperty("id").GetString());
        await desk.EventAsync("QueueChanged", one => one.GetProperty("consultId").GetString() == Consult);
        var row = Assert.Single((await _ding.GetAsync("/api/consults?view=mine")).EnumerateArray());
        Assert.Equal("observer", row.GetProperty("mine").GetString());
        Assert.Equal(["join"], row.GetProperty("actions").EnumerateArray().Select(one => one.GetString()!));
        var seen = row.ToString() + await _ding.ConsultAsync(Consult);
        Assert.All(Secrets.All, secret => Assert.DoesNotContain(secret, seen, StringComparison.Ordinal));
        Assert.Equal("forbidden", await TestServer.ProblemAsync(await _ding.Client.GetAsync($"/api/consults/{Consult}/attachments/x")));
    }

    [Fact]
    public async Task Who_looks_on_sends_nothing_and_sees_people_and_instruments_but_no_screen_no_word_and_no_patient()
    {
        await OpenAsync();
        await using var patient = await Person.ByLinkAsync(Server, await Liu.LinkAsync(Consult));
        var (liuRoom, _) = await Liu.EnterAsync(Consult);
        await patient.EnterAsync(Consult);
        await liuRoom.CallAsync("Chat", new { messageId = Person.NewId(), text = Secrets.PatientName });
        await liuRoom.CallAsync("SetPublication", new { messageId = Person.NewId(), mid = "1", kind = "video", feed = "endoscope", label = "", muted = false });
        await liuRoom.EventAsync("PublicationChanged", one => one.GetProperty("publication").GetProperty("feed").GetString() == "endoscope");
        var (zhaoRoom, _) = await Zhao.EnterAsync(Consult);
        await zhaoRoom.CallAsync("Negotiate", new { messageId = Person.NewId(), offerSdp = Offers.BrowserWithScreen() });
        await zhaoRoom.CallAsync("SetPublication", new { messageId = Person.NewId(), mid = "11", kind = "video", feed = "screen", label = "", muted = false });
        await liuRoom.EventAsync("PublicationChanged", one => one.GetProperty("publication").GetProperty("feed").GetString() == "screen");

        foreach (var offer in (string[])[Offers.Browser(), Offers.Viewer(voice: true)])
        {
            Assert.Equal("forbidden", (await Assert.ThrowsAsync<HubRefusedException>(() => _ding.EnterAsync(Consult, offerSdp: offer))).Code);
        }

        var (room, reply) = await _ding.EnterAsync(Consult, offerSdp: Offers.Viewer());
        Assert.Empty(reply.GetProperty("chat").EnumerateArray());
        // The instrument first, then faces; nobody who came by a link, and no screen.
        Assert.Equal([$"{Liu.Id}:0", $"{Zhao.Id}:0", $"{Liu.Id}:1", $"{Zhao.Id}:1"], Shown(reply));
        Assert.DoesNotContain(reply.GetProperty("publications").EnumerateArray(), one => one.GetProperty("feed").GetString() == "screen"
            || one.GetProperty("participant").GetString() == patient.Id);
        await liuRoom.CallAsync("Chat", new { messageId = Person.NewId(), text = "again" });
        await liuRoom.CallAsync("Draw", new { messageId = Person.NewId(), publication = $"{Liu.Id}:1", points = new[] { 1, 2, 3, 4 } });
        await room.EventAsync("Draw");
        Assert.DoesNotContain(room.Heard(), one => one.Name == "Chat");

        // Nobody but those who give the word is told who it is, and nobody sees them among the people.
        Assert.Equal(_ding.Id, Assert.Single((await AudienceAsync(liuRoom, 1)).GetProperty("people").EnumerateArray()).GetProperty("id").GetString());
        Assert.DoesNotContain(liuRoom.Heard(), one => one.Name == "ParticipantJoined" && one.Argument.ToString().Contains(_ding.Id, StringComparison.Ordinal));
        await using var ma = await Person.SignInAsync(Server, Person.Nurse);
        var (_, beside) = await ma.EnterAsync(Consult);
        Assert.Equal(1, beside.GetProperty("audience").GetProperty("count").GetInt32());
        Assert.Empty(beside.GetProperty("audience").GetProperty("people").EnumerateArray());
        Assert.DoesNotContain(beside.GetProperty("participants").EnumerateArray(), one => one.GetProperty("id").GetString() == _ding.Id);

        foreach (var (door, direction) in new[] { ($"/whip/{Consult}/exam", "sendonly"), ($"/whep/{Consult}/{Liu.Id}", "recvonly") })
        {
            var (token, _) = await _ding.TokenAsync(Consult);
            using var sent = new HttpRequestMessage(HttpMethod.Post, door)
            {
                Content = new StringContent(Offers.Device(direction), Encoding.UTF8, "application/sdp"),
                Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
            };
            using var device = Server.Client();
            Assert.Equal(HttpStatusCode.Forbidden, (await device.SendAsync(sent)).StatusCode);
        }

        Assert.Equal(0, Server.Faults);
    }

    [Fact]
    public async Task Who_came_by_a_link_is_to_those_who_look_on_what_they_are_here_and_never_who()
    {
        await OpenAsync();
        await using var patient = await Person.ByLinkAsync(Server, await Liu.LinkAsync(Consult));
        await using var family = await Person.ByLinkAsync(Server, await Liu.LinkAsync(Consult, "proxy"));
        await patient.EnterAsync(Consult);
        var (room, reply) = await _ding.EnterAsync(Consult, offerSdp: Offers.Viewer());
        var (familyRoom, _) = await family.EnterAsync(Consult);

        // Who was there is in the answer, who comes is told, and who was away hears of both later.
        var there = reply.GetProperty("participants").EnumerateArray().Single(one => one.GetProperty("id").GetString() == patient.Id);
        var came = (await room.EventAsync("ParticipantJoined", one => IsOf(one, family))).GetProperty("participant");
        Assert.Equal([("patient", "患者", "Patient"), ("proxy", "家属", "Family")], ((JsonElement[])[there, came]).Select(Known));
        await familyRoom.CallAsync("Consent", new { messageId = Person.NewId(), item = "recording", granted = false, textVersion = "1", language = "zh" });
        await room.EventAsync("ParticipantChanged", one => IsOf(one, family));
        await familyRoom.CallAsync("Leave", new { messageId = Person.NewId() });
        await room.EventAsync("ParticipantLeft", one => one.GetProperty("participantId").GetString() == family.Id);
        var (_, again) = await _ding.EnterAsync(Consult, resumeFrom: reply.GetProperty("sequence").GetInt64(), offerSdp: Offers.Viewer());
        Assert.Contains(again.GetProperty("missed").EnumerateArray(), one => one.GetProperty("name").GetString() == "ParticipantJoined"
            && IsOf(one.GetProperty("event"), family));

        var told = string.Concat(reply, came, again, string.Concat(room.Heard().Select(one => one.Argument)));
        Assert.All(Secrets.All, secret => Assert.DoesNotContain(secret, told, StringComparison.Ordinal));
        Assert.Equal(0, Server.Faults);
    }

    [Fact]
    public async Task A_screen_is_shown_to_nobody_who_looks_on_even_before_it_is_named_one()
    {
        await OpenAsync();
        var (liuRoom, _) = await Liu.EnterAsync(Consult);
        var (zhaoRoom, _) = await Zhao.EnterAsync(Consult);
        var (room, _) = await _ding.EnterAsync(Consult, offerSdp: Offers.Viewer());
        await zhaoRoom.CallAsync("Negotiate", new { messageId = Person.NewId(), offerSdp = Offers.BrowserWithScreen() });
        await liuRoom.EventAsync("PublicationAdded", one => one.GetProperty("publication").GetProperty("id").GetString() == $"{Zhao.Id}:11");

        // What comes after it for everybody has come: what was for them alone too.
        await liuRoom.CallAsync("Draw", new { messageId = Person.NewId(), publication = $"{Liu.Id}:1", points = new[] { 1, 2, 3, 4 } });
        await room.EventAsync("Draw");
        Assert.DoesNotContain(room.Heard(), one => one.Argument.ToString().Contains($"{Zhao.Id}:11", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_looks_on_is_out_when_the_case_is_moved_on_and_the_room_is_kept_for_those_who_move_the_patient()
    {
        await OpenAsync();
        var (liuRoom, _) = await Liu.EnterAsync(Consult);
        await Zhao.EnterAsync(Consult);
        var (room, _) = await _ding.EnterAsync(Consult, offerSdp: Offers.Viewer());
        await AudienceAsync(liuRoom, 1);

        await Liu.DoAsync($"/api/consults/{Consult}/transfer", new { commandId = Person.NewId(), reason = "worse" });

        Assert.Equal("removed", (await room.EventAsync("Ended")).GetProperty("reason").GetString());
        await AudienceAsync(liuRoom, 0);
    }

    [Fact]
    public async Task Those_who_look_on_leave_places_for_the_consults_own_people()
    {
        await using var server = await TestServer.StartAsync("Telemed:Media:MaximumRoomParticipants=1");
        await using var liu = await Person.SignInAsync(server, Person.ClinicDoctor);
        await using var zhao = await Person.SignInAsync(server, Person.Specialist);
        await using var ding = await Person.SignInAsync(server, Person.Trainee);
        var consult = await zhao.AcceptAsync(liu);
        await liu.ConsentForPatientAsync(consult, "teaching");
        await liu.TeachAsync(consult);

        var refused = await Assert.ThrowsAsync<HubRefusedException>(() => ding.EnterAsync(consult, offerSdp: Offers.Viewer()));

        Assert.Equal("overloaded", refused.Code);
        await liu.EnterAsync(consult);
    }

    [Fact]
    public async Task Who_raises_a_hand_gets_the_word_from_who_leads_speaks_and_loses_it_again()
    {
        await OpenAsync();
        var (liuRoom, _) = await Liu.EnterAsync(Consult);
        var (zhaoRoom, _) = await Zhao.EnterAsync(Consult);
        var (room, _) = await _ding.EnterAsync(Consult, offerSdp: Offers.Viewer());
        await room.CallAsync("RaiseHand", new { messageId = Person.NewId(), raised = true });
        await liuRoom.EventAsync("AudienceChanged", one => one.GetProperty("audience").GetProperty("hands").GetInt32() == 1);

        await WordAsync(liuRoom, _ding.Id);
        await zhaoRoom.EventAsync("ParticipantJoined", one => one.GetProperty("participant").GetProperty("id").GetString() == _ding.Id);
        await room.EventAsync("AudienceChanged", one => HasWord(one, _ding.Id));
        var (speaking, _) = await _ding.EnterAsync(Consult, offerSdp: Offers.Viewer(voice: true));
        await zhaoRoom.EventAsync("SlotAssigned", one => one.GetProperty("publication").GetString() == $"{_ding.Id}:0");

        // Taken back: the voice is gone from the relay at once, and comes in no more.
        await WordAsync(zhaoRoom, null);
        await liuRoom.EventAsync("ParticipantLeft", one => one.GetProperty("participantId").GetString() == _ding.Id);
        await liuRoom.EventAsync("PublicationRemoved", one => one.GetProperty("publicationId").GetString() == $"{_ding.Id}:0");
        await speaking.EventAsync("AudienceChanged", one => one.GetProperty("audience").GetProperty("word").ValueKind == JsonValueKind.Null);
        Assert.Equal("forbidden", await speaking.RefusalAsync(
            "Join", new { messageId = Person.NewId(), offerSdp = Offers.Viewer(voice: true), device = "test" }));
        await speaking.CallAsync("Join", new { messageId = Person.NewId(), offerSdp = Offers.Viewer(), device = "test" });

        // And it ends by itself.
        await WordAsync(zhaoRoom, _ding.Id, seconds: 1);
        await liuRoom.EventAsync("ParticipantLeft", one => one.GetProperty("participantId").GetString() == _ding.Id); // The second time.
        Assert.Equal(0, Server.Faults);
    }

    [Fact]
    public async Task When_the_patient_takes_the_consent_back_those_who_look_on_are_out()
    {
        await OpenAsync();
        var desk = await _ding.DeskAsync();
        var (liuRoom, _) = await Liu.EnterAsync(Consult);
        var (room, _) = await _ding.EnterAsync(Consult, offerSdp: Offers.Viewer());
        await AudienceAsync(liuRoom, 1);
        await Liu.ConsentForPatientAsync(Consult, "teaching", granted: false);

        Assert.Equal("removed", (await room.EventAsync("Ended")).GetProperty("reason").GetString());
        await AudienceAsync(liuRoom, 0);
        await desk.EventAsync("QueueChanged", one => one.GetProperty("consultId").GetString() == Consult);
        Assert.Empty((await _ding.GetAsync("/api/consults?view=mine")).EnumerateArray());
        Assert.Equal("not-found", await TestServer.ProblemAsync(await _ding.PostAsync($"/api/consults/{Consult}/join", new { })));
        Assert.Equal("teaching-consent-missing", await ReasonAsync(await Zhao.PostAsync(Teaching, new { commandId = Person.NewId(), open = true })));
    }

    private string Teaching => $"/api/consults/{Consult}/teaching";

    private async Task OpenAsync()
    {
        await Liu.ConsentForPatientAsync(Consult, "teaching");
        await Liu.TeachAsync(Consult);
    }

    private static bool IsOf(JsonElement happened, Person who) => happened.GetProperty("participant").GetProperty("id").GetString() == who.Id;

    /// <summary>The side and the name by which somebody is known in both languages; of a title there is none.</summary>
    private static (string? Role, string? Zh, string? En) Known(JsonElement participant)
    {
        var (name, title) = (participant.GetProperty("person").GetProperty("name"), participant.GetProperty("person").GetProperty("title"));
        Assert.Equal(string.Empty, title.GetProperty("zh").GetString() + title.GetProperty("en").GetString());
        return (participant.GetProperty("role").GetString(), name.GetProperty("zh").GetString(), name.GetProperty("en").GetString());
    }

    private static Task<JsonElement> WordAsync(TestHub room, string? participant, int seconds = 120) =>
        room.CallAsync("GiveWord", new { messageId = Person.NewId(), participant, seconds });

    private static bool HasWord(JsonElement changed, string participant) => changed.GetProperty("audience").GetProperty("word") is
    { ValueKind: JsonValueKind.Object } word && word.GetProperty("participant").GetString() == participant;

    private static async Task<JsonElement> AudienceAsync(TestHub room, int count) => (await room.EventAsync(
        "AudienceChanged", one => one.GetProperty("audience").GetProperty("count").GetInt32() == count)).GetProperty("audience");

    private static List<string> Shown(JsonElement reply) =>
        [.. reply.GetProperty("slots").EnumerateArray().Select(one => one.GetProperty("publication").GetString()).OfType<string>()];

    private static async Task<string?> ReasonAsync(HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("reason").GetString();
}
