using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Telemed.Server.Tokens;

namespace Telemed.Server.Tests;

/// <summary>Wrong, late, foreign and malicious input: a typed refusal each, nothing changed, and no fault of ours.</summary>
public sealed class HostileTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private Person _liu = null!;
    private Person _zhao = null!;
    private string _consult = string.Empty;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync("Telemed:Media:AbsenceMilliseconds=600000");
        _liu = await Person.SignInAsync(_server, Person.ClinicDoctor);
        _zhao = await Person.SignInAsync(_server, Person.Specialist);
        _consult = await _zhao.AcceptAsync(_liu);
    }

    public async ValueTask DisposeAsync()
    {
        Assert.Equal(0, _server.Faults);
        Assert.DoesNotContain(_server.Log.Lines, line => line.Exception is not null);
        await _liu.DisposeAsync();
        await _zhao.DisposeAsync();
        await _server.DisposeAsync();
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
            var answer = await _liu.Client.PostAsync("/api/consults", content);
            Assert.True(code == await TestServer.ProblemAsync(answer), $"{text[..Math.Min(40, text.Length)]}: {answer.StatusCode}");
        }

        Assert.Single((await _liu.GetAsync("/api/consults")).EnumerateArray());
    }

    [Fact]
    public async Task Fields_out_of_bounds_are_named()
    {
        var draft = await _liu.PostAsync("/api/consults", new
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
            await _liu.PostAsync($"/api/consults/{_consult}/cancel", new { commandId = "", reason = "x" })));
        Assert.Equal("invalid", await TestServer.ProblemAsync(await _liu.Client.GetAsync("/api/consults?view=everything")));
    }

    [Fact]
    public async Task Addresses_and_methods_that_are_not_there_are_typed_refusals()
    {
        Assert.Equal("not-found", await TestServer.ProblemAsync(await _liu.Client.GetAsync("/api/consults/no-such-consult")));
        Assert.Equal("not-found", await TestServer.ProblemAsync(await _liu.PostAsync("/api/consults/no-such-consult/join", new { })));
        Assert.Equal("not-found", await TestServer.ProblemAsync(await _liu.PostAsync($"/api/consults/{_consult}/explode", new { commandId = "x" })));
        Assert.Equal("not-found", await TestServer.ProblemAsync(await _liu.Client.GetAsync("/api/recordings/no-such-recording")));
        Assert.Equal("not-found", await TestServer.ProblemAsync(await _liu.Client.GetAsync("/api/recordings/..%2F..%2Fsecrets/video")));
        Assert.Equal("method-not-allowed", await TestServer.ProblemAsync(await _liu.Client.PutAsJsonAsync("/api/consults", new { })));
        Assert.Equal("method-not-allowed", await TestServer.ProblemAsync(await _liu.Client.DeleteAsync($"/api/consults/{_consult}")));
    }

    [Fact]
    public async Task A_command_that_the_state_does_not_take_is_refused_with_the_reason_and_a_repeated_one_is_answered()
    {
        var refused = await _liu.PostAsync($"/api/consults/{_consult}/close", new { commandId = Person.NewId() });
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        var body = await refused.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("refused", body.GetProperty("code").GetString());
        Assert.Equal("not-in-state", body.GetProperty("reason").GetString());

        await _liu.ConsentForPatientAsync(_consult, granted: false);
        var without = await _liu.PostAsync($"/api/consults/{_consult}/join", new { });
        Assert.Equal("consent-missing", (await without.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("reason").GetString());

        var draft = Person.Draft();
        var first = await _liu.DoAsync("/api/consults", draft);
        var again = await _liu.DoAsync("/api/consults", draft);
        Assert.Equal(first.GetProperty("id").GetString(), again.GetProperty("id").GetString());
        Assert.Equal(2, (await _liu.GetAsync("/api/consults")).GetArrayLength());
    }

    [Fact]
    public async Task A_join_token_is_good_for_one_entry_of_one_person_to_one_room_within_a_minute()
    {
        var (token, address) = await _liu.TokenAsync(_consult);
        await using (var hub = await TestHub.ConnectAsync(address))
        {
            await using var twin = await TestHub.ConnectAsync(address); // Connecting uses nothing up; joining does.
            await hub.CallAsync("Join", new { messageId = "1", offerSdp = Offers.Browser(), device = "x" });
            Assert.Equal("token-used", await twin.RefusalAsync("Join", new { messageId = "1", offerSdp = Offers.Browser(), device = "x" }));
        }

        Assert.Equal("token-used", await RefusedAsync($"room={_consult}", token));
        var (fresh, _) = await _liu.TokenAsync(_consult);
        Assert.Equal("token-other-room", await RefusedAsync("room=another-consult", fresh));
        Assert.Equal("token-invalid", await RefusedAsync($"room={_consult}", fresh[..^4] + "AAAA"));
        Assert.Equal("token-invalid", await RefusedAsync($"room={_consult}", "no-token-at-all"));
        var late = _server.Get<JoinTokens>().Issue(_liu.Id, _consult, "requester", DateTimeOffset.UtcNow.AddSeconds(-61));
        Assert.Equal("token-expired", await RefusedAsync($"room={_consult}", late));
        using var none = _server.Client();
        await _liu.ConsentForPatientAsync(_consult, granted: false);
        var without = await none.PostAsync($"/hubs/consult/negotiate?room={_consult}&negotiateVersion=1", null);
        Assert.Equal("token-invalid", await TestServer.ProblemAsync(without));
    }

    [Fact]
    public async Task A_token_lets_in_only_while_the_case_lets_its_person_in()
    {
        var stranger = _server.Get<JoinTokens>().Issue("p-wang-qiang", _consult, "specialist", DateTimeOffset.UtcNow);
        await using var hub = await TestHub.ConnectAsync(
            _server.WebSocketAddress($"/hubs/consult?room={_consult}&access_token={stranger}"));
        Assert.Equal("not-found", await hub.RefusalAsync("Join", new { messageId = "1", offerSdp = Offers.Browser(), device = "x" }));

        var (_, address) = await _liu.TokenAsync(_consult);
        await _liu.DoAsync($"/api/consults/{_consult}/cancel", new { commandId = Person.NewId(), reason = "better" });
        await using var late = await TestHub.ConnectAsync(address);
        Assert.Equal("not-in-state", await late.RefusalAsync("Join", new { messageId = "1", offerSdp = Offers.Browser(), device = "x" }));
    }

    [Fact]
    public async Task A_malformed_offer_changes_nothing_and_a_good_one_may_follow()
    {
        var version = (await _liu.ConsultAsync(_consult)).GetProperty("version").GetInt32();
        foreach (var offer in (string[])["", "hello", "v=0\r\n", new string('x', 250_000), Offers.Browser().Replace("sha-256", "md5", StringComparison.Ordinal)])
        {
            var (_, address) = await _liu.TokenAsync(_consult);
            await using var hub = await TestHub.ConnectAsync(address);
            var code = await hub.RefusalAsync("Join", new { messageId = "1", offerSdp = offer, device = "x" });
            Assert.Contains(code, (string[])["offer-malformed", "offer-unsupported", "invalid"]);
        }

        Assert.Equal(version, (await _liu.ConsultAsync(_consult)).GetProperty("version").GetInt32());
        var (entered, _) = await _liu.EnterAsync(_consult);
        Assert.Equal("offer-malformed", await entered.RefusalAsync("Negotiate", new { messageId = "2", offerSdp = "rubbish" }));
    }

    [Fact]
    public async Task Hub_messages_that_are_none_are_refused_as_such()
    {
        var (_, address) = await _liu.TokenAsync(_consult);
        await using var outside = await TestHub.ConnectAsync(address);
        Assert.Equal("room-closed", await outside.RefusalAsync("Chat", new { messageId = "1", text = "x" }));

        var (hub, _) = await _liu.EnterAsync(_consult);
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
        using var client = _server.Client();
        var answer = await client.PostAsync($"/hubs/consult/negotiate?{query}&negotiateVersion=1&access_token={token}", null);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        return await TestServer.ProblemAsync(answer);
    }
}
