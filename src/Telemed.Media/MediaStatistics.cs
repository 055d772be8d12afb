namespace Telemed.Media;

/// <summary>Counters of the media side of a node since its start, and the present sizes.</summary>
/// <param name="Shards">The shards' counters, by index.</param>
public sealed record MediaStatistics(IReadOnlyList<ShardStatistics> Shards)
{
    /// <summary>The rooms that are open.</summary>
    public int Rooms => Shards.Sum(shard => shard.Rooms);

    /// <summary>The participants in all rooms.</summary>
    public int Participants => Shards.Sum(shard => shard.Participants);

    /// <summary>RTP packets accepted from publishers.</summary>
    public long PacketsIn => Shards.Sum(shard => shard.PacketsIn);

    /// <summary>RTP packets handed to the kernel for receivers.</summary>
    public long PacketsOut => Shards.Sum(shard => shard.PacketsOut);
}
