using System.Security.Cryptography;
using Telemed.Consults.Ids;
using Telemed.Consults.Nodes;
using Telemed.Storage.Keys;

namespace Telemed.Storage.Tests;

/// <summary>The nodes of a region and the rooms they run.</summary>
public abstract class NodeConformance : DatabaseTest
{
    /// <summary>Longer than any stall between two statements of these tests.</summary>
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(2);
    private static readonly ConsultId Room = new("c-1");

    [Fact]
    public async Task A_room_that_nobody_runs_goes_to_who_asks_first_and_stays_there()
    {
        await using var database = await OpenAsync();
        var nodes = database.Nodes;
        await nodes.RegisterAsync(Node("a"), Cancellation);
        await nodes.RegisterAsync(Node("b"), Cancellation);

        var first = await ClaimAsync(nodes, "a");
        var second = await ClaimAsync(nodes, "b");
        var again = await ClaimAsync(nodes, "a");

        Assert.Equal(("a", 0, true), (first!.Node, first.Takeovers, first.IsAlive));
        Assert.Equal(first with { Unheard = default }, second! with { Unheard = default });
        Assert.Equal(first with { Unheard = default }, again! with { Unheard = default });
        Assert.Equal("http://a.test", (await nodes.FindRoomAsync(Room, Cancellation))!.PublicUrl);
    }

    [Fact]
    public async Task A_dead_nodes_room_goes_in_a_later_epoch_to_who_may_judge_and_its_own_beat_tells_it()
    {
        await using var database = await ConsultDatabase.OpenAsync(
            await OptionsAsync() with { NodeLease = Short }, Master, Cancellation);
        var nodes = database.Nodes;
        await nodes.RegisterAsync(Node("a"), Cancellation);
        await nodes.RegisterAsync(Node("b"), Cancellation);
        var before = await ClaimAsync(nodes, "a");
        await UntilDeadAsync(nodes, "a");

        Assert.Equal("a", (await ClaimAsync(nodes, "b", replacesDead: false))!.Node);
        Assert.Equal([Room], (await nodes.ListRoomsAsync(orphans: true, Cancellation)).Select(place => place.Consult));
        var after = await ClaimAsync(nodes, "b");

        Assert.Equal(("b", 1), (after!.Node, after.Takeovers));
        Assert.True(after.Epoch > before!.Epoch);
        Assert.Empty((await nodes.BeatAsync(Node("a"), Cancellation))!);
        Assert.Equal(after.Epoch, (await nodes.BeatAsync(Node("b"), Cancellation))![Room]);
        Assert.Empty(await nodes.ListRoomsAsync(orphans: true, Cancellation));

        // What the dead one still says of its epoch changes nothing.
        await nodes.ReleaseRoomAsync(Room, "a", before.Epoch, Cancellation);
        Assert.False(await nodes.HandOverAsync(Room, "a", before.Epoch, "b", Cancellation));
        Assert.Equal("b", (await nodes.FindRoomAsync(Room, Cancellation))!.Node);
    }

    [Fact]
    public async Task Who_asks_for_a_room_shows_that_it_is_alive()
    {
        await using var database = await ConsultDatabase.OpenAsync(
            await OptionsAsync() with { NodeLease = Short }, Master, Cancellation);
        var nodes = database.Nodes;
        await nodes.RegisterAsync(Node("a"), Cancellation);
        await UntilDeadAsync(nodes, "a");

        Assert.True((await ClaimAsync(nodes, "a"))!.IsAlive);
    }

    [Fact]
    public async Task A_room_is_handed_to_a_node_that_lives_and_takes_rooms_and_to_no_other()
    {
        await using var database = await OpenAsync();
        var nodes = database.Nodes;
        await nodes.RegisterAsync(Node("a"), Cancellation);
        await nodes.RegisterAsync(Node("b"), Cancellation);
        await nodes.RegisterAsync(Node("c") with { IsDraining = true }, Cancellation);
        var mine = (await ClaimAsync(nodes, "a"))!;

        Assert.False(await nodes.HandOverAsync(Room, "a", mine.Epoch, "c", Cancellation));
        Assert.False(await nodes.HandOverAsync(Room, "a", mine.Epoch, "nobody", Cancellation));
        Assert.True(await nodes.HandOverAsync(Room, "a", mine.Epoch, "b", Cancellation));

        var place = (await nodes.FindRoomAsync(Room, Cancellation))!;
        Assert.Equal(("b", 1), (place.Node, place.Takeovers));
        Assert.True(place.Epoch > mine.Epoch);
        Assert.Empty((await nodes.BeatAsync(Node("a"), Cancellation))!);
    }

    [Fact]
    public async Task Of_two_processes_of_one_name_the_later_counts()
    {
        await using var database = await OpenAsync();
        var nodes = database.Nodes;
        await nodes.RegisterAsync(Node("a"), Cancellation);
        await ClaimAsync(nodes, "a");
        var left = await nodes.RegisterAsync(Node("a") with { Instance = "a-2" }, Cancellation);

        Assert.Equal([Room], left.Keys);
        Assert.Null(await nodes.BeatAsync(Node("a"), Cancellation));
        Assert.Null(await ClaimAsync(nodes, "a"));
        await nodes.LeaveAsync("a", "a-1", Cancellation);
        Assert.Single(await nodes.ListAsync(Cancellation));
        Assert.NotNull(await nodes.FindRoomAsync(Room, Cancellation));

        await nodes.LeaveAsync("a", "a-2", Cancellation);
        Assert.Empty(await nodes.ListAsync(Cancellation));
        Assert.Null(await nodes.FindRoomAsync(Room, Cancellation));
    }

    [Fact]
    public async Task A_node_that_was_struck_off_is_entered_again_when_it_speaks_and_holds_nothing()
    {
        await using var database = await OpenAsync();
        var nodes = database.Nodes;
        await nodes.RegisterAsync(Node("a"), Cancellation);
        await ClaimAsync(nodes, "a");
        await nodes.LeaveAsync("a", "a-1", Cancellation); // As pruning does after a day.

        Assert.Empty((await nodes.BeatAsync(Node("a"), Cancellation))!);
        Assert.True(Assert.Single(await nodes.ListAsync(Cancellation)).IsAlive);
        Assert.NotNull(await ClaimAsync(nodes, "a"));
    }

    [Fact]
    public async Task A_node_is_listed_as_it_last_said_of_itself()
    {
        await using var database = await OpenAsync();
        var said = Node("a") with { Near = new InstitutionId("i-1"), Rooms = 3, Participants = 7, PercentBusy = 42, IsDraining = true };
        await database.Nodes.RegisterAsync(Node("a"), Cancellation);
        await database.Nodes.BeatAsync(said, Cancellation);

        var row = Assert.Single(await database.Nodes.ListAsync(Cancellation));
        Assert.Equal(said, row.Node);
        Assert.True(row.IsAlive);
    }

    [Fact]
    public async Task Keys_of_sessions_lie_sealed_and_open_with_the_master_key_alone()
    {
        await using var database = await OpenAsync();
        await database.Sessions.KeepKeyAsync("k1", "<key>zq-secret</key>", Cancellation);
        Assert.Equal(["<key>zq-secret</key>"], await database.Sessions.ListKeysAsync(Cancellation));

        await using (var connection = await ConnectAsync())
        await using (var command = connection.CreateCommand())
        {
            command.CommandText = "SELECT sealed FROM session_keys";
            var kept = (byte[])(await command.ExecuteScalarAsync(Cancellation))!;
            Assert.Equal(-1, kept.AsSpan().IndexOf("zq-secret"u8));
        }

        var other = new FixedMasterKey(RandomNumberGenerator.GetBytes(32));
        await using var stranger = await ConsultDatabase.OpenAsync(await OptionsAsync(), other, Cancellation);
        await Assert.ThrowsAnyAsync<CryptographicException>(() => stranger.Sessions.ListKeysAsync(Cancellation));
    }

    [Fact]
    public async Task A_session_that_ended_is_known_until_it_would_have_ended_by_itself()
    {
        await using var database = await OpenAsync();
        var now = new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);
        await database.Sessions.EndAsync("early", now, now.AddHours(-12), Cancellation);
        await database.Sessions.EndAsync("late", now.AddHours(1), now.AddHours(-11), Cancellation);

        Assert.Equal(["late"], await database.Sessions.ListEndedAsync(now.AddMinutes(1), Cancellation));
        await database.Sessions.EndAsync("later", now.AddHours(13), now.AddMinutes(1), Cancellation);
        Assert.Equal(["late", "later"], (await database.Sessions.ListEndedAsync(now.AddDays(-1), Cancellation)).Order());
    }

    private static ServerNode Node(string name) =>
        new(name, name + "-1", $"http://{name}.test", null, 0, 0, 0, IsDraining: false, "files", "1.0");

    private static Task<RoomPlace?> ClaimAsync(INodeStore nodes, string node, bool replacesDead = true) =>
        nodes.ClaimRoomAsync(Room, node, node + "-1", replacesDead, Cancellation);

    /// <summary>The database's clock decides, and it runs by itself.</summary>
    private static async Task UntilDeadAsync(INodeStore nodes, string node)
    {
        while ((await nodes.ListAsync(Cancellation)).Any(row => row.Node.Name == node && row.IsAlive))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), Cancellation);
        }
    }
}
