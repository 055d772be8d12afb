using Telemed.Media.Shards;

namespace Telemed.Media.Signalling;

/// <summary>A participant's present peer connection as signalling sees it; its offers are answered one at a time.</summary>
internal sealed class PeerSession(Shard shard) : IDisposable
{
    /// <summary>Held while an offer is answered.</summary>
    public SemaphoreSlim Gate { get; } = new(1, 1);

    /// <summary>The shard that carries the participant.</summary>
    public Shard Shard { get; } = shard;

    /// <summary>The offers and answers of the present peer connection; null before the first.</summary>
    public Negotiation? Negotiation { get; set; }

    /// <inheritdoc/>
    public void Dispose() => Gate.Dispose();
}
