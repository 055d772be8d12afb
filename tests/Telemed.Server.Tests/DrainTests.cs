using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Telemed.Server.Tokens;

namespace Telemed.Server.Tests;

public sealed class DrainTests
{
    [Fact]
    public async Task A_drained_node_is_not_ready_and_opens_no_room_until_that_is_taken_back()
    {
        await using var server = await TestServer.StartAsync("Telemed:LoadRooms=true");
        await using var guo = await Person.SignInAsync(server, Person.Administrator);
        await using var liu = await Person.SignInAsync(server, Person.ClinicDoctor);

        Assert.Equal("forbidden", await TestServer.ProblemAsync(
            await liu.Client.PutAsJsonAsync("/api/operator/drain", new { draining = true })));
        var put = await guo.Client.PutAsJsonAsync("/api/operator/drain", new { draining = true });

        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        Assert.True((await guo.GetAsync("/api/operator/drain")).GetProperty("draining").GetBoolean());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await guo.Client.GetAsync("/readyz")).StatusCode);
        var refused = await PublishAsync(server, guo.Client);
        Assert.Equal("overloaded", await TestServer.ProblemAsync(refused));
        Assert.NotNull(refused.Headers.RetryAfter);

        await guo.Client.PutAsJsonAsync("/api/operator/drain", new { draining = false });
        Assert.Equal(HttpStatusCode.OK, (await guo.Client.GetAsync("/readyz")).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await PublishAsync(server, guo.Client)).StatusCode);
    }

    private static async Task<HttpResponseMessage> PublishAsync(TestServer server, HttpClient client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/whip/r1/exam") { Content = new StringContent(Offers.Device("sendonly")) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/sdp");
        request.Headers.Authorization = new(
            "Bearer", server.Get<JoinTokens>().IssueForLoad("*", JoinTicket.AnyRole, DateTimeOffset.UtcNow));
        return await client.SendAsync(request);
    }
}
