using System.Text.Json;

namespace Telemed.Server.Tests;

/// <summary>
/// The interpreter over the real server: asked for by language, lets nobody but themselves in, hears the talk and sees
/// nothing of the record; each listener gets the channel as they chose.
/// </summary>
public sealed class InterpreterTests : AcceptedCase
{
    private Person _mai = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _mai = await Person.SignInAsync(Server, Person.Interpreter);
    }

    public override async ValueTask DisposeAsync()
    {
        await _mai.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task Who_is_asked_by_language_takes_it_and_sees_no_patient_no_file_and_no_feed()
    {
        var desk = await _mai.DeskAsync();
        Assert.Equal("not-found", await TestServer.ProblemAsync(await _mai.Client.GetAsync($"/api/consults/{Consult}")));
        await Liu.DoAsync($"/api/consults/{Consult}/interpreter", new { commandId = Person.NewId(), language = "ug" });
        await desk.EventAsync("QueueChanged", one => one.GetProperty("consultId").GetString() == Consult);
        Assert.Equal("forbidden", await TestServer.ProblemAsync(await _mai.PostAsync($"/api/consults/{Consult}/join", new { })));
        await TakeAsync();

        var listed = (await _mai.GetAsync("/api/consults?view=mine")).ToString();
        var seen = (await _mai.ConsultAsync(Consult)).ToString();
        Assert.All(Secrets.All, secret => Assert.DoesNotContain(secret, listed + seen, StringComparison.Ordinal));
        Assert.Equal("forbidden", await TestServer.ProblemAsync(await _mai.Client.GetAsync($"/api/consults/{Consult}/attachments/x")));

        var (liuRoom, _) = await Liu.EnterAsync(Consult);
        await liuRoom.CallAsync("Chat", new { messageId = Person.NewId(), text = "before" });
        await liuRoom.CallAsync("SetPublication", new { messageId = Person.NewId(), mid = "1", kind = "video", feed = "exam", label = "", muted = false });
        await liuRoom.EventAsync("PublicationChanged", one => one.GetProperty("publication").GetProperty("feed").GetString() == "exam");
        var (room, reply) = await _mai.EnterAsync(Consult);
        Assert.Empty(reply.GetProperty("chat").EnumerateArray());
        Assert.Equal([$"{Liu.Id}:0"], Shown(reply));
        Assert.Equal("interpreter", reply.GetProperty("participants").EnumerateArray()
            .Single(one => one.GetProperty("id").GetString() == _mai.Id).GetProperty("role").GetString());

        foreach (var (method, message) in new (string, object)[]
        {
            ("SetMix", new { messageId = Person.NewId(), mix = "original" }),
            ("SetPublication", new { messageId = Person.NewId(), mid = "1", kind = "video", feed = "screen", label = "", muted = false }),
            ("Negotiate", new { messageId = Person.NewId(), offerSdp = "v=0" }),
            ("Draw", new { messageId = Person.NewId(), publication = $"{Liu.Id}:1", points = new[] { 0, 0, 1, 1 } }),
            ("Mark", new { messageId = Person.NewId(), label = "x" }),
        })
        {
            Assert.Equal("forbidden", await room.RefusalAsync(method, message));
        }

        Assert.Equal(0, Server.Faults);
    }

    [Fact]
    public async Task Each_listener_gets_the_channel_as_they_chose_and_the_original_comes_back_when_it_ends()
    {
        await Liu.DoAsync($"/api/consults/{Consult}/interpreter", new { commandId = Person.NewId(), language = "ug" });
        await TakeAsync();
        var (liuRoom, _) = await Liu.EnterAsync(Consult);
        var (zhaoRoom, _) = await Zhao.EnterAsync(Consult);
        await MixAsync(zhaoRoom, "original");
        await liuRoom.EventAsync("SlotAssigned", one => Carries(one, $"{Zhao.Id}:0"));
        var (maiRoom, _) = await _mai.EnterAsync(Consult);

        // One passes over the voice that they do not want before it ever was in a slot; the picture, assigned after it, comes.
        await zhaoRoom.EventAsync("SlotAssigned", one => Carries(one, $"{_mai.Id}:1"));
        Assert.DoesNotContain(zhaoRoom.Heard(), one => one.Name == "SlotAssigned" && Carries(one.Argument, $"{_mai.Id}:0"));
        await liuRoom.EventAsync("SlotAssigned", one => Carries(one, $"{_mai.Id}:0"));

        // The other one hears the interpreter alone: the slot of the doctor's voice is empty until the interpreter goes.
        await MixAsync(liuRoom, "interpreter");
        await liuRoom.EventAsync("SlotAssigned", one => one.GetProperty("publication").ValueKind == JsonValueKind.Null);
        await maiRoom.CallAsync("Leave", new { messageId = Person.NewId() });
        await liuRoom.EventAsync("SlotAssigned", one => Carries(one, $"{Zhao.Id}:0"));

        // What was chosen is still there for who comes back, and for whom it was nothing it stays nothing.
        await _mai.EnterAsync(Consult);
        var (_, again) = await Liu.EnterAsync(Consult);
        Assert.Equal("interpreter", again.GetProperty("mix").GetString());
        Assert.DoesNotContain($"{Zhao.Id}:0", Shown(again));
        Assert.Contains($"{_mai.Id}:0", Shown(again));
        await MixAsync(zhaoRoom, "both");
        await zhaoRoom.EventAsync("SlotAssigned", one => Carries(one, $"{_mai.Id}:0"));
    }

    [Fact]
    public async Task A_patient_by_a_link_hears_the_interpreter_alone_and_who_is_let_go_is_out_at_once()
    {
        await Liu.DoAsync($"/api/consults/{Consult}/interpreter", new { commandId = Person.NewId(), language = "ug" });
        await TakeAsync();
        await using var patient = await Person.ByLinkAsync(Server, await Liu.LinkAsync(Consult));
        await Liu.EnterAsync(Consult);
        var (maiRoom, _) = await _mai.EnterAsync(Consult);
        var (room, reply) = await patient.EnterAsync(Consult);
        Assert.Equal([$"{Liu.Id}:0", $"{_mai.Id}:0", $"{Liu.Id}:1", $"{_mai.Id}:1"], Shown(reply));

        await MixAsync(room, "interpreter");
        await room.EventAsync("SlotAssigned", one => one.GetProperty("mid").GetString() == "2" && Carries(one, $"{_mai.Id}:0"));
        await Zhao.DoAsync($"/api/consults/{Consult}/end-interpreter", new { commandId = Person.NewId() });
        Assert.Equal("removed", (await maiRoom.EventAsync("Ended")).GetProperty("reason").GetString());
        await room.EventAsync("SlotAssigned", one => one.GetProperty("mid").GetString() == "2" && Carries(one, $"{Liu.Id}:0"));
        Assert.Equal("forbidden", await TestServer.ProblemAsync(await _mai.PostAsync($"/api/consults/{Consult}/join", new { })));
    }

    private Task<JsonElement> TakeAsync() =>
        _mai.DoAsync($"/api/consults/{Consult}/answer-interpreting", new { commandId = Person.NewId(), accepted = true });

    private static Task<JsonElement> MixAsync(TestHub room, string mix) =>
        room.CallAsync("SetMix", new { messageId = Person.NewId(), mix });

    private static bool Carries(JsonElement assigned, string publication) =>
        assigned.GetProperty("publication").GetString() == publication;

    private static List<string> Shown(JsonElement reply) =>
        [.. reply.GetProperty("slots").EnumerateArray().Select(one => one.GetProperty("publication").GetString()).OfType<string>()];
}
