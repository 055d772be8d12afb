using Telemed.Media.Shards;
using Telemed.Media.Signalling;

namespace Telemed.Media;

/// <content>Rooms that are too large for one shard, and a node that takes no more rooms.</content>
public sealed partial class MediaNode
{
    private readonly List<MirrorRing> _rings = [];
    private volatile bool _isDraining;

    /// <summary>
    /// Whether the node opens no more rooms: it is to be stopped when those that are open have ended. Who joins an open room
    /// is let in. Any thread.
    /// </summary>
    public bool IsDraining
    {
        get => _isDraining;
        set => _isDraining = value;
    }

    // A ring for each ordered pair: one writer, one reader.
    private void Connect(List<Shard> shards)
    {
        foreach (var reader in shards)
        {
            var inlets = new MirrorRing?[shards.Count];
            foreach (var writer in shards.Where(writer => writer != reader))
            {
                _rings.Add(inlets[writer.Index] = new());
                writer.Others.Add(reader);
            }

            reader.ReadFrom(inlets);
        }
    }

    private void DisposeRings() => _rings.ForEach(ring => ring.Dispose());

    /// <summary>The part of the room with the fewest people while it is not full; else one more shard, while there is one.</summary>
    private Shard PlaceFor(RoomEntry entry)
    {
        if (_shards.Length == 1)
        {
            return entry.Shard;
        }

        lock (_placing)
        {
            var crowds = entry.Sessions.Values.CountBy(session => session.Shard).ToDictionary();
            var best = entry.Parts.MinBy(part => crowds.GetValueOrDefault(part))!;
            var next = crowds.GetValueOrDefault(best) < _options.SpreadAbove ? null : _shards
                .Where(shard => !entry.Parts.Contains(shard))
                .OrderBy(shard => Load(shard.Index))
                .FirstOrDefault();
            if (next is null)
            {
                return best;
            }

            entry.Parts = [.. entry.Parts, next];
            return next;
        }
    }

    /// <summary>Before the first joins on a further shard: everybody who publishes elsewhere is mirrored there.</summary>
    private static async Task PrepareAsync(RoomEntry entry, Shard place, CancellationToken ct)
    {
        if (place == entry.Shard || entry.Prepared.ContainsKey(place))
        {
            return;
        }

        await DoAsync(place, (shard, _) => shard.OpenRoom(entry.Id).TellsSpeakers = false).ConfigureAwait(false);
        entry.Prepared.TryAdd(place, true);
        foreach (var participant in entry.Sessions.Keys)
        {
            await MirrorAsync(entry, participant, ct).ConfigureAwait(false);
        }
    }

    /// <summary>Lets what a participant publishes reach the room's other parts, where it does not yet.</summary>
    private static async Task MirrorAsync(RoomEntry entry, string participant, CancellationToken ct)
    {
        if (entry.Parts.Count == 1 || !entry.Sessions.TryGetValue(participant, out var session))
        {
            return;
        }

        await entry.SpreadGate.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            foreach (var target in entry.Parts.Where(part => part != session.Shard))
            {
                await MirrorAsync(entry.Id, participant, session.Shard, target).ConfigureAwait(false);
            }
        }
        finally
        {
            entry.SpreadGate.Release();
        }
    }

    private static async Task MirrorAsync(string room, string participant, Shard source, Shard target)
    {
        var known = await source.Post((shard, _) => shard.NeedsMirror(room, participant, target)).ConfigureAwait(false);
        if (known is not { } need)
        {
            return;
        }

        var mirror = await target.Post(
            (shard, now) => shard.AddMirror(now, room, participant, need.Media, need.IsRecordable)).ConfigureAwait(false);
        var attached = await source.Post(
            (shard, _) => shard.Attach(room, participant, new(target, target.InletFrom(source), mirror)), isVital: true)
            .ConfigureAwait(false);
        if (!attached)
        {
            await target.Post((shard, now) => shard.RemoveMirror(now, mirror), isVital: true).ConfigureAwait(false);
        }
    }
}
