using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Telemed.Server.Tokens;

namespace Telemed.Server.Tests;

/// <summary>Wrong, late, foreign and malicious input: a typed refusal each, nothing changed, and no fault of ours.</summary>
public sealed class HostileTests : AcceptedCase
{
    public override async ValueTask DisposeAsync()
    {
        Assert.Equal(0, Server.Faults);
        Assert.DoesNotContain(Server.Log.Lines, line => line.Exception is not null);
        await base.DisposeAsync();
    }

    [Fact]
    public async Task Bodies_that_are_no_request_are_refused_as_such()
    {
        var bodies = new (string Text, string Type, string Code)[]
        {
            ("", "application/json", "invalid"),
            ("{", "application/json", "invalid"),
            ("[]", "application/json", "invalid"),
            ("null", "application/json", "invalid"),
            ("{\"commandId\":5}", "application/json", "invalid"),
            ("{\"commandId\":\"a\",\"urgency\":\"never\"}", "application/json", "invalid"),
            ("{\"commandId\":\"a\",\"urgency\":2}", "application/json", "invalid"),
            (new string('[', 5_000), "application/json", "invalid"),
            ("commandId=a", "application/x-www-form-urlencoded", "unsupported-media-type"),
            ("{\"commandId\":\"" + new string('x', 300_000) + "\"}", "application/json", "too-large"),
        };
        foreach (var (text, type, code) in bodies)
        {
            using var content = new StringContent(text, Encoding.UTF8, new MediaTypeHeaderValue(type));
            var answer = await Liu.Client.PostAsync("/api/consults", content);
            Assert.True(code == await TestServer.ProblemAsync(answer), $"{text[..Math.Min(40, text.Length)]}: {answer.StatusCode}");
        }

        Assert.Single((await Liu.GetAsync("/api/consults")).EnumerateArray());
    }

    [Fact]
    public async Task Fields_out_of_bounds_are_named()
    {
        var draft = await Liu.PostAsync("/api/consults", new
        {
            commandId = Person.NewId(),
            service = "alchemy",
            urgency = "ordinary",
            summary = new string('x', 9_000),
            patient = new { ageYears = 900 },
        });
        Assert.Equal(HttpStatusCode.BadRequest, draft.StatusCode);
        var errors = (await draft.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors");
        Assert.Equal("unknown", errors.GetProperty("service")[0].GetString());
        Assert.Equal("length", errors.GetProperty("summary")[0].GetString());
        Assert.Equal("range", errors.GetProperty("patient.ageYears")[0].GetString());

        Assert.Equal("invalid", await TestServer.ProblemAsync(
            await Liu.PostAsync($"/api/consults/{Consult}/cancel", new { commandId = "", reason = "x" })));
        Assert.Equal("invalid", await TestServer.ProblemAsync(await Liu.Client.GetAsync("/api/consults?view=everything")));
    }

    [Fact]
    public async Task Addresses_and_methods_that_are_not_there_are_typed_refusals()
    {
        Assert.Equal("not-found", await TestServer.ProblemAsync(await Liu.Client.GetAsync("/api/consults/no-such-consult")));
        Assert.Equal("not-found", await TestServer.ProblemAsync(await Liu.PostAsync("/api/consults/no-such-consult/join", new { })));
        Assert.Equal("not-found", await TestServer.ProblemAsync(await Liu.PostAsync($"/api/consults/{Consult}/explode", new { commandId = "x" })));
        Assert.Equal("not-found", await TestServer.ProblemAsync(await Liu.Client.GetAsync("/api/recordings/no-such-recording")));
        Assert.Equal("not-found", await TestServer.ProblemAsync(await Liu.Client.GetAsync("/api/recordings/..%2F..%2Fsecrets/video")));
        Assert.Equal("method-not-allowed", await TestServer.ProblemAsync(await Liu.Client.PutAsJsonAsync("/api/consults", new { })));
        Assert.Equal("method-not-allowed", await TestServer.ProblemAsync(await Liu.Client.DeleteAsync($"/api/consults/{Consult}")));
    }

    [Fact]
    public async Task A_command_that_the_state_does_not_take_is_refused_with_the_reason_and_a_repeated_one_is_answered()
    {
        var refused = await Liu.PostAsync($"/api/consults/{Consult}/close", new { commandId = Person.NewId() });
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        var body = await refused.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("refused", body.GetProperty("code").GetString());
        Assert.Equal("not-in-state", body.GetProperty("reason").GetString());

        await Liu.ConsentForPatientAsync(Consult, granted: false);
        var without = await Liu.PostAsync($"/api/consults/{Consult}/join", new { });
        Assert.Equal("consent-missing", (await without.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("reason").GetString());

        var draft = Person.Draft();
        var first = await Liu.DoAsync("/api/consults", draft);
        var again = await Liu.DoAsync("/api/consults", draft);
        Assert.Equal(first.GetProperty("id").GetString(), again.GetProperty("id").GetString());
        Assert.Equal(2, (await Liu.GetAsync("/api/consults")).GetArrayLength());
    }

    [Fact]
    public async Task A_join_token_is_good_for_one_entry_of_one_person_to_one_room_within_a_minute()
    {
        var (token, address) = await Liu.TokenAsync(Consult);
        await using (var hub = await TestHub.ConnectAsync(address))
        {
            await using var twin = await TestHub.ConnectAsync(address); // Connecting uses nothing up; joining does.
            await hub.CallAsync("Join", new { messageId = "1", offerSdp = Offers.Browser(), device = "x" });
            Assert.Equal("token-used", await twin.RefusalAsync("Join", new { messageId = "1", offerSdp = Offers.Browser(), device = "x" }));
        }

        Assert.Equal("token-used", await RefusedAsync($"room={Consult}", token));
        var (fresh, _) = await Liu.TokenAsync(Consult);
        Assert.Equal("token-other-room", await RefusedAsync("room=another-consult", fresh));
        Assert.Equal("token-invalid", await RefusedAsync($"room={Consult}", fresh[..^4] + "AAAA"));
        Assert.Equal("token-invalid", await RefusedAsync($"room={Consult}", "no-token-at-all"));
        var late = Server.Get<JoinTokens>().Issue(Liu.Id, Consult, "requester", DateTimeOffset.UtcNow.AddSeconds(-61), Environment.MachineName);
        Assert.Equal("token-expired", await RefusedAsync($"room={Consult}", late));
        using var none = Server.Client();
        await Liu.ConsentForPatientAsync(Consult, granted: false);
        var without = await none.PostAsync($"/hubs/consult/negotiate?room={Consult}&negotiateVersion=1", null);
        Assert.Equal("token-invalid", await TestServer.ProblemAsync(without));
    }

    [Fact]
    public async Task A_token_lets_in_only_while_the_case_lets_its_person_in()
    {
        var stranger = Server.Get<JoinTokens>().Issue("p-wang-qiang", Consult, "specialist", DateTimeOffset.UtcNow, Environment.MachineName);
        await using var hub = await TestHub.ConnectAsync(
            Server.WebSocketAddress($"/hubs/consult?room={Consult}&access_token={stranger}"));
        Assert.Equal("not-found", await hub.RefusalAsync("Join", new { messageId = "1", offerSdp = Offers.Browser(), device = "x" }));

        var (_, address) = await Liu.TokenAsync(Consult);
        await Liu.DoAsync($"/api/consults/{Consult}/cancel", new { commandId = Person.NewId(), reason = "better" });
        await using var late = await TestHub.ConnectAsync(address);
        Assert.Equal("not-in-state", await late.RefusalAsync("Join", new { messageId = "1", offerSdp = Offers.Browser(), device = "x" }));
    }

    [Fact]
    public async Task A_malformed_offer_changes_nothing_and_a_good_one_may_follow()
    {
        var version = (await Liu.ConsultAsync(Consult)).GetProperty("version").GetInt32();
        foreach (var offer in (string[])["", "hello", "v=0\r\n", new string('x', 250_000), Offers.Browser().Replace("sha-256", "md5", StringComparison.Ordinal)])
        {
            var (_, address) = await Liu.TokenAsync(Consult);
            await using var hub = await TestHub.ConnectAsync(address);
            var code = await hub.RefusalAsync("Join", new { messageId = "1", offerSdp = offer, device = "x" });
            Assert.Contains(code, (string[])["offer-malformed", "offer-unsupported", "invalid"]);
        }

        Assert.Equal(version, (await Liu.ConsultAsync(Consult)).GetProperty("version").GetInt32());
        var (entered, _) = await Liu.EnterAsync(Consult);
        Assert.Equal("offer-malformed", await entered.RefusalAsync("Negotiate", new { messageId = "2", offerSdp = "rubbish" }));
    }

    [Fact]
    public async Task Hub_messages_that_are_none_are_refused_as_such()
    {
        var (_, address) = await Liu.TokenAsync(Consult);
        await using var outside = await TestHub.ConnectAsync(address);
        Assert.Equal("room-closed", await outside.RefusalAsync("Chat", new { messageId = "1", text = "x" }));

        var (hub, _) = await Liu.EnterAsync(Consult);
        var calls = new (string Method, object Argument, string Code)[]
        {
            ("Chat", new { messageId = "1" }, "invalid"),
            ("Chat", new { messageId = "1", text = 5 }, "invalid"),
            ("Chat", new { messageId = "", text = "x" }, "invalid"),
            ("Chat", new { messageId = "1", text = " " }, "invalid"),
            ("Chat", new { messageId = "1", text = new string('x', 3_000) }, "invalid"),
            ("Chat", 5, "invalid"),
            ("Consent", new { messageId = "1", item = "soul", granted = true, textVersion = "1", language = "zh" }, "invalid"),
            ("SetPublication", new { messageId = "1", mid = "77", kind = "video", feed = "face", label = "", muted = false }, "no-such-publication"),
            ("SetPublication", new { messageId = "1", mid = "0", kind = "audio", feed = "crystal-ball", label = "", muted = false }, "invalid"),
            ("SetSlots", new { messageId = "1", wishes = new[] { new { mid = "5", publication = "nobody" } } }, "no-such-publication"),
            ("Mark", new { messageId = "1", label = "x" }, "not-in-state"),
            ("Negotiate", new { messageId = "1", offerSdp = (string?)null }, "invalid"),
        };
        foreach (var (method, argument, code) in calls)
        {
            Assert.True(code == await hub.RefusalAsync(method, argument), $"{method} {JsonSerializer.Serialize(argument)}");
        }
    }

    private async Task<string> RefusedAsync(string query, string token)
    {
        using var client = Server.Client();
        var answer = await client.PostAsync($"/hubs/consult/negotiate?{query}&negotiateVersion=1&access_token={token}", null);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        return await TestServer.ProblemAsync(answer);
    }
}
