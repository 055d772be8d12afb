using System.Net;
using System.Text.Json;
using Telemed.Server.Rooms;

namespace Telemed.Server.Tests;

/// <summary>The chat is a part of the record: it outlives its room, and stands in the case for those who see it whole.</summary>
public sealed class ChatTests : AcceptedCase
{
    [Fact]
    public async Task A_room_that_was_closed_opens_with_what_was_written_and_a_line_sent_again_is_not_written_twice()
    {
        var (liuRoom, _) = await Liu.EnterAsync(Consult);
        var (zhaoRoom, _) = await Zhao.EnterAsync(Consult);
        var first = new { messageId = Person.NewId(), text = Secrets.ChatText };
        await liuRoom.CallAsync("Chat", first);
        var line = (await zhaoRoom.EventAsync("Chat")).GetProperty("line");
        await zhaoRoom.CallAsync("Chat", new { messageId = Person.NewId(), text = "second" });
        await CloseRoomAsync();

        var (back, reply) = await Liu.EnterAsync(Consult);
        await back.CallAsync("Chat", first);
        var (_, other) = await Zhao.EnterAsync(Consult);

        Assert.All([reply, other], one => Assert.Equal([Secrets.ChatText, "second"], Texts(one.GetProperty("chat"))));
        Assert.Equal(line.ToString(), reply.GetProperty("chat")[0].ToString()); // Its name, its writer, its time.
        Assert.DoesNotContain(back.Heard(), one => one.Name == "Chat");
        await back.CallAsync("Chat", new { messageId = Person.NewId(), text = "third" });
        Assert.Equal("third", (await back.EventAsync("Chat")).GetProperty("line").GetProperty("text").GetString());
    }

    [Fact]
    public async Task After_the_consult_the_case_shows_what_was_written_and_nobody_writes_any_more()
    {
        var (liuRoom, _) = await Liu.EnterAsync(Consult);
        var (zhaoRoom, _) = await Zhao.EnterAsync(Consult);
        await liuRoom.CallAsync("Chat", new { messageId = Person.NewId(), text = Secrets.ChatText });
        var before = liuRoom.Heard().Count(one => one.Name == "ConsultChanged");
        await zhaoRoom.CallAsync("Chat", new { messageId = Person.NewId(), text = "second" });
        await liuRoom.EventAsync("Chat", one => one.GetProperty("line").GetProperty("text").GetString() == "second");
        await Zhao.CommandAsync(Consult, "end");
        await zhaoRoom.EventAsync("Ended");

        foreach (var who in (Person[])[Liu, Zhao])
        {
            var chat = (await who.ConsultAsync(Consult)).GetProperty("chat");
            Assert.Equal(2, chat.GetProperty("count").GetInt32());
            Assert.Equal([Secrets.ChatText, "second"], Texts(chat.GetProperty("latest")));
            Assert.Equal([Liu.Id, Zhao.Id], chat.GetProperty("latest").EnumerateArray().Select(line => line.GetProperty("by").GetString()));
            Assert.Equal([Secrets.ChatText, "second"], Texts(await who.GetAsync($"/api/consults/{Consult}/chat")));
        }

        Assert.Equal(before, liuRoom.Heard().Count(one => one.Name == "ConsultChanged"
            && one.Argument.GetProperty("state").GetString() is "ready" or "inSession")); // A line moves no case on.
        var bundle = await Liu.GetAsync($"/fhir/R4/ServiceRequest/{Consult}/$everything");
        Assert.Equal(2, bundle.GetProperty("entry").EnumerateArray()
            .Count(one => one.GetProperty("resource").GetProperty("id").GetString()!.StartsWith($"{Consult}-chat-", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Guests_write_with_the_others_read_what_came_after_them_and_have_nothing_of_it_in_their_view()
    {
        var (liuRoom, _) = await Liu.EnterAsync(Consult);
        await liuRoom.CallAsync("Chat", new { messageId = Person.NewId(), text = "before" });
        await using var patient = await Person.ByLinkAsync(Server, await Liu.LinkAsync(Consult));
        var (room, reply) = await patient.EnterAsync(Consult);
        Assert.Empty(Texts(reply.GetProperty("chat")));
        await room.CallAsync("Chat", new { messageId = Person.NewId(), text = Secrets.ChatText });
        await room.EventAsync("Chat", one => one.GetProperty("line").GetProperty("participant").GetString() == patient.Id);

        Assert.DoesNotContain(Secrets.ChatText, (await patient.GetAsync("/api/guest")).ToString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await patient.Client.GetAsync($"/api/consults/{Consult}/chat")).StatusCode);
        var line = (await Liu.ConsultAsync(Consult)).GetProperty("chat").GetProperty("latest")[1];
        Assert.Equal((patient.Id, "Patient"), (line.GetProperty("by").GetString(), line.GetProperty("name").GetProperty("en").GetString()));
    }

    [Fact]
    public async Task A_guest_whose_link_was_lost_reads_what_was_written_meanwhile_and_one_who_left_does_not()
    {
        await using var patient = await Person.ByLinkAsync(Server, await Liu.LinkAsync(Consult));
        var (liuRoom, _) = await Liu.EnterAsync(Consult);
        await WriteAsync(liuRoom, "before");
        await patient.EnterAsync(Consult);
        await WriteAsync(liuRoom, "while they are here");
        await CloseRoomAsync();
        var (again, _) = await Liu.EnterAsync(Consult);
        await WriteAsync(again, "while they are away");

        var (room, reply) = await patient.EnterAsync(Consult);

        Assert.Equal(["while they are here", "while they are away"], Texts(reply.GetProperty("chat")));
        await room.CallAsync("Leave", new { messageId = Person.NewId() });
        await WriteAsync(again, "when they have left");
        Assert.Empty(Texts((await patient.EnterAsync(Consult)).Reply.GetProperty("chat")));

        static Task WriteAsync(TestHub hub, string text) => hub.CallAsync("Chat", new { messageId = Person.NewId(), text });
    }

    [Fact]
    public async Task A_room_that_was_stopped_for_the_wrong_patient_opens_again_without_what_was_written_in_it()
    {
        var (liuRoom, _) = await Liu.EnterAsync(Consult);
        await Zhao.EnterAsync(Consult);
        await liuRoom.CallAsync("Chat", new { messageId = Person.NewId(), text = Secrets.ChatText });
        await Liu.DoAsync($"/api/consults/{Consult}/wrong-patient", new { commandId = Person.NewId(), reason = "bed 4" });
        await liuRoom.EventAsync("Ended");
        await Liu.ConsentForPatientAsync(Consult);
        await Wait.UntilAsync(() => Task.FromResult(Server.Get<RoomDirectory>().Find(new(Consult)) is null));

        var (again, reply) = await Liu.EnterAsync(Consult);
        Assert.Empty(Texts(reply.GetProperty("chat")));
        await again.CallAsync("Chat", new { messageId = Person.NewId(), text = "the right one" });
        var heard = await again.EventAsync("Chat");
        Assert.Equal("the right one", heard.GetProperty("line").GetProperty("text").GetString());
        Assert.DoesNotContain(Secrets.ChatText, (await Liu.ConsultAsync(Consult)).ToString(), StringComparison.Ordinal);
    }

    private async Task CloseRoomAsync()
    {
        await Server.Get<RoomDirectory>().Find(new(Consult))!.StopAsync();
        await Wait.UntilAsync(() => Task.FromResult(Server.Get<RoomDirectory>().Find(new(Consult)) is null));
    }

    private static List<string?> Texts(JsonElement lines) =>
        [.. lines.EnumerateArray().Select(line => line.GetProperty("text").GetString())];
}
