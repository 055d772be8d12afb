using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Telemed.Cli.Load;
using Telemed.Server.Tokens;
using Telemed.Server.Whip;

namespace Telemed.Server.Tests;

/// <summary>The standard doors in rooms without a consult: what RFC 9725 says of every answer, and media through both.</summary>
public sealed class WhipTests : IAsyncLifetime
{
    private const string Sdp = "application/sdp";
    private const string Fragment = "application/trickle-ice-sdpfrag";
    private const string Trickle = "a=ice-ufrag:Ufr4\r\na=ice-pwd:abcdefghijklmnopqrstuvwx\r\nm=audio 9 RTP/AVP 0\r\na=mid:0\r\n"
        + "a=candidate:1 1 udp 2122260223 192.0.2.1 61764 typ host generation 0\r\na=end-of-candidates\r\n";

    private TestServer _server = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync("Telemed:LoadRooms=true");
        _client = _server.Client();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task What_a_device_publishes_reaches_every_player_decrypted_and_whole()
    {
        var plan = new LoadPlan
        {
            Server = _server.Address,
            Rooms = 2,
            Publishers = 1,
            Viewers = 3,
            VideoBitrate = 300_000,
            JoinRate = 0,
            WarmUp = TimeSpan.Zero,
            Time = TimeSpan.FromSeconds(2), // Longer than anybody is kept waiting for the processor.
            Sample = 1,
        };
        LoadReport report;
        await using (var run = new LoadRun(plan, TextWriter.Null))
        {
            report = await run.RunAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal((8, 0, string.Empty), (report.Participants, report.Failed, report.FirstFailure));
        Assert.Equal(0, report.Broken);
        Assert.True(report.Decrypted >= 6, $"{report.Decrypted} packets were decrypted.");
        Assert.True(report.DelayMs.Count > 0, "No delay was measured.");

        // Everybody has gone, so nothing is left of the rooms.
        Assert.Equal((0, 0), (_server.Get<LoadRooms>().Count, _server.Get<WhipSessions>().Count));
        Assert.Equal(0, _server.Faults);
    }

    [Fact]
    public async Task An_accepted_offer_is_answered_with_a_session_an_entity_tag_and_one_sided_media()
    {
        var answer = await PostAsync("/whip/r1/exam", Offers.Device("sendonly"));

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal(Sdp, answer.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("/whip/r1/exam/", answer.Headers.Location?.ToString(), StringComparison.Ordinal);
        Assert.False(answer.Headers.ETag!.IsWeak);
        var sdp = await answer.Content.ReadAsStringAsync();
        Assert.Contains("a=ice-lite", sdp, StringComparison.Ordinal);
        Assert.Contains("a=candidate:", sdp, StringComparison.Ordinal);
        Assert.Equal(2, sdp.Split("a=recvonly").Length - 1);
    }

    [Fact]
    public async Task A_player_gets_the_feed_by_its_name_and_its_streams_are_named()
    {
        await PostAsync("/whip/r1/exam", Offers.Device("sendonly"));

        var answer = await PostAsync("/whep/r1/exam", Offers.Device("recvonly"));

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var sdp = await answer.Content.ReadAsStringAsync();
        Assert.Equal(2, sdp.Split("a=sendonly").Length - 1);
        Assert.Contains("a=ssrc:", sdp, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Created, (await PostAsync("/whep/r1/exam:1", Offers.Device("recvonly"))).StatusCode);
    }

    [Theory]
    [InlineData("/whip/r1/exam", Sdp, "v=0\r\nnonsense", 400, "offer-unreadable")]
    [InlineData("/whip/r1/exam", "application/json", "{}", 415, "unsupported-media-type")]
    [InlineData("/whip/r1/exam", Sdp, "recvonly", 422, "offer-unsupported")]
    [InlineData("/whep/r1/exam", Sdp, "sendonly", 422, "offer-unsupported")]
    [InlineData("/whip/r1/exam", Sdp, "two cameras", 422, "offer-unsupported")]
    [InlineData("/whep/r1/nobody", Sdp, "recvonly", 404, "no-such-publication")]
    public async Task A_faulty_offer_is_refused_as_the_standard_says(string path, string type, string body, int status, string code)
    {
        var text = body switch
        {
            "recvonly" or "sendonly" => Offers.Device(body),
            "two cameras" => Offers.Of([("video", "sendonly"), ("video", "sendonly")]),
            _ => body,
        };

        var answer = await PostAsync(path, text, type);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(code, await TestServer.ProblemAsync(answer));
    }

    [Fact]
    public async Task A_token_opens_its_own_room_in_its_own_role_and_nothing_without_one()
    {
        var offer = Offers.Device("sendonly");

        Assert.Equal("token-invalid", await CodeAsync(401, await SendAsync(HttpMethod.Post, "/whip/r1/exam", null, offer, Sdp)));
        Assert.Equal("token-invalid", await CodeAsync(401, await PostAsync("/whip/r1/exam", offer, token: "nonsense")));
        Assert.Equal("token-other-room", await CodeAsync(401, await PostAsync("/whip/r1/exam", offer, token: Token("r2"))));
        Assert.Equal("forbidden", await CodeAsync(403, await PostAsync("/whip/r1/exam", offer, token: Token("r1", JoinTicket.ViewerRole))));
        Assert.Equal(HttpStatusCode.Created, (await PostAsync("/whip/r1/exam", offer, token: Token("r1", JoinTicket.PublisherRole))).StatusCode);
        Assert.Equal("forbidden", await CodeAsync(
            403, await PostAsync("/whep/r1/exam", Offers.Device("recvonly"), token: Token("r1", JoinTicket.PublisherRole))));
    }

    [Fact]
    public async Task A_feed_that_is_sent_already_is_refused()
    {
        await PostAsync("/whip/r1/exam", Offers.Device("sendonly"));

        Assert.Equal("feed-taken", await CodeAsync(409, await PostAsync("/whip/r1/exam", Offers.Device("sendonly"))));
        Assert.Equal(HttpStatusCode.Created, (await PostAsync("/whip/r1/endoscope", Offers.Device("sendonly"))).StatusCode);
    }

    [Fact]
    public async Task Only_the_token_that_opened_a_session_ends_it_and_then_it_is_gone()
    {
        var token = Token("*");
        var session = Session(await PostAsync("/whip/r1/exam", Offers.Device("sendonly"), token: token));

        Assert.Equal("not-found", await CodeAsync(404, await SendAsync(HttpMethod.Delete, session, Token("*"))));
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Delete, session, token)).StatusCode);
        Assert.Equal("not-found", await CodeAsync(404, await SendAsync(HttpMethod.Delete, session, token)));
        Assert.Equal(HttpStatusCode.Created, (await PostAsync("/whip/r1/exam", Offers.Device("sendonly"))).StatusCode);
    }

    [Fact]
    public async Task Candidates_are_taken_for_the_present_ICE_session_only()
    {
        var token = Token("*");
        var opened = await PostAsync("/whip/r1/exam", Offers.Device("sendonly"), token: token);
        var (session, tag) = (Session(opened), opened.Headers.ETag!.Tag);

        Assert.Equal("precondition-required", await CodeAsync(428, await PatchAsync(session, token, Trickle, null)));
        Assert.Equal("precondition-failed", await CodeAsync(412, await PatchAsync(session, token, Trickle, "\"another\"")));
        Assert.Equal("invalid", await CodeAsync(400, await PatchAsync(session, token, "nonsense", tag)));
        Assert.Equal("unsupported-media-type", await CodeAsync(415, await PatchAsync(session, token, Trickle, tag, Sdp)));
        var taken = await PatchAsync(session, token, Trickle, tag);
        Assert.Equal(HttpStatusCode.NoContent, taken.StatusCode);
        Assert.Null(taken.Headers.ETag);
    }

    [Fact]
    public async Task An_ICE_restart_gives_new_credentials_and_a_new_entity_tag()
    {
        var token = Token("*");
        var opened = await PostAsync("/whip/r1/exam", Offers.Device("sendonly"), token: token);
        var (session, tag) = (Session(opened), opened.Headers.ETag!.Tag);
        const string Renewed = "a=ice-ufrag:ysXw\r\na=ice-pwd:vw5LmwG4y/e6dPP/zAP9Gp5k\r\n";

        var restarted = await PatchAsync(session, token, Renewed, "*");

        Assert.Equal(HttpStatusCode.OK, restarted.StatusCode);
        Assert.Equal(Fragment, restarted.Content.Headers.ContentType?.MediaType);
        Assert.NotEqual(tag, restarted.Headers.ETag!.Tag);
        var before = Line(await opened.Content.ReadAsStringAsync(), "a=ice-ufrag:");
        var fragment = await restarted.Content.ReadAsStringAsync();
        Assert.NotEqual(before, Line(fragment, "a=ice-ufrag:"));
        Assert.Contains("a=candidate:", fragment, StringComparison.Ordinal);

        // The old session's candidates are late; the present one's are not; the same restart again is none.
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await PatchAsync(session, token, Trickle, tag)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await PatchAsync(session, token, Renewed, restarted.Headers.ETag.Tag)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await PatchAsync(session, token, Renewed, "*")).StatusCode);
    }

    [Fact]
    public async Task The_endpoint_says_what_it_takes_and_keeps_other_methods_for_later()
    {
        var options = await SendAsync(HttpMethod.Options, "/whip/r1/exam", null);
        Assert.Equal(HttpStatusCode.OK, options.StatusCode);
        Assert.Equal(Sdp, options.Headers.GetValues("Accept-Post").Single());

        foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Put, HttpMethod.Delete])
        {
            Assert.Equal(HttpStatusCode.MethodNotAllowed, (await SendAsync(method, "/whip/r1/exam", Token("*"))).StatusCode);
        }
    }

    [Fact]
    public async Task TURN_servers_are_named_in_links_with_credentials_that_end()
    {
        await using var server = await TestServer.StartAsync(
            "Telemed:LoadRooms=true", "Telemed:Turn:Urls=turn:turn.example:3478?transport=udp", "Telemed:Turn:Secret=0123456789abcdef");
        using var client = server.Client();
        client.DefaultRequestHeaders.Authorization = new(
            "Bearer", server.Get<JoinTokens>().IssueForLoad("*", JoinTicket.AnyRole, DateTimeOffset.UtcNow));
        using var content = new StringContent(Offers.Device("sendonly"));
        content.Headers.ContentType = new(Sdp);

        var link = (await client.PostAsync("/whip/r1/exam", content)).Headers.GetValues("Link").Single();

        Assert.StartsWith("<turn:turn.example:3478?transport=udp>; rel=\"ice-server\"; username=\"", link, StringComparison.Ordinal);
        Assert.EndsWith("; credential-type=\"password\"", link, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_load_token_is_accepted_by_the_hub_many_times()
    {
        var token = Token("r1");
        await PostAsync("/whip/r1/exam", Offers.Device("sendonly"), token: token);
        for (var i = 0; i < 2; i++)
        {
            await using var hub = await TestHub.ConnectAsync(
                _server.WebSocketAddress($"/hubs/consult?room=r1&access_token={token}"));
            var reply = await hub.CallAsync("Join", new { messageId = "m1", offerSdp = Offers.Browser(), device = "test" });
            Assert.Contains(
                reply.GetProperty("publications").EnumerateArray(), one => one.GetProperty("feed").GetString() == "exam");
        }
    }

    [Fact]
    public async Task Load_rooms_are_for_callers_on_this_machine_that_no_proxy_passes_on()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/whip/r1/exam") { Content = new StringContent(Offers.Device("sendonly")) };
        request.Content.Headers.ContentType = new(Sdp);
        request.Headers.Authorization = new("Bearer", Token("*"));
        request.Headers.Add("X-Forwarded-For", "192.0.2.7");

        Assert.Equal("token-invalid", await CodeAsync(401, await _client.SendAsync(request)));
    }

    [Fact]
    public async Task Where_load_rooms_are_off_a_load_token_is_refused_and_none_is_given()
    {
        await using var server = await TestServer.StartOnAsync(null);
        using var client = server.Client();
        var token = server.Get<JoinTokens>().IssueForLoad("*", JoinTicket.AnyRole, DateTimeOffset.UtcNow);
        using var content = new StringContent(Offers.Device("sendonly"));
        content.Headers.ContentType = new(Sdp);
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);

        var answer = await client.PostAsync("/whip/r1/exam", content);

        Assert.Equal("token-invalid", await CodeAsync(401, answer));
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/api/load/usage")).StatusCode);
    }

    private static async Task<string> CodeAsync(int status, HttpResponseMessage answer)
    {
        Assert.Equal(status, (int)answer.StatusCode);
        return await TestServer.ProblemAsync(answer);
    }

    private static string Session(HttpResponseMessage opened) => opened.Headers.Location!.ToString();

    private static string Line(string sdp, string name) => sdp.Split("\r\n").First(line => line.StartsWith(name, StringComparison.Ordinal));

    private string Token(string room, string role = JoinTicket.AnyRole) =>
        _server.Get<JoinTokens>().IssueForLoad(room, role, DateTimeOffset.UtcNow);

    private Task<HttpResponseMessage> PostAsync(string path, string body, string type = Sdp, string? token = null) =>
        SendAsync(HttpMethod.Post, path, token ?? Token("*"), body, type);

    private Task<HttpResponseMessage> PatchAsync(string path, string token, string body, string? tag, string type = Fragment) =>
        SendAsync(HttpMethod.Patch, path, token, body, type, tag);

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, string? token, string? body = null, string? type = null, string? tag = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(type!);
        }

        if (token is not null)
        {
            request.Headers.Authorization = new("Bearer", token);
        }

        if (tag is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", tag);
        }

        return await _client.SendAsync(request);
    }
}
