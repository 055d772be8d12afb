using System.Net;
using System.Text.Json;

namespace Telemed.Server.Tests;

/// <summary>The regulator plays one case's recording by an order that two records officers entered, and nothing else of the case.</summary>
public sealed class OrderTests : KeptRecordingTests
{
    [Fact]
    public async Task An_order_of_two_officers_opens_the_recording_to_the_regulator_until_it_is_ended()
    {
        await using var lin = await Person.SignInAsync(Server, "lin.hai");
        var path = $"/api/recordings/{Id}/video";
        Assert.Equal("not-found", await TestServer.ProblemAsync(await PlayAsync(lin, path)));
        foreach (var (who, door) in new[] { (Liu, "forbidden"), (lin, "not-found") })
        {
            Assert.Equal(door, await TestServer.ProblemAsync(await EnterAsync(who)));
        }

        var entered = await EnterAsync(Xu);
        Assert.Equal(HttpStatusCode.OK, entered.StatusCode);
        var order = Assert.Single(JsonDocument.Parse(await entered.Content.ReadAsStringAsync()).RootElement.GetProperty("orders").EnumerateArray())
            .GetProperty("id").GetString()!;
        Assert.Equal("refused", await TestServer.ProblemAsync(await OrderAsync(Xu, order, "confirm-order")));
        Assert.Equal("not-found", await TestServer.ProblemAsync(await PlayAsync(lin, path)));
        Assert.Empty((await Liu.ConsultAsync(Consult)).GetProperty("orders").EnumerateArray());

        Assert.DoesNotContain("rderEntered", (await Liu.ConsultAsync(Consult)).GetProperty("timeline").ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("rderEntered", (await Xu.ConsultAsync(Consult)).GetProperty("timeline").ToString(), StringComparison.OrdinalIgnoreCase);

        Assert.Equal(HttpStatusCode.OK, (await OrderAsync(Tang, order, "confirm-order")).StatusCode);
        var listed = Assert.Single((await lin.GetAsync("/api/orders")).EnumerateArray());
        Assert.Equal(("A court", Id), (listed.GetProperty("authority").GetString(), listed.GetProperty("recordings")[0].GetProperty("id").GetString()));
        Assert.Equal(HttpStatusCode.PartialContent, (await PlayAsync(lin, path)).StatusCode);
        Assert.Equal("regulator-order", Assert.Single(Audit("recording.play")).GetProperty("detail").GetString());
        foreach (var closed in (string[])[$"/api/consults/{Consult}", $"/api/consults/{Consult}/chat", $"/api/recordings/{Id}/export"])
        {
            Assert.Equal("not-found", await TestServer.ProblemAsync(await lin.Client.GetAsync(closed)));
        }

        Assert.Equal(HttpStatusCode.OK, (await OrderAsync(Xu, order, "end-order")).StatusCode);
        Assert.Equal("not-found", await TestServer.ProblemAsync(await PlayAsync(lin, path)));
        Assert.Empty((await lin.GetAsync("/api/orders")).EnumerateArray());
        Assert.Equal("forbidden", await TestServer.ProblemAsync(await Xu.Client.GetAsync("/api/orders")));
        Assert.Equal(
            ["enter-order", "enter-order", "enter-order", "confirm-order", "confirm-order", "end-order"],
            new[] { "enter-order", "confirm-order", "end-order" }.SelectMany(one => Audit($"post consults {one}").Select(_ => one)));
        Assert.Equal(0, Server.Faults);
    }

    private Task<HttpResponseMessage> EnterAsync(Person who) => who.PostAsync($"/api/consults/{Consult}/enter-order", new
    {
        commandId = Person.NewId(),
        authority = "A court",
        number = "17",
        reason = "a complaint",
        until = DateTimeOffset.UtcNow.AddDays(3).ToString("O"),
    });

    private Task<HttpResponseMessage> OrderAsync(Person who, string order, string step) =>
        who.PostAsync($"/api/consults/{Consult}/{step}", new { commandId = Person.NewId(), id = order });
}
