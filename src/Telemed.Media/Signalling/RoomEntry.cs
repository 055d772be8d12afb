using System.Collections.Concurrent;
using Telemed.Media.Recording;
using Telemed.Media.Shards;

namespace Telemed.Media.Signalling;

/// <summary>A room as the node knows it: the shards that carry it, its peer connections, its recording.</summary>
internal sealed class RoomEntry(string id, Shard shard)
{
    private volatile bool _isClosed;
    private volatile IReadOnlyList<Shard> _parts = [shard];

    /// <summary>The room's id.</summary>
    public string Id { get; } = id;

    /// <summary>The shard on which it opened, and which records it.</summary>
    public Shard Shard { get; } = shard;

    /// <summary>Held while the room's parts on several shards are brought to know each other's publishers.</summary>
    public SemaphoreSlim SpreadGate { get; } = new(1, 1);

    /// <summary>All shards that carry a part of it, the first one included. Replaced whole.</summary>
    public IReadOnlyList<Shard> Parts
    {
        get => _parts;
        set => _parts = value;
    }

    /// <summary>The further shards that know everybody who publishes.</summary>
    public ConcurrentDictionary<Shard, bool> Prepared { get; } = new();

    /// <summary>The participants' peer connections.</summary>
    public ConcurrentDictionary<string, PeerSession> Sessions { get; } = new(StringComparer.Ordinal);

    /// <summary>Held while a recording starts or stops.</summary>
    public SemaphoreSlim RecordingGate { get; } = new(1, 1);

    /// <summary>The running recording; null when there is none.</summary>
    public RecordingTap? Recording { get; set; }

    /// <summary>Whether the room was closed: a command that comes later must not open it again.</summary>
    public bool IsClosed
    {
        get => _isClosed;
        set => _isClosed = value;
    }
}
