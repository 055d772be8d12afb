namespace Telemed.Media.Shards;

/// <summary>Where a participant's packets go besides its own room: to its mirror on another shard.</summary>
/// <param name="Target">The mirror's shard.</param>
/// <param name="Ring">The way there; this shard writes.</param>
/// <param name="Mirror">The mirror.</param>
internal sealed record Outlet(Shard Target, MirrorRing Ring, Mirror Mirror);
