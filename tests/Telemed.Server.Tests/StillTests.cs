using System.Net.Http.Json;
using System.Text.Json;

namespace Telemed.Server.Tests;

/// <summary>
/// Stills over the real server: whoever has the camera is asked and nobody else, what comes is filed as what it is, and the
/// colour card is marked beside it.
/// </summary>
public sealed class StillTests : AcceptedCase
{
    private static readonly byte[] Photo = [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3, 4];


    [Fact]
    public async Task The_page_with_the_camera_is_asked_and_what_it_sends_is_filed_as_the_still_it_is()
    {
        var (liuRoom, _) = await Liu.EnterAsync(Consult);
        var (zhaoRoom, _) = await Zhao.EnterAsync(Consult);
        await liuRoom.CallAsync("SetPublication", new { messageId = Person.NewId(), mid = "1", kind = "video", feed = "exam", label = "", muted = false });
        await zhaoRoom.EventAsync("PublicationChanged", one => one.GetProperty("publication").GetProperty("feed").GetString() == "exam");
        await zhaoRoom.CallAsync("Still", new { messageId = Person.NewId(), publication = $"{Liu.Id}:1", withCard = true });
        var wanted = await liuRoom.EventAsync("StillWanted");
        Assert.Equal(
            ($"{Liu.Id}:1", Zhao.Id, true),
            (wanted.GetProperty("publication").GetString(), wanted.GetProperty("by").GetString(), wanted.GetProperty("withCard").GetBoolean()));
        var id = wanted.GetProperty("still").GetString();

        // Only whom it is wanted of files it.
        Assert.Equal("no-such-still", await ReasonAsync(await Zhao.SendFileAsync(Consult, Photo, id)));
        Assert.Equal("no-such-still", await ReasonAsync(await Liu.SendFileAsync(Consult, Photo, "another")));
        Assert.True((await Liu.SendFileAsync(Consult, Photo, id)).IsSuccessStatusCode);
        var taken = await zhaoRoom.EventAsync("StillTaken");
        Assert.Equal(("exam", Zhao.Id), (taken.GetProperty("feed").GetString(), taken.GetProperty("by").GetString()));
        Assert.DoesNotContain(zhaoRoom.Heard(), one => one.Name == "StillWanted");

        var file = (await Zhao.ConsultAsync(Consult)).GetProperty("attachments").EnumerateArray().Single();
        Assert.Equal(taken.GetProperty("file").GetString(), file.GetProperty("id").GetString());
        Assert.Equal(
            ("exam", Liu.Id, Zhao.Id),
            (file.GetProperty("still").GetProperty("feed").GetString(), Id(file.GetProperty("still").GetProperty("of")), Id(file.GetProperty("still").GetProperty("askedBy"))));
        var card = new { commandId = Person.NewId(), x = 10, y = 20, red = 1.5, green = 1.0, blue = 0.8 };
        var marked = await Zhao.DoAsync($"/api/consults/{Consult}/attachments/{Id(file)}/colour-card", card);
        Assert.Equal(1.5, marked.GetProperty("attachments")[0].GetProperty("card").GetProperty("red").GetDouble());
        Assert.Equal(Photo, await Zhao.Client.GetByteArrayAsync($"/api/consults/{Consult}/attachments/{Id(file)}"));
        var audit = await File.ReadAllTextAsync(Path.Combine(Server.Data, "audit", "audit.jsonl"), TestContext.Current.CancellationToken);
        Assert.Contains("post consults attachments", audit, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_patients_phone_the_page_that_asks_takes_what_it_sees()
    {
        await using var patient = await Person.ByLinkAsync(Server, await Liu.LinkAsync(Consult));
        var (zhaoRoom, _) = await Zhao.EnterAsync(Consult);
        var (room, _) = await patient.EnterAsync(Consult);
        await zhaoRoom.EventAsync("PublicationAdded", one => one.GetProperty("publication").GetProperty("id").GetString() == $"{patient.Id}:1");
        await zhaoRoom.CallAsync("Still", new { messageId = Person.NewId(), publication = $"{patient.Id}:1" });
        var id = (await zhaoRoom.EventAsync("StillWanted")).GetProperty("still").GetString();
        Assert.True((await Zhao.SendFileAsync(Consult, Photo, id)).IsSuccessStatusCode);

        await zhaoRoom.EventAsync("StillTaken");
        await zhaoRoom.CallAsync("Chat", new { messageId = Person.NewId(), text = "after it" });
        await room.EventAsync("Chat");
        Assert.DoesNotContain(room.Heard(), one => one.Name is "StillWanted" or "StillTaken");
        Assert.Equal("no-such-publication", await zhaoRoom.RefusalAsync("Still", new { messageId = Person.NewId(), publication = $"{patient.Id}:0" }));
    }

    private static string? Id(JsonElement one) => one.GetProperty("id").GetString();

    private static async Task<string?> ReasonAsync(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("reason").GetString();
}
