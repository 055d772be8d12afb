using System.Net;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Telemed.Browser.Tests.Fixtures;

namespace Telemed.Browser.Tests;

/// <summary>What is not allowed is refused by a stable code, changes nothing, and leaves no exception in the log.</summary>
public sealed class RefusalTests(OpenRoom room) : IClassFixture<OpenRoom>
{
    private static readonly TimeSpan TokenLife = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("submit")]
    [InlineData("acknowledge")]
    [InlineData("close")]
    public async Task An_illegal_command_is_refused_with_a_reason_and_changes_nothing(string command)
    {
        var before = await VersionAsync();
        var (status, problem) = await room.Doctor.CommandAsync(
            $"/api/consults/{room.Consult}/{command}", new JsonObject { ["adopted"] = true });
        AssertProblem(HttpStatusCode.Conflict, "refused", status, problem);
        Assert.False(string.IsNullOrEmpty((string?)problem!["reason"]));
        Assert.Equal(before, await VersionAsync());
        room.Server.AssertNoExceptionLogged();
    }

    [Fact]
    public async Task A_wrong_role_is_refused_and_changes_nothing()
    {
        var before = await VersionAsync();
        using var nurse = await ApiSession.SignInAsync(room.Server, DemoPeople.Nurse);
        var (status, problem) = await nurse.CommandAsync($"/api/consults/{room.Draft}/submit");
        AssertProblem(HttpStatusCode.Forbidden, "forbidden", status, problem);
        (status, problem) = await nurse.CommandAsync($"/api/consults/{room.Consult}/opinion", new JsonObject { ["findings"] = "x", ["advice"] = "x" });
        AssertProblem(HttpStatusCode.Forbidden, "forbidden", status, problem);
        using var administrator = await ApiSession.SignInAsync(room.Server, DemoPeople.Administrator);
        (status, problem) = await administrator.CommandAsync($"/api/consults/{room.Consult}/join");
        AssertProblem(HttpStatusCode.NotFound, "not-found", status, problem);
        Assert.Equal(before, await VersionAsync());
        room.Server.AssertNoExceptionLogged();
    }

    [Theory]
    [InlineData("")]
    [InlineData("/end")]
    [InlineData("/join")]
    [InlineData("/recording/start")]
    public async Task A_foreign_consult_looks_like_one_that_does_not_exist(string door)
    {
        var before = await VersionAsync();
        using var other = await ApiSession.SignInAsync(room.Server, DemoPeople.OtherDoctor);
        foreach (var id in (string[])[room.Consult, "no-such-consult"])
        {
            var path = $"/api/consults/{id}{door}";
            var (status, problem) = door.Length == 0 ? await other.GetAsync(path) : await other.CommandAsync(path);
            AssertProblem(HttpStatusCode.NotFound, "not-found", status, problem);
        }

        Assert.Equal(before, await VersionAsync());
        room.Server.AssertNoExceptionLogged();
    }

    [Fact]
    public async Task A_join_token_that_is_none_of_ours_is_refused()
    {
        var permit = await room.Doctor.PermitAsync(room.Consult);
        await using var hub = new RawHub();
        await Assert.ThrowsAsync<WebSocketException>(() => hub.ConnectAsync(room.Server.Url, (string)permit["hubUrl"]!, "abc.def.ghi"));
        Assert.Equal(401, hub.HttpStatus);
        room.Server.AssertNoExceptionLogged();
    }

    [Fact]
    public async Task A_join_token_opens_no_other_room()
    {
        var permit = await room.Doctor.PermitAsync(room.Consult);
        await using var hub = new RawHub();
        var elsewhere = ((string)permit["hubUrl"]!).Replace((string)permit["room"]!, "another-room", StringComparison.Ordinal);
        await Assert.ThrowsAsync<WebSocketException>(() => hub.ConnectAsync(room.Server.Url, elsewhere, (string)permit["token"]!));
        Assert.Equal(401, hub.HttpStatus);
        room.Server.AssertNoExceptionLogged();
    }

    [Fact]
    public async Task A_join_token_that_has_expired_is_refused()
    {
        var permit = await room.Doctor.PermitAsync(room.Consult);
        // The product's own clock is real here; with a clock of its own this is tested in the server's tests.
        await Task.Delay(TokenLife + TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        await using var hub = new RawHub();
        await Assert.ThrowsAsync<WebSocketException>(
            () => hub.ConnectAsync(room.Server.Url, (string)permit["hubUrl"]!, (string)permit["token"]!));
        Assert.Equal(401, hub.HttpStatus);
        room.Server.AssertNoExceptionLogged();
    }

    [Theory]
    [InlineData("", "offer-malformed")]
    [InlineData("hello", "offer-malformed")]
    [InlineData("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio nine UDP/TLS/RTP/SAVPF 111\r\n", "offer-malformed")]
    [InlineData("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 9 RTP/AVP 0\r\nc=IN IP4 0.0.0.0\r\na=mid:0\r\n", "offer-")]
    public async Task A_malformed_offer_is_refused_and_nobody_joins(string offer, string code)
    {
        var permit = await room.Doctor.PermitAsync(room.Consult);
        await using var hub = new RawHub();
        await hub.ConnectAsync(room.Server.Url, (string)permit["hubUrl"]!, (string)permit["token"]!);

        var (result, error) = await hub.InvokeAsync("Join", new JsonObject { ["offerSdp"] = offer, ["device"] = "test" });

        Assert.Null(result);
        Assert.Contains(code, error, StringComparison.Ordinal);
        room.Server.AssertNoExceptionLogged();
    }

    [Fact]
    public async Task What_is_no_request_at_all_is_refused()
    {
        var permit = await room.Doctor.PermitAsync(room.Consult);
        await using var hub = new RawHub();
        await hub.ConnectAsync(room.Server.Url, (string)permit["hubUrl"]!, (string)permit["token"]!);
        Assert.Contains("invalid", (await hub.InvokeAsync("Join", new JsonObject { ["offerSdp"] = 5 })).Error, StringComparison.Ordinal);
        Assert.NotNull((await hub.InvokeAsync("Chat", new JsonObject { ["text"] = "before joining" })).Error);
        Assert.NotNull((await hub.InvokeAsync("NoSuchMethod", [])).Error);
        var (status, problem) = await room.Doctor.PostAsync("/api/consults", JsonValue.Create("a word"));
        AssertProblem(HttpStatusCode.BadRequest, "invalid", status, problem);
        room.Server.AssertNoExceptionLogged();
    }

    private static void AssertProblem(HttpStatusCode wanted, string code, HttpStatusCode status, JsonNode? problem)
    {
        Assert.True(wanted == status, $"{(int)status} {problem}");
        Assert.Equal(code, (string?)problem!["code"]);
        Assert.Equal($"https://telemed.invalid/problems/{code}", (string?)problem["type"]);
    }

    private async Task<long> VersionAsync()
    {
        var (_, consult) = await room.Doctor.GetAsync($"/api/consults/{room.Consult}");
        return (long)consult!["version"]!;
    }
}
