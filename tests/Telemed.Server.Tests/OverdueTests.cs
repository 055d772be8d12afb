using System.Text.Json;
using Telemed.Consults.Desk;

namespace Telemed.Server.Tests;

/// <summary>What the desks hear of a request that waits longer than it should.</summary>
public sealed class OverdueTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private Person _liu = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync("Telemed:Clocks:UrgentReplyMinutes=7");
        _liu = await Person.SignInAsync(_server, Person.ClinicDoctor);
    }

    public async ValueTask DisposeAsync()
    {
        await _liu.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task The_dispatcher_and_the_asking_doctor_are_told_once_and_find_the_mark_in_their_lists()
    {
        await using var dispatcher = await Person.SignInAsync(_server, Person.Dispatcher);
        await using var stranger = await Person.SignInAsync(_server, Person.OtherClinicDoctor);
        var strange = await stranger.DeskAsync();
        var draft = JsonSerializer.SerializeToNode(Person.Draft())!;
        draft["urgency"] = "urgent";
        var consult = Text(await _liu.DoAsync("/api/consults", draft), "id");
        await _liu.CommandAsync(consult, "submit");
        TestHub[] desks = [await dispatcher.DeskAsync(), await _liu.DeskAsync()];

        await FireAsync(TimeSpan.FromMinutes(6.9));
        var before = await _liu.ConsultAsync(consult);
        Assert.Equal("unstaffed", Text(before, "state"));
        Assert.Empty(Overdue(before));
        await FireAsync(TimeSpan.FromMinutes(7));
        await FireAsync(TimeSpan.FromMinutes(8));

        foreach (var desk in desks)
        {
            await desk.EventAsync(
                "QueueChanged", one => Text(one, "consultId") == consult && Version(one) == Version(before) + 1);
        }

        var after = await _liu.ConsultAsync(consult);
        Assert.Equal(("unstaffed", Version(before) + 1), (Text(after, "state"), Version(after)));

        foreach (var (who, view) in ((Person, string)[])[(dispatcher, "queue"), (_liu, "mine")])
        {
            var row = Assert.Single(
                (await who.GetAsync($"/api/consults?view={view}")).EnumerateArray(), one => Text(one, "id") == consult);
            Assert.Equal(["reply"], Overdue(row));
        }

        var timeline = after.GetProperty("timeline").EnumerateArray();
        Assert.Equal(JsonValueKind.Null, Assert.Single(timeline, one => Text(one, "code") == "overdueReply").GetProperty("actor").ValueKind);
        Assert.DoesNotContain(strange.Heard(), one => one.Name == "QueueChanged");
        Assert.Equal(0, _server.Faults);
    }

    /// <summary>Fires what is due by then, as often as there is anything.</summary>
    private async Task FireAsync(TimeSpan later)
    {
        var clocks = _server.Get<DueClocks>();
        var then = DateTimeOffset.UtcNow + later;
        while ((await clocks.FireAsync(then, TestContext.Current.CancellationToken)).Count > 0)
        {
            await clocks.SettleAsync();
        }
    }

    private static IEnumerable<string?> Overdue(JsonElement row) =>
        row.GetProperty("overdue").EnumerateArray().Select(one => one.GetString());

    private static int Version(JsonElement one) => one.GetProperty("version").GetInt32();

    private static string Text(JsonElement one, string field) => one.GetProperty(field).GetString()!;
}
