using Telemed.Sfu.Routing;

namespace Telemed.Media.Shards;

/// <summary>
/// A participant of a room as another shard that carries part of the room has it: it publishes what the original does and
/// has no transport. It belongs to the shard that has it; the original's shard only passes it along with packets.
/// </summary>
internal sealed class Mirror(ShardRoom room, Participant participant)
{
    /// <summary>The room, on the mirror's shard.</summary>
    public ShardRoom Room { get; } = room;

    /// <summary>The participant without a transport.</summary>
    public Participant Participant { get; } = participant;

    /// <summary>Whether it has left; packets that are on their way are dropped then. The mirror's shard only.</summary>
    public bool IsClosed { get; set; }
}
