using System.Collections.Concurrent;
using Telemed.Consults.Desk;
using Telemed.Consults.Ids;
using Telemed.Server.Hosting;
using Telemed.Server.Problems;

namespace Telemed.Server.Rooms;

/// <summary>The rooms that are open on this node. Any thread.</summary>
internal sealed class RoomDirectory
{
    private readonly ConcurrentDictionary<ConsultId, Lazy<RoomHost>> _rooms = new();
    private readonly RoomServices _services;

    /// <summary>No room is open.</summary>
    public RoomDirectory(RoomServices services)
    {
        _services = services;
        services.Finisher.Progressed = consult => Find(consult)?.RecordingMoved();
    }

    /// <summary>The consult's room, opened when it is not.</summary>
    public RoomHost GetOrOpen(ConsultId consult)
    {
        var room = _rooms.GetOrAdd(consult, id => new(() => Open(id))).Value;
        return room;
    }

    /// <summary>The consult's room if it is open here.</summary>
    public RoomHost? Find(ConsultId consult) => _rooms.TryGetValue(consult, out var room) ? room.Value : null;

    /// <summary>The rooms that are this node's own, with their epochs.</summary>
    public IReadOnlyList<(RoomHost Room, long Epoch)> Held() =>
        [.. _rooms.Values.Where(room => room.IsValueCreated).Select(room => (room.Value, room.Value.Epoch)).Where(room => room.Epoch != 0)];

    /// <summary>Hands every room to another node, and waits until their people are there or <paramref name="limit"/> is over.</summary>
    public async Task MoveAsync(TimeSpan limit, TimeProvider time)
    {
        var moved = await Task.WhenAll(Held().Select(async one => (one.Room, Moves: await MovesAsync(one.Room))));
        await Task.WhenAny(
            Task.WhenAll(moved.Where(one => one.Moves).Select(one => one.Room.Ended)), Task.Delay(limit, time));
    }

    /// <summary>A room that cannot be handed over keeps none of the others waiting.</summary>
    private static async Task<bool> MovesAsync(RoomHost room)
    {
        try
        {
            return await room.MoveAsync();
        }
        catch (Exception fault) when (DatabaseFault.IsAway(fault))
        {
            return false;
        }
    }

    /// <summary>The links of everybody in a room on this node, by room.</summary>
    public IReadOnlyList<RoomLinks> Links() =>
        [.. _rooms.Values.Where(room => room.IsValueCreated).Select(room => new RoomLinks(room.Value.Consult.Value, room.Value.Links))];

    /// <summary>Does something to a consult's recording, whether or not its room is open.</summary>
    public Task<Answer<RecordingView>> RecordAsync(ConsultId consult, RecordingVerb verb, Caller caller, string? label) =>
        GetOrOpen(consult).RecordAsync(verb, caller, label);

    /// <summary>Closes all rooms, because the process stops.</summary>
    public Task StopAsync() => Task.WhenAll(_rooms.Values.Select(room => room.Value.StopAsync()));

    private RoomHost Open(ConsultId consult)
    {
        var room = new RoomHost(consult, _services);
        _ = ForgetAsync(room);
        return room;
    }

    private async Task ForgetAsync(RoomHost room)
    {
        await room.Ended;
        _rooms.TryRemove(room.Consult, out _);
    }
}
