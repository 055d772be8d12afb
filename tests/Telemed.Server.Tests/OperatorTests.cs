using System.Globalization;
using System.Net;
using System.Text.Json;
using Telemed.Consults.Operations;
using Telemed.Server.Operator;

namespace Telemed.Server.Tests;

/// <summary>What an operator sees of a case that is under way: how it is doing, and nothing of whom it is about.</summary>
public sealed class OperatorTests : AcceptedCase
{
    private const string Site = "clinic-east";

    private Person _guo = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _guo = await Person.SignInAsync(Server, Person.Administrator);
    }

    public override async ValueTask DisposeAsync()
    {
        await _guo.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task What_is_measured_of_a_sites_link_is_its_state_its_alarm_and_its_history()
    {
        Measure(new(31.25, 640, 8.5, 0));
        await RoundAsync();

        var overview = await _guo.GetAsync("/api/operator/overview");
        var site = SiteOf(overview);
        Assert.Equal("unreachable", site.GetProperty("state").GetString());
        Assert.Equal(1, site.GetProperty("inRooms").GetInt32());
        Assert.Equal(31.2, site.GetProperty("link").GetProperty("lossPercent").GetDouble());
        Assert.Equal("silent", SiteOf(overview, "clinic-west").GetProperty("state").GetString());
        var alarm = Assert.Single(
            overview.GetProperty("alarms").EnumerateArray(), one => one.GetProperty("kind").GetString() == "siteUnreachable");
        Assert.Equal((Site, "critical"), (alarm.GetProperty("subject").GetString(), alarm.GetProperty("severity").GetString()));
        Assert.Equal("Donggou Township Health Centre", alarm.GetProperty("subjectName").GetProperty("en").GetString());

        var history = await _guo.GetAsync($"/api/operator/sites/{Site}/history");
        Assert.Equal("hour", history.GetProperty("grain").GetString());
        var row = Assert.Single(history.GetProperty("rows").EnumerateArray());
        Assert.Equal(0, row.GetProperty("scoreLow").GetInt32());
        Assert.Equal(100, row.GetProperty("lossP95").GetDouble());
        Assert.Equal("day", (await _guo.GetAsync($"/api/operator/sites/{Site}/history?from={Days(-90)}")).GetProperty("grain").GetString());
        Assert.Equal(0, Server.Faults);
    }

    [Fact]
    public async Task A_room_counts_the_links_of_a_sites_people_for_their_site()
    {
        var (hub, _) = await Liu.EnterAsync(Consult);
        Server.Get<Rooms.RoomDirectory>().Find(new(Consult))!.Happened(new Media.MediaEvent.LinkQuality(
            Consult, Liu.Id, 88, 640, 8.5, 61, 48, ByTcp: false, Score: 1));
        await hub.EventAsync("LinkQuality", one => one.GetProperty("upKbps").GetInt32() == 61);
        await RoundAsync();

        var now = Server.Get<TimeProvider>().GetUtcNow();
        var hours = await Server.Get<IOperationsStore>().ListSpansAsync(
            new(Site), LinkGrain.Hour, now.AddHours(-3), now.AddHours(1), TestContext.Current.CancellationToken);
        Assert.Equal(1, hours.Sum(one => one.Links.Loss.Counts[^1]));
    }

    [Fact]
    public void What_could_not_be_stored_is_counted_again_the_next_time()
    {
        var links = new SiteLinks();
        var now = DateTimeOffset.UnixEpoch;
        links.Note(new(Site), "r", "p", new(1, 90, 5, 4), now);
        var taken = links.Take();
        links.Note(new(Site), "r", "p", new(1, 90, 5, 4), now.AddSeconds(2));
        links.Return(taken);

        Assert.Equal(2, Assert.Single(links.Take()).Links.Score.Number);
        Assert.Empty(links.Take());
        Assert.Equal(1, Assert.Single(links.Look("n", now.AddSeconds(4))).People);
        Assert.Empty(links.Look("n", now.AddSeconds(13)));
    }

    [Fact]
    public async Task A_history_comes_as_a_table_that_a_spreadsheet_opens()
    {
        Measure(new(1.5, 80, 3, 4));
        await RoundAsync();

        var answer = await _guo.Client.GetAsync($"/api/operator/sites/{Site}/history.csv");
        Assert.Equal("text/csv", answer.Content.Headers.ContentType?.MediaType);
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        var lines = (await answer.Content.ReadAsStringAsync()).TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Equal(
            "start,looks,score,scoreMedian,scoreLow,lossPercent,lossP50,lossP95,tripMs,tripP50,tripP95,jitterMs,jitterP50,jitterP95", lines[0]);
        Assert.Equal(14, lines[1].Split(',').Length);
    }

    [Fact]
    public async Task An_alarm_is_taken_on_by_a_name_with_a_note_and_clears_when_its_cause_is_gone()
    {
        var store = Server.Get<IOperationsStore>();
        var now = Server.Get<TimeProvider>().GetUtcNow();
        await store.SettleAlarmsAsync([new(AlarmKind.NodeLost, "node-7", AlarmSeverity.Critical, 4)], now);
        var id = Assert.Single(
            (await _guo.GetAsync("/api/operator/alarms")).EnumerateArray(), one => one.GetProperty("subject").GetString() == "node-7")
            .GetProperty("id").GetString();

        var taken = await _guo.DoAsync($"/api/operator/alarms/{id}/acknowledge", new { note = "rack 3 is being rewired" });
        Assert.Equal("Guo Bin", taken.GetProperty("acknowledgedBy").GetProperty("en").GetString());
        Assert.Equal("rack 3 is being rewired", taken.GetProperty("note").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await _guo.PostAsync("/api/operator/alarms/none/acknowledge", new { })).StatusCode);
        Assert.Equal("invalid", await TestServer.ProblemAsync(
            await _guo.PostAsync($"/api/operator/alarms/{id}/acknowledge", new { note = new string('x', 201) })));
        Assert.Equal("forbidden", await TestServer.ProblemAsync(await Liu.PostAsync($"/api/operator/alarms/{id}/acknowledge", new { })));

        await RoundAsync();
        var cleared = Assert.Single((await _guo.GetAsync("/api/operator/alarms")).EnumerateArray(), one => one.GetProperty("id").GetString() == id);
        Assert.Equal(JsonValueKind.String, cleared.GetProperty("clearedAt").ValueKind);
        Assert.DoesNotContain(id!, (await _guo.GetAsync("/api/operator/overview")).GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_machine_the_rings_and_the_recordings_are_told_without_a_name_or_a_case()
    {
        await RoundAsync();
        var overview = await _guo.GetAsync("/api/operator/overview");
        var node = Assert.Single(overview.GetProperty("nodes").EnumerateArray());
        Assert.InRange(node.GetProperty("percentFull").GetInt32(), 0, 100);
        Assert.InRange(node.GetProperty("clockSkewMs").GetInt32(), -1_000, 1_000);
        var ring = Assert.Single(overview.GetProperty("rings").EnumerateArray());
        Assert.Equal(1, ring.GetProperty("accepted").GetInt32());
        Assert.Equal(JsonValueKind.Number, ring.GetProperty("medianSeconds").ValueKind);
        Assert.Equal(0, overview.GetProperty("recordings").GetProperty("failed").GetInt32());
        var text = overview.GetRawText();
        Assert.All(Secrets.All, secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
        Assert.DoesNotContain(Consult, text, StringComparison.Ordinal);
        Assert.DoesNotContain(Liu.Id, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_span_that_is_none_or_too_long_is_refused_and_an_unknown_site_is_not_found()
    {
        foreach (var query in (string[])[$"from={Days(1)}", $"from={Days(-401)}", $"from={Days(-1)}&until={Days(-2)}"])
        {
            Assert.Equal("invalid", await TestServer.ProblemAsync(await _guo.Client.GetAsync($"/api/operator/sites/{Site}/history?{query}")));
        }

        Assert.Equal("not-found", await TestServer.ProblemAsync(await _guo.Client.GetAsync("/api/operator/sites/nowhere/history")));
    }

    [Fact]
    public async Task The_feed_of_counts_holds_whole_days_alone_under_a_stable_name()
    {
        await using var lin = await Person.SignInAsync(Server, "lin.hai");
        var feed = await lin.GetAsync("/api/counts/days");
        Assert.Equal("telemed-counts-1", feed.GetProperty("format").GetString());
        Assert.Equal(DateOnly.FromDateTime(DateTime.UtcNow.AddHours(8)), DateOnly.Parse(feed.GetProperty("until").GetString()!, CultureInfo.InvariantCulture));
        Assert.Empty(feed.GetProperty("rows").EnumerateArray());
        Assert.Equal("invalid", await TestServer.ProblemAsync(await lin.Client.GetAsync("/api/counts/days?from=2020-01-01")));
        Assert.Equal(
            "\uFEFFday,institution,service,lane,state,count\r\n",
            System.Text.Encoding.UTF8.GetString(await lin.Client.GetByteArrayAsync("/api/counts/days.csv")));
    }

    /// <summary>As a room of this node would; nobody of the site is in a room, so that nothing else is measured.</summary>
    private void Measure(LinkSample sample) => Server.Get<SiteLinks>().Note(
        new(Site), "room-x", "person-x", sample, Server.Get<TimeProvider>().GetUtcNow());

    private Task RoundAsync() => Server.Get<IEnumerable<Microsoft.Extensions.Hosting.IHostedService>>()
        .OfType<OperationsWatch>().Single().RoundAsync(TestContext.Current.CancellationToken);

    private static JsonElement SiteOf(JsonElement overview, string id = Site) =>
        overview.GetProperty("sites").EnumerateArray().Single(one => one.GetProperty("id").GetString() == id);

    private static string Days(int days) => Uri.EscapeDataString(DateTimeOffset.UtcNow.AddDays(days).ToString("O", CultureInfo.InvariantCulture));
}
