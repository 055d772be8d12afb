using NSubstitute;
using Telemed.Consults.Ids;
using Telemed.Consults.Nodes;
using Telemed.Consults.Stores;
using Telemed.Media;
using Telemed.Server.Hosting;
using Telemed.Server.Nodes;
using Telemed.Server.Options;

namespace Telemed.Server.Tests;

/// <summary>Where people are sent, by what the database says of the room and the last heartbeat of the nodes.</summary>
public sealed class RoomPlacesTests : IAsyncLifetime
{
    private readonly INodeStore _store = Substitute.For<INodeStore>();
    private TestServer _east = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _east = await TestServer.StartAsync("Telemed:Node:Name=east", "Telemed:Node:PublicUrl=http://east.test");

    public ValueTask DisposeAsync() => _east.DisposeAsync();

    [Fact]
    public async Task Nobody_is_sent_back_to_the_node_that_died_with_the_room_though_the_last_heartbeat_saw_it_alive()
    {
        var places = await PlacesAsync();

        foreach (var room in Rooms())
        {
            Answer(room, new(room, "west", 1, 0, "http://west.test", IsAlive: false, TimeSpan.FromMinutes(1)));
            Assert.Equal(new("east", "http://east.test"), await places.FindAsync(room, Cancel));
        }
    }

    [Fact]
    public async Task A_room_that_nobody_runs_goes_to_any_of_those_who_live()
    {
        var places = await PlacesAsync();

        var chosen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var room in Rooms())
        {
            Answer(room, null);
            chosen.Add((await places.FindAsync(room, Cancel)).Node);
        }

        Assert.Equal(["east", "west"], chosen.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_room_that_a_node_runs_which_was_just_heard_is_entered_there()
    {
        var places = await PlacesAsync();
        var room = Rooms().First();
        Answer(room, new(room, "west", 1, 0, "http://west.test", IsAlive: true, TimeSpan.FromSeconds(1)));

        Assert.Equal(new("west", "http://west.test"), await places.FindAsync(room, Cancel));
    }

    /// <summary>So many that chance alone sends some of them to each of two nodes.</summary>
    private static IEnumerable<ConsultId> Rooms() => Enumerable.Range(0, 40).Select(number => new ConsultId($"c-{number}"));

    private void Answer(ConsultId room, RoomPlace? place) => _store.FindRoomAsync(room, Arg.Any<CancellationToken>()).Returns(place);

    /// <summary>The places as the node east sees them, whose last heartbeat found itself and west alive.</summary>
    private async Task<RoomPlaces> PlacesAsync()
    {
        var files = _east.Get<SharedFiles>();
        NodeRow Row(string name) => new(
            new(name, name + "-1", $"http://{name}.test", null, 0, 0, 0, IsDraining: false, files.Mark, "1.0"), DateTimeOffset.UtcNow, IsAlive: true);
        _store.Lease.Returns(TimeSpan.Zero); // East has reached the database for long enough to judge others.
        _store.ListAsync(Arg.Any<CancellationToken>()).Returns([Row("east"), Row("west")]);
        _store.RegisterAsync(Arg.Any<ServerNode>(), Arg.Any<CancellationToken>()).Returns(new Dictionary<ConsultId, long>());
        var options = _east.Get<ServerOptions>();
        var lease = new NodeLease(_store, options, files, _east.Get<MediaNode>(), _east.Get<RegionTime>());
        await lease.RegisterAsync(Cancel);
        return new(_store, lease, _east.Get<IConsultStore>(), _east.Get<IDirectory>(), options, TimeProvider.System);
    }
}
