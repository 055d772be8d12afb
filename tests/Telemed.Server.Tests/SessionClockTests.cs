using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Telemed.Consults.Desk;

namespace Telemed.Server.Tests;

/// <summary>What a desk and a room hear of the clocks around a session.</summary>
public sealed class SessionClockTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private Person _liu = null!;
    private Person _zhao = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync("Telemed:Media:AbsenceMilliseconds=600000", "Telemed:Ring:PhoneBridge=0990-555-0177");
        _liu = await Person.SignInAsync(_server, Person.ClinicDoctor);
        _zhao = await Person.SignInAsync(_server, Person.Specialist);
    }

    public async ValueTask DisposeAsync()
    {
        await _liu.DisposeAsync();
        await _zhao.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task The_page_of_the_asking_house_is_asked_to_measure_and_what_it_reports_is_on_the_dispatchers_board()
    {
        await using var dispatcher = await Person.SignInAsync(_server, Person.Dispatcher);
        var board = await dispatcher.DeskAsync();
        var desk = await _liu.DeskAsync();
        var consult = await PlannedAsync();

        await FireAsync(TimeSpan.FromMinutes(11));

        var wanted = await desk.EventAsync("ProbeWanted", one => Text(one, "consultId") == consult);
        Assert.True(wanted.GetProperty("until").GetDateTimeOffset() > DateTimeOffset.UtcNow);
        var link = new { mode = "photo", upKbps = 70, downKbps = 90, lossPercent = 12.5, roundTripMs = 420, jitterMs = 60, path = "udp" };
        Assert.Equal("forbidden", await TestServer.ProblemAsync(await _zhao.PostAsync(
            $"/api/consults/{consult}/probe", new { commandId = Person.NewId(), link })));
        await _liu.DoAsync($"/api/consults/{consult}/probe", new { commandId = Person.NewId(), link });

        var seen = Assert.Single((await dispatcher.GetAsync("/api/sites/probes")).EnumerateArray());
        Assert.Equal((consult, "measured", 2), (Text(seen, "consult"), Text(seen, "outcome"), seen.GetProperty("score").GetInt32()));
        Assert.Equal(JsonSerializer.Serialize(link), JsonSerializer.Serialize(seen.GetProperty("link")));
        Assert.Equal(HttpStatusCode.Forbidden, (await _zhao.Client.GetAsync("/api/sites/probes")).StatusCode);
        Assert.DoesNotContain(board.Heard(), one => one.Name == "ProbeWanted");
    }

    [Fact]
    public async Task Everybody_in_the_room_hears_that_it_is_long_and_by_which_number_to_go_on_when_one_drops_out()
    {
        var consult = await _zhao.AcceptAsync(_liu);
        var (liuRoom, _) = await _liu.EnterAsync(consult);
        var (zhaoRoom, reply) = await _zhao.EnterAsync(consult);
        Assert.Equal("0990-555-0177", Text(reply.GetProperty("session"), "phone"));
        await liuRoom.EventAsync("SessionChanged", one => Is(one, "ranLong", false) && !IsNull(one, "startedAt"));

        await FireAsync(TimeSpan.FromMinutes(30));
        foreach (var room in (TestHub[])[liuRoom, zhaoRoom])
        {
            await room.EventAsync("SessionChanged", one => Is(one, "ranLong", true));
        }

        Assert.Equal("inSession", Text(await _liu.ConsultAsync(consult), "state"));
        liuRoom.Cut();
        await zhaoRoom.EventAsync("ConsultChanged", one => Text(one, "state") == "interrupted");
        await FireAsync(TimeSpan.FromSeconds(60));
        var offered = await zhaoRoom.EventAsync("SessionChanged", one => Is(one, "phoneOffered", true));
        Assert.True((await _liu.ConsultAsync(consult)).GetProperty("session").GetProperty("phoneOffered").GetBoolean());

        var (_, back) = await _liu.EnterAsync(consult);
        Assert.True(back.GetProperty("session").GetProperty("ranLong").GetBoolean());
        await zhaoRoom.EventAsync(
            "SessionChanged", one => Is(one, "ranLong", true) && Is(one, "phoneOffered", false) && Sequence(one) > Sequence(offered));
        Assert.Equal(0, _server.Faults);
    }

    /// <summary>An appointment of the two in seventy minutes: its first measurement is due in ten.</summary>
    private async Task<string> PlannedAsync()
    {
        var specialist = await _zhao.DeskAsync();
        await _zhao.Client.PutAsJsonAsync("/api/availability/me", new { available = true });
        var draft = JsonSerializer.SerializeToNode(Person.Draft())!;
        draft["urgency"] = "ordinary";
        var consult = Text(await _liu.DoAsync("/api/consults", draft), "id")!;
        await _liu.CommandAsync(consult, "submit");
        var ring = await specialist.EventAsync("Ring", one => Text(one.GetProperty("consult"), "id") == consult);
        await _zhao.DoAsync(
            $"/api/consults/{consult}/accept", new { commandId = Person.NewId(), offerId = Text(ring.GetProperty("offer"), "id") });
        await _liu.DoAsync($"/api/consults/{consult}/schedule", new
        {
            commandId = Person.NewId(),
            startsAt = DateTimeOffset.UtcNow.AddMinutes(70).ToString("O", CultureInfo.InvariantCulture),
        });
        return consult;
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

    private static bool Is(JsonElement happened, string field, bool value) =>
        happened.GetProperty("session").GetProperty(field).GetBoolean() == value;

    private static bool IsNull(JsonElement happened, string field) =>
        happened.GetProperty("session").GetProperty(field).ValueKind == JsonValueKind.Null;

    private static long Sequence(JsonElement one) => one.GetProperty("sequence").GetInt64();

    private static string? Text(JsonElement one, string field) => one.GetProperty(field).GetString();
}
