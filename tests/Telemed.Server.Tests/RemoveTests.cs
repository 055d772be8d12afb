using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Telemed.Server.Tests;

/// <summary>Who is not to be in the room is removed by who leads or asked (U1): out at once, told by whom, audited, and not let in again.</summary>
public sealed class RemoveTests : AcceptedCase
{
    [Fact]
    public async Task An_expert_who_is_removed_is_out_with_what_they_send_and_comes_back_only_by_a_new_invitation()
    {
        await using var wang = await Person.SignInAsync(Server, Person.OtherSpecialist);
        await TakePartAsync(wang);
        var (liuRoom, _) = await Liu.EnterAsync(Consult);
        var (zhaoRoom, _) = await Zhao.EnterAsync(Consult);
        var (wangRoom, _) = await wang.EnterAsync(Consult);
        await liuRoom.EventAsync("PublicationAdded", one => one.GetProperty("publication").GetProperty("participant").GetString() == wang.Id);
        var waiting = await wang.ConnectAsync(Consult); // With a token of before.

        Assert.Equal("forbidden", await wangRoom.RefusalAsync("Remove", Remove(Liu.Id)));
        await liuRoom.CallAsync("Remove", Remove(wang.Id));

        var ended = await wangRoom.EventAsync("Ended");
        Assert.Equal(("removed", Liu.Id), (ended.GetProperty("reason").GetString(), ended.GetProperty("by").GetString()));
        var left = await zhaoRoom.EventAsync("ParticipantLeft");
        Assert.Equal((wang.Id, "removed"), (left.GetProperty("participantId").GetString(), left.GetProperty("reason").GetString()));
        await zhaoRoom.EventAsync("PublicationRemoved", one => one.GetProperty("publicationId").GetString()!.StartsWith(wang.Id + ":", StringComparison.Ordinal));
        Assert.Equal("forbidden", await waiting.RefusalAsync("Join", new { messageId = Person.NewId(), offerSdp = Offers.Browser(), device = "test" }));
        Assert.Equal("forbidden", await TestServer.ProblemAsync(await wang.PostAsync($"/api/consults/{Consult}/join", new { })));
        var seen = await Zhao.ConsultAsync(Consult);
        Assert.Equal("removed", Assert.Single(seen.GetProperty("experts").EnumerateArray()).GetProperty("status").GetString());
        Assert.Contains("\"expertRemoved\"", seen.GetProperty("timeline").ToString(), StringComparison.Ordinal);
        Assert.Equal("inSession", seen.GetProperty("state").GetString());

        await TakePartAsync(wang);
        await wang.EnterAsync(Consult);
        Assert.Equal(
            [(wang.Id, "forbidden", null), (Liu.Id, "done", wang.Id)],
            (await File.ReadAllLinesAsync(Path.Combine(Server.Data, "audit", "audit.jsonl"))).Select(line => JsonDocument.Parse(line).RootElement)
                .Where(line => line.GetProperty("action").GetString() == "room.remove" && line.GetProperty("subject").GetString() == Consult)
                .Select(line => (
                    line.GetProperty("actor").GetString(), line.GetProperty("outcome").GetString(),
                    line.TryGetProperty("detail", out var whom) ? whom.GetString() : null)));
        Assert.Equal(0, Server.Faults);
    }

    [Fact]
    public async Task Who_leads_who_asked_who_is_beside_the_patient_and_the_patient_are_not_removed()
    {
        await using var ma = await Person.SignInAsync(Server, Person.Nurse);
        await using var patient = await Person.ByLinkAsync(Server, await Liu.LinkAsync(Consult));
        var (liuRoom, _) = await Liu.EnterAsync(Consult);
        var (zhaoRoom, _) = await Zhao.EnterAsync(Consult);
        await ma.EnterAsync(Consult);
        await patient.EnterAsync(Consult);

        foreach (var (room, whom) in ((TestHub, Person)[])[(liuRoom, Zhao), (zhaoRoom, Liu), (zhaoRoom, Zhao), (liuRoom, ma), (zhaoRoom, patient)])
        {
            Assert.Equal("not-removable", await room.RefusalAsync("Remove", Remove(whom.Id)));
        }

        Assert.DoesNotContain(liuRoom.Heard().Concat(zhaoRoom.Heard()), one => one.Name is "ParticipantLeft" or "Ended");
    }

    [Fact]
    public async Task An_interpreter_who_is_removed_interprets_no_more()
    {
        await using var mai = await Person.SignInAsync(Server, Person.Interpreter);
        await Liu.DoAsync($"/api/consults/{Consult}/interpreter", new { commandId = Person.NewId(), language = "ug" });
        await mai.DoAsync($"/api/consults/{Consult}/answer-interpreting", new { commandId = Person.NewId(), accepted = true });
        var (zhaoRoom, _) = await Zhao.EnterAsync(Consult);
        var (maiRoom, _) = await mai.EnterAsync(Consult);

        await zhaoRoom.CallAsync("Remove", Remove(mai.Id));

        Assert.Equal(Zhao.Id, (await maiRoom.EventAsync("Ended")).GetProperty("by").GetString());
        Assert.Equal("forbidden", await TestServer.ProblemAsync(await mai.PostAsync($"/api/consults/{Consult}/join", new { })));
        Assert.Contains("\"interpreterEnded\"", (await Zhao.ConsultAsync(Consult)).GetProperty("timeline").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_looks_on_and_is_removed_looks_on_again_only_when_the_room_is_opened_anew()
    {
        await using var ding = await Person.SignInAsync(Server, Person.Trainee);
        await Liu.ConsentForPatientAsync(Consult, "teaching");
        await Liu.TeachAsync(Consult);
        var (zhaoRoom, _) = await Zhao.EnterAsync(Consult);
        var (dingRoom, _) = await ding.EnterAsync(Consult, offerSdp: Offers.Viewer());
        await zhaoRoom.EventAsync("AudienceChanged", one => Count(one) == 1);
        var waiting = await ding.ConnectAsync(Consult); // With a token of before.

        await zhaoRoom.CallAsync("Remove", Remove(ding.Id));

        Assert.Equal("removed", (await dingRoom.EventAsync("Ended")).GetProperty("reason").GetString());
        await zhaoRoom.EventAsync("AudienceChanged", one => Count(one) == 0);
        Assert.Equal("not-found", await waiting.RefusalAsync("Join", new { messageId = Person.NewId(), offerSdp = Offers.Viewer(), device = "test" }));
        Assert.Equal("not-found", await TestServer.ProblemAsync(await ding.PostAsync($"/api/consults/{Consult}/join", new { })));
        Assert.Contains("\"viewerRemoved\"", (await Zhao.ConsultAsync(Consult)).GetProperty("timeline").ToString(), StringComparison.Ordinal);
        await Liu.TeachAsync(Consult, open: false);
        var anew = await Liu.TeachAsync(Consult);
        await zhaoRoom.EventAsync("ConsultChanged", one => one.GetProperty("version").GetInt64() == anew.GetProperty("version").GetInt64());
        await ding.EnterAsync(Consult, offerSdp: Offers.Viewer());
    }

    [Fact]
    public async Task A_device_is_removed_by_its_name_and_its_person_stays()
    {
        await using var ma = await Person.SignInAsync(Server, Person.Nurse);
        var (zhaoRoom, _) = await Zhao.EnterAsync(Consult);
        await ma.EnterAsync(Consult);
        var (token, _) = await ma.TokenAsync(Consult);
        using var sent = new HttpRequestMessage(HttpMethod.Post, $"/whip/{Consult}/exam")
        {
            Content = new StringContent(Offers.Device("sendonly"), Encoding.UTF8, "application/sdp"),
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
        };
        Assert.Equal(HttpStatusCode.Created, (await ma.Client.SendAsync(sent)).StatusCode);

        await zhaoRoom.CallAsync("Remove", Remove("exam"));

        Assert.Equal("exam", (await zhaoRoom.EventAsync("ParticipantLeft")).GetProperty("participantId").GetString());
        await zhaoRoom.EventAsync("PublicationRemoved", one => one.GetProperty("publicationId").GetString()!.StartsWith("exam:", StringComparison.Ordinal));
        Assert.Equal("not-in-room", await zhaoRoom.RefusalAsync("Remove", Remove("exam")));
        Assert.DoesNotContain(zhaoRoom.Heard(), one => one.Name == "ParticipantLeft" && one.Argument.GetProperty("participantId").GetString() == ma.Id);
    }

    private async Task TakePartAsync(Person expert)
    {
        await Zhao.DoAsync($"/api/consults/{Consult}/invite", new { commandId = Person.NewId(), specialist = expert.Id });
        await expert.DoAsync($"/api/consults/{Consult}/answer-invitation", new { commandId = Person.NewId(), accepted = true });
    }

    private static object Remove(string whom) => new { messageId = Person.NewId(), participant = whom };

    private static int Count(JsonElement changed) => changed.GetProperty("audience").GetProperty("count").GetInt32();
}
