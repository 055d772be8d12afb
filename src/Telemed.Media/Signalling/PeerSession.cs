namespace Telemed.Media.Signalling;

/// <summary>A participant's present peer connection as signalling sees it; its offers are answered one at a time.</summary>
internal sealed class PeerSession : IDisposable
{
    /// <summary>Held while an offer is answered.</summary>
    public SemaphoreSlim Gate { get; } = new(1, 1);

    /// <summary>The offers and answers of the present peer connection; null before the first.</summary>
    public Negotiation? Negotiation { get; set; }

    /// <inheritdoc/>
    public void Dispose() => Gate.Dispose();
}
