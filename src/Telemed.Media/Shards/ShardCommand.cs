using Telemed.Rtc.Time;

namespace Telemed.Media.Shards;

/// <summary>Work that another thread hands to a shard. Executed once, or refused once when the shard ends.</summary>
internal abstract class ShardCommand
{
    /// <summary>Does the work on the shard's thread; never throws.</summary>
    public abstract void Execute(Shard shard, MonotonicTime now);

    /// <summary>The shard has ended; the caller hears of it.</summary>
    public abstract void Refuse();
}
