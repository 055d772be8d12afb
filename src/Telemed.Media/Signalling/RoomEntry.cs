using System.Collections.Concurrent;
using Telemed.Media.Recording;
using Telemed.Media.Shards;

namespace Telemed.Media.Signalling;

/// <summary>A room as the node knows it: the shard that it is pinned to, its peer connections, its recording.</summary>
internal sealed class RoomEntry(string id, Shard shard)
{
    private volatile bool _isClosed;

    /// <summary>The room's id.</summary>
    public string Id { get; } = id;

    /// <summary>The shard that it is pinned to.</summary>
    public Shard Shard { get; } = shard;

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
