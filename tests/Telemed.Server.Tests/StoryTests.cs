using System.Diagnostics;
using System.Text.Json;

namespace Telemed.Server.Tests;

/// <summary>A whole consult by HTTP and hub, as two pages would live it.</summary>
public sealed class StoryTests
{
    [Fact]
    public async Task A_consult_from_the_request_to_the_acknowledged_opinion_on_SQLite() => await TellAsync([]);

    internal static async Task TellAsync(string[] settings)
    {
        await using var server = await TestServer.StartAsync([.. settings, "Telemed:Media:AbsenceMilliseconds=600000"]);
        await using var liu = await Person.SignInAsync(server, Person.ClinicDoctor);
        await using var zhao = await Person.SignInAsync(server, Person.Specialist);
        var zhaoDesk = await zhao.DeskAsync();
        var liuDesk = await liu.DeskAsync();
        await zhao.Client.PutAsync("/api/availability/me", Json(new { available = true }));
        await liuDesk.EventAsync("AvailabilityChanged", one => Text(one, "availability", "personId") == zhao.Id);

        var consult = await RingAsync(liu, zhao, zhaoDesk);
        await liu.ConsentForPatientAsync(consult);
        var (liuRoom, zhaoRoom) = await MeetAsync(liu, zhao, consult);
        await SpeakAsync(liuRoom, zhaoRoom, liu, zhao);
        await DropAndReturnAsync(zhaoRoom, liu, consult, liuRoom);
        await EndAsync(liu, zhao, consult, zhaoRoom);

        Assert.Equal(0, server.Faults);
        Assert.DoesNotContain(server.Log.Lines, line => line.Exception is not null && line.Category.StartsWith("Telemed", StringComparison.Ordinal));
        NothingOfThePatientIsIn(server);
    }

    private static async Task<string> RingAsync(Person liu, Person zhao, TestHub zhaoDesk)
    {
        // The first request of a process is compiled on its way; the ring is timed on the second.
        await liu.DoAsync(
            $"/api/consults/{await liu.RequestAsync("neurology")}/cancel", new { commandId = Person.NewId(), reason = "warm-up" });
        var (consult, ring) = await InTimeAsync(liu, zhaoDesk);
        Assert.Equal(Secrets.Summary, ring.GetProperty("summary").GetString());
        Assert.Equal(zhao.Id, Text(ring, "offer", "specialist", "id"));

        // A page that is opened meanwhile is rung as well.
        var second = await zhao.DeskAsync();
        await second.EventAsync("Ring", one => Text(one, "consult", "id") == consult);

        var accepted = await zhao.DoAsync(
            $"/api/consults/{consult}/accept",
            new { commandId = Person.NewId(), offerId = Text(ring, "offer", "id") });
        Assert.Equal("accepted", accepted.GetProperty("state").GetString());
        var stopped = await second.EventAsync("RingStopped", one => Text(one, "consultId") == consult);
        Assert.Equal("accepted", Text(stopped, "reason"));
        return consult;
    }

    /// <summary>
    /// A request that rings within a second: one of a few, for a machine that does something else at that moment says
    /// nothing about the server. The others are taken back.
    /// </summary>
    private static async Task<(string Consult, JsonElement Ring)> InTimeAsync(Person liu, TestHub zhaoDesk)
    {
        for (var left = 5; ; left--)
        {
            var consult = await liu.DraftAsync();
            var watch = Stopwatch.StartNew();
            await liu.CommandAsync(consult, "submit");
            var ring = await zhaoDesk.EventAsync("Ring", one => Text(one, "consult", "id") == consult);
            var took = watch.Elapsed;
            if (took < TimeSpan.FromSeconds(1))
            {
                return (consult, ring);
            }

            Assert.True(left > 1, $"The ring took {took}.");
            await liu.DoAsync($"/api/consults/{consult}/cancel", new { commandId = Person.NewId(), reason = "late" });
        }
    }

    private static async Task<(TestHub Liu, TestHub Zhao)> MeetAsync(Person liu, Person zhao, string consult)
    {
        var (liuRoom, first) = await liu.EnterAsync(consult);
        Assert.Contains("a=ice-lite", first.GetProperty("answerSdp").GetString(), StringComparison.Ordinal);
        Assert.Equal(liu.Id, Text(first, "self"));
        Assert.Equal(9, first.GetProperty("slots").GetArrayLength());
        Assert.Equal("off", Text(first, "recording", "state"));

        var (zhaoRoom, second) = await zhao.EnterAsync(consult);
        Assert.Equal(2, second.GetProperty("participants").GetArrayLength());
        var joined = await liuRoom.EventAsync("ParticipantJoined", one => Text(one, "participant", "id") == zhao.Id);
        Assert.Equal("specialist", Text(joined, "participant", "role"));
        await liuRoom.EventAsync("ConsultChanged", one => Text(one, "state") == "inSession");
        return (liuRoom, zhaoRoom);
    }

    private static async Task SpeakAsync(TestHub liuRoom, TestHub zhaoRoom, Person liu, Person zhao)
    {
        var said = new { messageId = Person.NewId(), text = Secrets.ChatText };
        await liuRoom.CallAsync("Chat", said);
        await liuRoom.CallAsync("Chat", said); // The same message again: answered, not said twice.
        await liuRoom.CallAsync("Chat", new { messageId = Person.NewId(), text = "done" });
        await zhaoRoom.EventAsync("Chat", one => Text(one, "line", "text") == "done");
        Assert.Single(zhaoRoom.Heard(), one => one.Name == "Chat" && Text(one.Argument, "line", "text") == Secrets.ChatText);

        await zhaoRoom.CallAsync(
            "Consent",
            new { messageId = Person.NewId(), item = "recording", granted = true, textVersion = "1", language = "zh-CN" });
        var changed = await liuRoom.EventAsync("ConsentChanged", one => Text(one, "participantId") == zhao.Id);
        Assert.True(changed.GetProperty("granted").GetBoolean());
        Assert.NotEqual(liu.Id, zhao.Id);
    }

    private static async Task DropAndReturnAsync(TestHub zhaoRoom, Person liu, string consult, TestHub liuRoom)
    {
        var last = (await liuRoom.EventAsync("ConsultChanged", one => Text(one, "state") == "inSession")).GetProperty("sequence").GetInt64();
        liuRoom.Cut();
        await zhaoRoom.EventAsync(
            "ParticipantChanged",
            one => Text(one, "participant", "id") == liu.Id && !one.GetProperty("participant").GetProperty("connected").GetBoolean());
        await zhaoRoom.EventAsync("ConsultChanged", one => Text(one, "state") == "interrupted");

        var (back, reply) = await liu.EnterAsync(consult, resumeFrom: last);
        var missed = reply.GetProperty("missed").EnumerateArray().Select(one => one.GetProperty("event").GetProperty("sequence").GetInt64()).ToList();
        Assert.NotEmpty(missed);
        Assert.All(missed, sequence => Assert.InRange(sequence, last + 1, reply.GetProperty("sequence").GetInt64()));
        Assert.Contains(reply.GetProperty("chat").EnumerateArray(), line => Text(line, "text") == Secrets.ChatText);
        await back.EventAsync("ConsultChanged", one => Text(one, "state") == "inSession");
    }

    private static async Task EndAsync(Person liu, Person zhao, string consult, TestHub zhaoRoom)
    {
        await zhao.CommandAsync(consult, "end");
        Assert.Equal("ended", Text(await zhaoRoom.EventAsync("Ended"), "reason"));
        await zhaoRoom.Closed.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

        await zhao.DoAsync(
            $"/api/consults/{consult}/opinion",
            new { commandId = Person.NewId(), findings = Secrets.Findings, advice = Secrets.Advice });
        var wrong = await zhao.PostAsync($"/api/consults/{consult}/sign", new { commandId = Person.NewId(), password = "wrong" });
        Assert.Equal("sign-in-refused", await TestServer.ProblemAsync(wrong));
        var signed = await zhao.DoAsync(
            $"/api/consults/{consult}/sign", new { commandId = Person.NewId(), password = TestServer.Password });
        Assert.Equal("opinionSigned", Text(signed, "state"));

        var read = await liu.ConsultAsync(consult);
        Assert.Equal(Secrets.Advice, Text(read, "opinion", "advice"));
        var done = await liu.DoAsync(
            $"/api/consults/{consult}/acknowledge", new { commandId = Person.NewId(), adopted = true, note = "thanks" });
        Assert.Equal("acknowledged", Text(done, "state"));
    }

    internal static void NothingOfThePatientIsIn(TestServer server)
    {
        var log = server.Log.Text;
        foreach (var secret in Secrets.All)
        {
            Assert.DoesNotContain(secret, log, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("access_token", log, StringComparison.Ordinal);
        Assert.DoesNotContain("eyJhbGci", log, StringComparison.Ordinal);
        Assert.DoesNotContain(TestServer.Password, log, StringComparison.Ordinal);
        Assert.DoesNotContain("刘敏", log, StringComparison.Ordinal);
    }

    private static string? Text(JsonElement element, params string[] path) =>
        path.Aggregate(element, (at, name) => at.GetProperty(name)).GetString();

    private static System.Net.Http.Json.JsonContent Json(object body) => System.Net.Http.Json.JsonContent.Create(body);
}
