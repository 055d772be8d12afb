using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Telemed.Server.Tests;

/// <summary>
/// A5 and A1 for who joins by a link, over the real server: the link's key reaches no log, the guest's cookie opens the
/// guest's doors alone, and the hub and the relay give each side of the room what it may have, method by method.
/// </summary>
public sealed class A5Tests : AcceptedCase
{
    [Fact]
    public async Task A_link_opens_the_guests_doors_once_and_no_door_of_the_staff()
    {
        var command = new { commandId = Person.NewId(), kind = "patient" };
        var made = await Liu.DoAsync($"/api/consults/{Consult}/guests", command);
        var url = made.GetProperty("url").GetString()!;
        Assert.Contains("<svg", made.GetProperty("qr").GetString(), StringComparison.Ordinal);
        Assert.Equal(url, (await Liu.DoAsync($"/api/consults/{Consult}/guests", command)).GetProperty("url").GetString());

        using var stranger = Server.Client();
        Assert.Equal("identifiers-differ", await ReasonAsync(await Person.OpenLinkAsync(stranger, url, "000000")));
        Assert.Equal("link-unknown", await ReasonAsync(await Person.OpenLinkAsync(stranger, url[..^1] + "z")));
        Assert.Equal("link-unknown", await ReasonAsync(await Person.OpenLinkAsync(stranger, "#/guest/nothing")));
        Assert.Equal("signed-out", await TestServer.ProblemAsync(await stranger.GetAsync("/api/guest")));
        await using var patient = await Person.ByLinkAsync(Server, url);
        Assert.Equal("link-used", await ReasonAsync(await Person.OpenLinkAsync(stranger, url)));

        foreach (var path in (string[])["/api/me", "/api/consults", $"/api/consults/{Consult}", "/api/institutions"])
        {
            Assert.Equal("signed-out", await TestServer.ProblemAsync(await patient.Client.GetAsync(path)));
        }

        Assert.Equal("signed-out", await TestServer.ProblemAsync(await Liu.Client.GetAsync("/api/guest")));
        var seen = await patient.Client.GetStringAsync("/api/guest");
        Assert.DoesNotContain(Secrets.Summary, seen, StringComparison.Ordinal);
        Assert.DoesNotContain(Secrets.Identifier, seen, StringComparison.Ordinal);
        Assert.DoesNotContain(url[^30..], Server.Log.Text, StringComparison.Ordinal);
        StoryTests.NothingOfThePatientIsIn(Server);
    }

    [Fact]
    public async Task Each_side_of_the_room_may_call_what_the_matrix_says()
    {
        await using var ma = await Person.SignInAsync(Server, Person.Nurse);
        await using var patient = await Person.ByLinkAsync(Server, await Liu.LinkAsync(Consult));
        await using var family = await Person.ByLinkAsync(Server, await Liu.LinkAsync(Consult, "proxy"));
        await using var ding = await Person.SignInAsync(Server, Person.Trainee);
        await Liu.ConsentForPatientAsync(Consult, "teaching");
        await Liu.TeachAsync(Consult);
        var (zhaoRoom, screen) = await ShareAsync();

        // In the order of the sides: what each method answers; "" is yes. Nothing is being recorded, hence not-in-state.
        (string Method, Func<string, object> Message, string[] Codes)[] matrix =
        [
            ("SetPublication", _ => new { messageId = Person.NewId(), mid = "1", kind = "video", feed = "face", label = "", muted = true }, ["", "", "", "", "no-such-publication", ""]),
            ("SetPublication", _ => new { messageId = Person.NewId(), mid = "1", kind = "video", feed = "exam", label = "", muted = true }, ["", "", "forbidden", "forbidden", "no-such-publication", ""]),
            ("SetMode", _ => new { messageId = Person.NewId(), mode = "weak" }, ["", "", "", "", "", ""]),
            ("SetSlots", _ => new { messageId = Person.NewId(), wishes = new[] { new { mid = "5", publication = screen } } }, ["", "", "no-such-publication", "no-such-publication", "no-such-publication", ""]),
            ("SetMix", _ => new { messageId = Person.NewId(), mix = "over" }, ["", "", "", "", "", ""]),
            ("Chat", _ => new { messageId = Person.NewId(), text = "hello" }, ["", "", "", "", "forbidden", ""]),
            ("Consent", _ => new { messageId = Person.NewId(), item = "recording", granted = false, textVersion = "1", language = "zh" }, ["", "", "", "", "forbidden", ""]),
            ("Mark", _ => new { messageId = Person.NewId(), label = "x" }, ["not-in-state", "forbidden", "forbidden", "forbidden", "forbidden", "not-in-state"]),
            ("AskRecording", _ => new { messageId = Person.NewId(), on = false }, ["recording-so-already", "forbidden", "forbidden", "forbidden", "forbidden", "forbidden"]),
            ("AnswerRecording", _ => new { messageId = Person.NewId(), on = true, granted = false }, ["forbidden", "forbidden", "forbidden", "forbidden", "forbidden", "nothing-asked"]),
            ("Draw", _ => new { messageId = Person.NewId(), publication = screen, points = new[] { 0, 0, 10_000, 10_000 } }, ["", "forbidden", "forbidden", "forbidden", "forbidden", ""]),
            ("Draw", _ => new { messageId = Person.NewId(), publication = screen, points = new[] { 0, 0, 10_001, 0 } }, ["invalid", "invalid", "invalid", "invalid", "invalid", "invalid"]),
            ("Draw", _ => new { messageId = Person.NewId(), publication = "nobody:1" }, ["no-such-publication", "forbidden", "forbidden", "forbidden", "forbidden", "no-such-publication"]),
            ("Present", _ => new { messageId = Person.NewId(), file = "nothing", view = new { page = 0, zoom = 1, x = 5_000, y = 5_000 }, start = true }, ["not-found", "forbidden", "forbidden", "forbidden", "forbidden", "not-found"]),
            ("Present", _ => new { messageId = Person.NewId(), file = "nothing", view = new { page = -1, zoom = 1, x = 5_000, y = 5_000 }, start = true }, ["invalid", "invalid", "invalid", "invalid", "invalid", "invalid"]),
            ("Still", _ => new { messageId = Person.NewId(), publication = screen }, ["", "forbidden", "forbidden", "forbidden", "forbidden", ""]),
            ("Negotiate", _ => new { messageId = Person.NewId(), offerSdp = "v=0" }, ["offer-malformed", "offer-malformed", "forbidden", "forbidden", "forbidden", "offer-malformed"]),
            ("RaiseHand", _ => new { messageId = Person.NewId(), raised = true }, ["forbidden", "forbidden", "forbidden", "forbidden", "", "forbidden"]),
            ("GiveWord", _ => new { messageId = Person.NewId(), participant = "nobody" }, ["not-looking-on", "forbidden", "forbidden", "forbidden", "forbidden", "not-looking-on"]),
            ("GiveWord", _ => new { messageId = Person.NewId(), participant = "nobody", seconds = 601 }, ["invalid", "invalid", "invalid", "invalid", "invalid", "invalid"]),
            ("Mute", _ => new { messageId = Person.NewId(), participant = "nobody" }, ["no-such-publication", "forbidden", "forbidden", "forbidden", "forbidden", "no-such-publication"]),
            ("Remove", _ => new { messageId = Person.NewId(), participant = "nobody" }, ["not-in-room", "forbidden", "forbidden", "forbidden", "forbidden", "not-in-room"]),
            ("Hold", _ => new { messageId = Person.NewId(), on = true }, ["", "", "", "", "forbidden", ""]),
            ("Leave", _ => new { messageId = Person.NewId() }, ["", "", "", "", "", ""]),
        ];
        Person[] sides = [Liu, ma, patient, family, ding]; // And the specialist, whose screen has to be there until the end.
        Assert.Equal(
            matrix.Select(one => one.Method).Append("Join").Distinct().Order(StringComparer.Ordinal),
            typeof(Hub.ConsultHub).GetMethods().Where(one => one.DeclaringType == typeof(Hub.ConsultHub) && !one.IsVirtual)
                .Select(one => one.Name).Order(StringComparer.Ordinal));
        for (var side = 0; side <= sides.Length; side++)
        {
            var hub = side == sides.Length ? zhaoRoom : (await sides[side].EnterAsync(Consult, offerSdp: sides[side] == ding ? Offers.Viewer() : null)).Hub;
            foreach (var (method, message, codes) in matrix)
            {
                Assert.True(
                    codes[side] == await CodeAsync(hub, method, message(screen)), $"{method} by {side}: not {codes[side]}");
            }
        }

        Assert.Equal(0, Server.Faults);
    }

    [Fact]
    public async Task The_relay_sends_a_guest_faces_and_voices_and_no_screen_no_feed_and_no_earlier_word()
    {
        var (liuRoom, _) = await Liu.EnterAsync(Consult);
        await liuRoom.CallAsync("Chat", new { messageId = Person.NewId(), text = "before" });
        var (_, screen) = await ShareAsync();
        await using var patient = await Person.ByLinkAsync(Server, await Liu.LinkAsync(Consult));
        var (room, reply) = await patient.EnterAsync(Consult);

        Assert.Empty(reply.GetProperty("chat").EnumerateArray());
        Assert.DoesNotContain(screen, reply.GetProperty("publications").ToString(), StringComparison.Ordinal);
        var shown = Shown(reply);
        Assert.Equal(4, shown.Count); // Two doctors, each a face and a voice.
        Assert.DoesNotContain(screen, shown);
        Assert.All(shown, one => Assert.DoesNotContain(patient.Id, one, StringComparison.Ordinal));

        // A stroke over a face is for the guest too, one over the screen is not. Who drew hears both, in order.
        var face = shown.Single(one => one.StartsWith(Liu.Id + ":", StringComparison.Ordinal) && one.EndsWith(":1", StringComparison.Ordinal));
        foreach (var over in (string[])[screen, face])
        {
            await liuRoom.CallAsync("Draw", new { messageId = Person.NewId(), publication = over, points = new[] { 1, 2, 3, 4 } });
        }

        Assert.Equal(screen, (await liuRoom.EventAsync("Draw")).GetProperty("publication").GetString());
        var seen = await room.EventAsync("Draw");
        Assert.Equal((Liu.Id, face), (seen.GetProperty("participant").GetString(), seen.GetProperty("publication").GetString()));
        Assert.Equal([1, 2, 3, 4], seen.GetProperty("points").EnumerateArray().Select(one => one.GetInt32()));

        // The room opens another feed, and the first face turns into one: neither is the guest's to see.
        await liuRoom.CallAsync(
            "SetPublication", new { messageId = Person.NewId(), mid = "1", kind = "video", feed = "ultrasound", label = "", muted = false });
        await liuRoom.EventAsync("PublicationChanged", one => one.GetProperty("publication").GetProperty("feed").GetString() == "ultrasound");
        var gone = shown.Single(one => one.StartsWith(Liu.Id + ":", StringComparison.Ordinal) && one.EndsWith(":1", StringComparison.Ordinal));
        await room.EventAsync("SlotAssigned", one => one.GetProperty("publication").ValueKind == JsonValueKind.Null || one.GetProperty("publication").GetString() != gone);
        Assert.DoesNotContain(room.Heard(), one => one.Name is "PublicationAdded" or "PublicationChanged"
            && one.Argument.ToString().Contains("ultrasound", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_guest_whose_link_is_taken_back_is_out_of_the_room_at_once()
    {
        await using var patient = await Person.ByLinkAsync(Server, await Liu.LinkAsync(Consult));
        var (liuRoom, _) = await Liu.EnterAsync(Consult);
        var (room, _) = await patient.EnterAsync(Consult);
        await liuRoom.EventAsync("ParticipantJoined", one => one.GetProperty("participant").GetProperty("role").GetString() == "patient");
        await Liu.DoAsync($"/api/consults/{Consult}/guests/{patient.Id}/withdraw", new { commandId = Person.NewId() });

        Assert.Equal("removed", (await room.EventAsync("Ended")).GetProperty("reason").GetString());
        await liuRoom.EventAsync("ParticipantLeft", one => one.GetProperty("participantId").GetString() == patient.Id);
        Assert.Equal("not-found", await TestServer.ProblemAsync(await patient.PostAsync("/api/guest/join", new { })));
        Assert.Equal("not-found", await TestServer.ProblemAsync(await patient.Client.GetAsync("/api/guest")));
    }

    /// <summary>The specialist joins and shows a screen beside their face; their room and the screen's publication.</summary>
    private async Task<(TestHub Room, string Screen)> ShareAsync()
    {
        var (zhaoRoom, _) = await Zhao.EnterAsync(Consult);
        await zhaoRoom.CallAsync("Negotiate", new { messageId = Person.NewId(), offerSdp = Offers.BrowserWithScreen() });
        var added = await zhaoRoom.EventAsync("PublicationAdded", one => one.GetProperty("publication").GetProperty("mid").GetString() == "11");
        var id = added.GetProperty("publication").GetProperty("id").GetString()!;
        await zhaoRoom.CallAsync(
            "SetPublication", new { messageId = Person.NewId(), mid = "11", kind = "video", feed = "screen", label = "", muted = false });
        return (zhaoRoom, id);
    }

    private static List<string> Shown(JsonElement reply) =>
        [.. reply.GetProperty("slots").EnumerateArray().Select(one => one.GetProperty("publication").GetString()).OfType<string>()];

    private static async Task<string> CodeAsync(TestHub hub, string method, object message)
    {
        try
        {
            await hub.CallAsync(method, message);
            return string.Empty;
        }
        catch (HubRefusedException refused)
        {
            return refused.Code;
        }
    }

    private static async Task<string?> ReasonAsync(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("reason").GetString();
    }
}
