using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Telemed.Consults.Consults;
using Telemed.Consults.Desk;
using Telemed.Consults.Nodes;
using Telemed.Consults.Recordings;
using Telemed.Consults.Stores;
using Telemed.Server.Nodes;
using Telemed.TestKit.Postgres;

namespace Telemed.Server.Tests;

/// <summary>Two nodes of one region: who asks one of them is served by whichever runs the room.</summary>
public sealed class RegionTests(PostgresFixture postgres) : IAsyncLifetime
{
    private TestRegion _region = null!;
    private TestServer _east = null!;
    private TestServer _west = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _region = await TestRegion.StartAsync(postgres);
        _east = await _region.NodeAsync("east");
        _west = await _region.NodeAsync("west");
    }

    public ValueTask DisposeAsync() => _region.DisposeAsync();

    [Fact]
    public async Task Whoever_asks_any_node_is_sent_to_the_one_that_runs_the_room_and_let_in_there_alone()
    {
        await using var liu = await Person.SignInAsync(_east, Person.ClinicDoctor);
        await using var zhao = await Person.SignInAsync(_west, Person.Specialist);
        var consult = await zhao.AcceptAsync(liu);
        var (liuRoom, reply) = await liu.EnterAsync(consult);
        var runs = await RunsAsync(consult);

        await using var there = zhao.At(runs == "east" ? _west : _east); // Asks the node that does not run it.
        var (token, hub) = await there.TokenAsync(consult);
        Assert.Equal(runs == "east" ? _east.Address.Port : _west.Address.Port, hub.Port);
        var astray = await TestHub.ConnectAsync(there.HubAddress($"/hubs/consult?room={consult}", token));
        Assert.Equal("room-elsewhere", await astray.RefusalAsync(
            "Join", new { messageId = Person.NewId(), offerSdp = Offers.Browser(), device = "test" }));
        await astray.DisposeAsync();

        await there.EnterAsync(consult);
        await liuRoom.EventAsync("ParticipantJoined");
        Assert.Equal(1, reply.GetProperty("participants").GetArrayLength());
        Assert.Equal(ConsultStatus.InSession, await StatusAsync(consult));
    }

    [Fact]
    public async Task Who_signs_in_at_one_node_is_signed_in_at_the_other_and_signed_out_there_too()
    {
        await using var liu = await Person.SignInAsync(_east, Person.ClinicDoctor);
        await using var there = liu.At(_west);
        Assert.Equal(liu.Id, (await there.GetAsync("/api/me")).GetProperty("id").GetString());

        await liu.Client.DeleteAsync("/api/session", Cancel);

        await Wait.UntilAsync(async () => (await there.Client.GetAsync("/api/me")).StatusCode == HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_specialist_at_the_desk_of_one_node_is_rung_for_what_is_asked_at_another()
    {
        await using var zhao = await Person.SignInAsync(_west, Person.Specialist);
        await using var liu = await Person.SignInAsync(_east, Person.ClinicDoctor);

        Assert.NotEmpty(await zhao.AcceptAsync(liu)); // Waits for the ring.
    }

    [Fact]
    public async Task A_node_that_stops_hands_its_room_over_and_the_session_and_its_recording_go_on()
    {
        await using var recorded = await RecordedCase.StartAsync(_east);
        var (from, to) = await RunsAsync(recorded.Consult) == "east" ? (_east, _west) : (_west, _east);

        var ending = ((NodeLifetime)from.Get<IHostLifetime>()).EndAsync();
        await Task.WhenAll(recorded.Rooms.Select(room => room.EventAsync("Moved")));
        await using var liu = recorded.Liu.At(to);
        await using var zhao = recorded.Zhao.At(to);
        var replies = await Task.WhenAll(liu.EnterAsync(recorded.Consult), zhao.EnterAsync(recorded.Consult));
        recorded.Rooms[0].Cut();
        recorded.Rooms[1].Cut();
        await ending; // It waited for nothing but its people.

        await Wait.UntilAsync(async () => (await LifeAsync(to, recorded.Recording)) is { Status: RecordingStatus.On, Epoch: 2 });
        Assert.All(replies, one => Assert.True(one.Reply.GetProperty("sequence").GetInt64() >= 1_000_000_000));
        Assert.Equal(ConsultStatus.InSession, await StatusAsync(recorded.Consult));
        Assert.DoesNotContain(
            recorded.Rooms.Concat(replies.Select(one => one.Hub)).SelectMany(hub => hub.Heard()),
            one => one.Name == "ConsultChanged" && one.Argument.GetProperty("state").GetString() == "interrupted");
        await zhao.CommandAsync(recorded.Consult, "end");
        await Wait.UntilAsync(async () => (await LifeAsync(to, recorded.Recording)).Status == RecordingStatus.Sealed);
        var segments = (await zhao.GetAsync($"/api/recordings/{recorded.Recording}/manifest")).GetProperty("segments");
        Assert.Equal(2, segments.EnumerateArray().Select(one => one.GetProperty("path").GetString()).Distinct().Count());
    }

    [Fact]
    public async Task What_was_written_goes_over_with_the_room_and_between_the_two_everybody_reads_the_same()
    {
        await using var liu = await Person.SignInAsync(_east, Person.ClinicDoctor);
        await using var zhao = await Person.SignInAsync(_east, Person.Specialist);
        var consult = await zhao.AcceptAsync(liu);
        var (liuRoom, _) = await liu.EnterAsync(consult);
        var (zhaoRoom, _) = await zhao.EnterAsync(consult);
        var (from, to) = await RunsAsync(consult) == "east" ? (_east, _west) : (_west, _east);
        var first = new { messageId = Person.NewId(), text = "before" };
        await liuRoom.CallAsync("Chat", first);

        var ending = ((NodeLifetime)from.Get<IHostLifetime>()).EndAsync();
        await Task.WhenAll(liuRoom.EventAsync("Moved"), zhaoRoom.EventAsync("Moved"));
        await using var liuThere = liu.At(to);
        var (over, reply) = await liuThere.EnterAsync(consult);
        Assert.Equal(["before"], Texts(reply));

        // She is over, he is not yet: what either writes reaches the other by the case.
        await zhaoRoom.CallAsync("Chat", new { messageId = Person.NewId(), text = "from the old room" });
        await over.EventAsync("Chat", one => Text(one) == "from the old room");
        await over.CallAsync("Chat", new { messageId = Person.NewId(), text = "from the new room" });
        await zhaoRoom.EventAsync("Chat", one => Text(one) == "from the new room");
        await over.CallAsync("Chat", first); // Sent again, for its answer was lost with the old room.

        await using var zhaoThere = zhao.At(to);
        var (_, later) = await zhaoThere.EnterAsync(consult);
        Assert.Equal(["before", "from the old room", "from the new room"], Texts(later));
        Assert.Equal(["from the new room"], over.Heard().Where(one => one.Name == "Chat").Select(one => Text(one.Argument)));
        liuRoom.Cut();
        zhaoRoom.Cut();
        await ending;

        static string? Text(JsonElement chat) => chat.GetProperty("line").GetProperty("text").GetString();

        static List<string?> Texts(JsonElement reply) =>
            [.. reply.GetProperty("chat").EnumerateArray().Select(line => line.GetProperty("text").GetString())];
    }

    [Fact]
    public async Task A_guest_and_an_interpreter_read_what_was_written_while_they_went_over_with_the_room()
    {
        await using var liu = await Person.SignInAsync(_east, Person.ClinicDoctor);
        await using var zhao = await Person.SignInAsync(_east, Person.Specialist);
        await using var mai = await Person.SignInAsync(_east, Person.Interpreter);
        var consult = await zhao.AcceptAsync(liu);
        await using var patient = await Person.ByLinkAsync(_east, await liu.LinkAsync(consult));
        await liu.DoAsync($"/api/consults/{consult}/interpreter", new { commandId = Person.NewId(), language = "ug" });
        await mai.DoAsync($"/api/consults/{consult}/answer-interpreting", new { commandId = Person.NewId(), accepted = true });
        var (liuRoom, _) = await liu.EnterAsync(consult);
        await liuRoom.CallAsync("Chat", new { messageId = Person.NewId(), text = "before they came" });
        var rooms = new[] { liuRoom, (await patient.EnterAsync(consult)).Hub, (await mai.EnterAsync(consult)).Hub };
        var (from, to) = await RunsAsync(consult) == "east" ? (_east, _west) : (_west, _east);
        await liuRoom.CallAsync("Chat", new { messageId = Person.NewId(), text = "in the old room" });

        var ending = ((NodeLifetime)from.Get<IHostLifetime>()).EndAsync();
        await Task.WhenAll(rooms.Select(room => room.EventAsync("Moved")));
        rooms[1].Cut();
        rooms[2].Cut();
        await using var liuThere = liu.At(to);
        await (await liuThere.EnterAsync(consult)).Hub.CallAsync(
            "Chat", new { messageId = Person.NewId(), text = "while they went over" });

        foreach (var who in (Person[])[patient, mai])
        {
            await using var there = who.At(to);
            var (_, reply) = await there.EnterAsync(consult);
            Assert.Equal(
                ["in the old room", "while they went over"],
                reply.GetProperty("chat").EnumerateArray().Select(line => line.GetProperty("text").GetString()));
        }

        rooms[0].Cut();
        await ending;
    }

    [Fact]
    public async Task Who_looked_on_and_was_removed_is_not_let_in_by_the_node_to_which_the_room_went()
    {
        await using var liu = await Person.SignInAsync(_east, Person.ClinicDoctor);
        await using var zhao = await Person.SignInAsync(_east, Person.Specialist);
        await using var ding = await Person.SignInAsync(_east, Person.Trainee);
        var consult = await zhao.AcceptAsync(liu);
        await liu.ConsentForPatientAsync(consult, "teaching");
        await liu.TeachAsync(consult);
        var (liuRoom, _) = await liu.EnterAsync(consult);
        var (dingRoom, _) = await ding.EnterAsync(consult, offerSdp: Offers.Viewer());
        await liuRoom.CallAsync("Remove", new { messageId = Person.NewId(), participant = ding.Id });
        Assert.Equal("removed", (await dingRoom.EventAsync("Ended")).GetProperty("reason").GetString());
        var (from, to) = await RunsAsync(consult) == "east" ? (_east, _west) : (_west, _east);

        var ending = ((NodeLifetime)from.Get<IHostLifetime>()).EndAsync();
        await liuRoom.EventAsync("Moved");
        await using var liuThere = liu.At(to);
        var (over, _) = await liuThere.EnterAsync(consult);
        liuRoom.Cut();
        await ending;

        await using var dingThere = ding.At(to);
        Assert.Equal("not-found", await TestServer.ProblemAsync(await dingThere.PostAsync($"/api/consults/{consult}/join", new { })));
        await liuThere.TeachAsync(consult, open: false);
        var anew = await liuThere.TeachAsync(consult);
        await over.EventAsync("ConsultChanged", one => one.GetProperty("version").GetInt64() == anew.GetProperty("version").GetInt64());
        await dingThere.EnterAsync(consult, offerSdp: Offers.Viewer());
    }

    [Fact]
    public async Task A_recording_is_marked_and_ended_from_a_node_that_does_not_run_its_room()
    {
        await using var recorded = await RecordedCase.StartAsync(_east);
        var other = await RunsAsync(recorded.Consult) == "east" ? _west : _east;
        await using var zhao = recorded.Zhao.At(other);

        await zhao.DoAsync($"/api/consults/{recorded.Consult}/recording/mark", new { commandId = Person.NewId(), label = "from afar" });
        await zhao.DoAsync($"/api/consults/{recorded.Consult}/recording/stop", new { commandId = Person.NewId() });

        await Wait.UntilAsync(async () => (await LifeAsync(other, recorded.Recording)).Status == RecordingStatus.Sealed);
        var chapters = (await zhao.GetAsync($"/api/recordings/{recorded.Recording}")).GetProperty("chapters");
        Assert.Contains(chapters.EnumerateArray(), one => one.GetProperty("title").GetString()!.Contains("from afar", StringComparison.Ordinal));
        Assert.Equal(1, (await LifeAsync(other, recorded.Recording)).Epoch);
    }

    [Fact]
    public async Task A_node_that_keeps_its_recordings_elsewhere_does_not_start()
    {
        var elsewhere = Directory.CreateTempSubdirectory("telemed-else-").FullName;
        try
        {
            var refused = await Assert.ThrowsAsync<NodeConflictException>(
                () => _region.NodeAsync("lost", $"Telemed:Recording:Directory={elsewhere}"));
            Assert.Contains("Telemed:Recording:Directory", refused.Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(elsewhere, recursive: true);
        }
    }

    [Fact]
    public async Task Of_two_processes_of_one_name_the_earlier_gives_up_its_rooms_and_stops()
    {
        await using var liu = await Person.SignInAsync(_east, Person.ClinicDoctor);
        await using var zhao = await Person.SignInAsync(_east, Person.Specialist);
        var consult = await zhao.AcceptAsync(liu);
        var (room, _) = await liu.EnterAsync(consult);
        var name = await RunsAsync(consult);
        var runs = name == "east" ? _east : _west;

        var known = (await _east.Get<INodeStore>().ListAsync(Cancel)).Single(row => row.Node.Name == name).Node;
        await _east.Get<INodeStore>().RegisterAsync(known with { Instance = "another" }, Cancel);

        await room.EventAsync("Moved");
        await Wait.UntilAsync(() => Task.FromResult(runs.Get<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested));
    }

    [Fact]
    public async Task A_room_that_was_handed_over_and_to_which_nobody_comes_is_no_session_any_more()
    {
        await using var recorded = await RecordedCase.StartAsync(_east);
        var consult = recorded.Consult;
        var from = await RunsAsync(consult);
        var place = (await _east.Get<INodeStore>().FindRoomAsync(new(consult), Cancel))!;

        Assert.True(await _east.Get<INodeStore>().HandOverAsync(
            new(consult), from, place.Epoch, from == "east" ? "west" : "east", Cancel));
        await Task.WhenAll(recorded.Rooms.Select(room => room.EventAsync("Moved")));

        await Wait.UntilAsync(async () => await StatusAsync(consult) == ConsultStatus.Interrupted);
        await Wait.UntilAsync(async () => await _east.Get<INodeStore>().FindRoomAsync(new(consult), Cancel) is null);

        // Nobody was there to be recorded: it waits for those who come back to the consult.
        Assert.True(await LifeAsync(_east, recorded.Recording) is { Epoch: 1, Status: RecordingStatus.On });
    }

    [Fact]
    public async Task A_node_without_an_address_of_its_own_does_not_start_beside_others()
    {
        var refused = await Assert.ThrowsAsync<NodeConflictException>(
            () => _region.NodeAsync("lost", "Telemed:Node:PublicUrl="));
        Assert.Contains("Telemed:Node:PublicUrl", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_any_node_may_speak_with_all_and_a_foreign_one_with_none()
    {
        await Wait.UntilAsync(() => Task.FromResult(_east.Get<NodeLease>().Nodes.Count == 2));
        using var client = _east.Client();
        var page = await client.GetAsync("/", Cancel);
        Assert.Contains(
            _west.Address.GetLeftPart(UriPartial.Authority), page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);

        Assert.Equal(_west.Address.GetLeftPart(UriPartial.Authority), await AllowedAsync(client, _west.Address.GetLeftPart(UriPartial.Authority)));
        Assert.Null(await AllowedAsync(client, "http://elsewhere.test"));
        var foreign = await Assert.ThrowsAsync<HubConnectException>(() => TestHub.ConnectAsync(
            _east.WebSocketAddress("/hubs/consult?room=x"), origin: "http://elsewhere.test"));
        Assert.Equal(403, foreign.Status);
    }

    private static async Task<string?> AllowedAsync(HttpClient client, string origin)
    {
        using var asks = new HttpRequestMessage(HttpMethod.Options, "/hubs/consult/negotiate?room=x");
        asks.Headers.Add("Origin", origin);
        asks.Headers.Add("Access-Control-Request-Method", "POST");
        asks.Headers.Add("Access-Control-Request-Headers", "authorization,x-requested-with");
        using var answer = await client.SendAsync(asks, Cancel);
        return answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var allowed) ? allowed.Single() : null;
    }

    private async Task<string> RunsAsync(string consult) => (await _east.Get<INodeStore>().FindRoomAsync(new(consult), Cancel))!.Node;

    private async Task<ConsultStatus> StatusAsync(string consult) =>
        ((ConsultState.Filed)(await _east.Get<IConsultStore>().LoadConsultAsync(new(consult), Cancel)).State).Status;

    private static async Task<RecordingLife> LifeAsync(TestServer node, string recording) =>
        await node.Get<RecordingDesk>().LoadAsync(new(recording), Cancel);
}
