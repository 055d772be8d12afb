using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Telemed.Consults.Desk;
using Telemed.Consults.Nodes;
using Telemed.Consults.Recordings;
using Telemed.Consults.Stores;
using Telemed.Server.Hosting;
using Telemed.Server.Nodes;
using Telemed.Server.Recordings;
using Telemed.TestKit.Postgres;

namespace Telemed.Server.Tests;

/// <summary>What one node's own faults do to a region: it is cut off, its clock is wrong, it learns late that it was replaced.</summary>
public sealed class RegionFaultTests(PostgresFixture postgres) : IAsyncLifetime
{
    private TestRegion _region = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _region = await TestRegion.StartAsync(postgres);

    public ValueTask DisposeAsync() => _region.DisposeAsync();

    [Fact]
    public async Task A_node_that_alone_does_not_reach_the_database_gives_up_its_rooms_and_the_recording_goes_on_elsewhere()
    {
        await using var link = new DatabaseLink(_region.Connection + ";Command Timeout=300"); // Longer than anybody here waits.
        var west = await _region.NodeAsync("west", $"ConnectionStrings:Telemed={link.Connection}", "Telemed:Node:LeaseSeconds=5");
        await using var recorded = await RecordedCase.StartAsync(west); // The only node: the room is its.
        var east = await _region.NodeAsync("east", "Telemed:Node:LeaseSeconds=5");
        await Wait.UntilAsync(() => Task.FromResult(
            west.Get<NodeLease>().Nodes.Count == 2 && east.Get<NodeLease>().ReachesDatabase));

        using var door = west.Client(); // As a front door asks: without anybody's session.
        var desk = await recorded.Zhao.DeskAsync();
        var late = await recorded.Zhao.ConnectAsync(recorded.Consult); // Has a way in, and does not take it before the cut.
        link.CutAtNextCommit(); // Of a heartbeat: its locks, and the region's feed, are held by nobody.
        await Wait.UntilAsync(() => Task.FromResult(link.IsCut));
        var waits = recorded.Rooms[0].CallAsync(
            "Consent", new { messageId = Person.NewId(), item = "recording", granted = true, textVersion = "2", language = "en" });
        await Task.WhenAll(recorded.Rooms.Select(room => room.EventAsync("Moved")));

        await Wait.UntilAsync(async () => (await door.GetAsync("/readyz/node", Cancel)).StatusCode == HttpStatusCode.ServiceUnavailable);
        Assert.Equal("database-away", await TestServer.ProblemAsync(await recorded.Liu.PostAsync("/api/consults", Person.Draft())));
        Assert.Equal("room-elsewhere", await late.RefusalAsync(
            "Join", new { messageId = Person.NewId(), offerSdp = Offers.Browser(), device = "test" }));
        await desk.Closed.Task.WaitAsync(TimeSpan.FromMinutes(1), Cancel);
        Assert.Equal(503, (await Assert.ThrowsAsync<HubConnectException>(recorded.Zhao.DeskAsync)).Status);
        await using var liu = recorded.Liu.At(east);
        await using var zhao = recorded.Zhao.At(east);
        await Task.WhenAll(liu.EnterAsync(recorded.Consult), zhao.EnterAsync(recorded.Consult));
        await Wait.UntilAsync(async () => await LifeAsync(east, recorded) is { Status: RecordingStatus.On, Node: "east", Epoch: >= 2 });

        await zhao.CommandAsync(recorded.Consult, "end");
        await Wait.UntilAsync(async () => (await LifeAsync(east, recorded)).Status == RecordingStatus.Sealed);
        var gaps = (await zhao.GetAsync($"/api/recordings/{recorded.Recording}")).GetProperty("gaps");
        Assert.Contains(gaps.EnumerateArray(), gap => gap.GetProperty("cause").GetString() == "serverAway");

        Assert.False(waits.IsCompleted); // The room waited for the database all the while, and held nobody.
        link.Mend();
        await Task.WhenAny(waits); // Stored or refused, as the commit fell.
        await Wait.UntilAsync(async () => (await door.GetAsync("/readyz/node", Cancel)).IsSuccessStatusCode);
    }

    [Fact]
    public async Task While_the_database_is_away_a_line_is_refused_keeps_nobody_waiting_and_stands_there_once_when_sent_again()
    {
        await using var link = new DatabaseLink(_region.Connection + ";Command Timeout=300"); // Longer than anybody here waits.
        var node = await _region.NodeAsync("west", $"ConnectionStrings:Telemed={link.Connection}");
        await using var liu = await Person.SignInAsync(node, Person.ClinicDoctor);
        await using var zhao = await Person.SignInAsync(node, Person.Specialist);
        var consult = await zhao.AcceptAsync(liu);
        var (liuRoom, _) = await liu.EnterAsync(consult);
        var (zhaoRoom, _) = await zhao.EnterAsync(consult);
        await liuRoom.CallAsync(
            "Consent", new { messageId = Person.NewId(), item = "recording", granted = true, textVersion = "2", language = "en" });
        await zhaoRoom.EventAsync("ConsentChanged"); // What happened before it was followed too:
        await GoesOnAsync(zhaoRoom); // nothing is left for which the room itself would ask the database.
        link.CutAtNextCommit();
        await Wait.UntilAsync(() => Task.FromResult(link.IsCut));

        var line = new { messageId = Person.NewId(), text = Secrets.ChatText };
        var written = liuRoom.RefusalAsync("Chat", line);
        await GoesOnAsync(zhaoRoom);
        Assert.DoesNotContain(zhaoRoom.Heard(), one => one.Name == "Chat");
        link.Refuse();
        Assert.Equal("database-away", await written);
        Assert.Equal("database-away", await liuRoom.RefusalAsync("Chat", line));

        link.Mend();
        await Wait.UntilAsync(async () => (await liu.Client.GetAsync("/readyz", Cancel)).IsSuccessStatusCode);
        await liuRoom.CallAsync("Chat", line);
        await liuRoom.CallAsync("Chat", new { messageId = Person.NewId(), text = "done" });
        await zhaoRoom.EventAsync("Chat", one => one.GetProperty("line").GetProperty("text").GetString() == "done");
        Assert.Single(zhaoRoom.Heard(), one => one.Name == "Chat");
        Assert.Equal(2, (await liu.ConsultAsync(consult)).GetProperty("chat").GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task A_node_whose_clock_jumps_days_goes_by_the_databases_fires_nothing_early_and_keeps_its_room()
    {
        var machine = new JumpingClock();
        var east = await _region.NodeAsync("east", services => services.AddKeyedSingleton<TimeProvider>(RegionTime.Machine, machine));
        await using var liu = await Person.SignInAsync(east, Person.ClinicDoctor);
        await using var zhao = await Person.SignInAsync(east, Person.Specialist);
        var consult = await zhao.AcceptAsync(liu);
        await liu.EnterAsync(consult);
        await zhao.EnterAsync(consult);
        var before = await east.Get<INodeStore>().FindRoomAsync(new(consult), Cancel);
        var version = (await east.Get<IConsultStore>().LoadConsultAsync(new(consult), Cancel)).Version;

        foreach (var days in (int[])[2, -2])
        {
            machine.Jump = TimeSpan.FromDays(days);
            var seen = await BeatenAsync(east, TimeSpan.FromSeconds(2)); // And so its clocks were looked at, four times as often.

            Assert.InRange(east.Get<TimeProvider>().GetUtcNow() - seen, TimeSpan.Zero, TimeSpan.FromHours(1));
            Assert.Equal(version, (await east.Get<IConsultStore>().LoadConsultAsync(new(consult), Cancel)).Version);
            Assert.Equal(before!.Epoch, (await east.Get<INodeStore>().FindRoomAsync(new(consult), Cancel))!.Epoch);
            Assert.Equal(liu.Id, (await liu.GetAsync("/api/me")).GetProperty("id").GetString());
        }
    }

    [Fact]
    public async Task A_node_that_learns_late_that_another_took_a_recording_over_leaves_its_file_to_that_one()
    {
        var east = await _region.NodeAsync("east");
        await using var recorded = await RecordedCase.StartAsync(east);
        var west = await _region.NodeAsync("west");
        var taken = 0;
        east.Get<RecordingFinisher>().Progressed = _ =>
        {
            if (Interlocked.Exchange(ref taken, 1) == 0)
            {
                // In the middle of its work, as when it is cut off meanwhile.
                west.Get<RecordingDesk>().LeaseAsync(
                    new(recorded.Recording), "west", west.Get<TimeProvider>().GetUtcNow(), cancellation: Cancel).GetAwaiter().GetResult();
            }
        };

        await recorded.Zhao.CommandAsync(recorded.Consult, "end");
        await Wait.UntilAsync(() => Task.FromResult(east.Log.Text.Contains("could not be made: TakenOver", StringComparison.Ordinal)));
        var between = await LifeAsync(west, recorded);
        west.Get<RecordingFinisher>().Add(new(recorded.Recording), new(recorded.Consult));
        await Wait.UntilAsync(async () => (await LifeAsync(west, recorded)).Status == RecordingStatus.Sealed);

        Assert.Equal((RecordingStatus.Finalizing, "west"), (between.Status, between.Node));
        Assert.Contains("is sealed", west.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("is sealed", east.Log.Text, StringComparison.Ordinal);
    }

    /// <summary>The room does what is asked of it, after all that it had to do.</summary>
    private static async Task GoesOnAsync(TestHub room) => await room.CallAsync("SetMode", new { messageId = Person.NewId(), mode = "weak" });

    private static Task<RecordingLife> LifeAsync(TestServer node, RecordedCase recorded) =>
        node.Get<RecordingDesk>().LoadAsync(new(recorded.Recording), Cancel);

    /// <summary>Waits until the node's heartbeat was heard so much later than now, by the database; when.</summary>
    private static async Task<DateTimeOffset> BeatenAsync(TestServer node, TimeSpan later)
    {
        async Task<DateTimeOffset> SeenAsync() => Assert.Single(await node.Get<INodeStore>().ListAsync(Cancel)).SeenAt;
        var from = await SeenAsync();
        await Wait.UntilAsync(async () => await SeenAsync() > from + later);
        return await SeenAsync();
    }

    /// <summary>A machine whose wall clock is set while everything runs; its timers go on.</summary>
    private sealed class JumpingClock : TimeProvider
    {
        private long _jump;

        public TimeSpan Jump
        {
            set => Interlocked.Exchange(ref _jump, value.Ticks);
        }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _jump));
    }
}
