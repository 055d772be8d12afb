using Telemed.Rtc.Rtp;

namespace Telemed.Sfu.Routing;

/// <summary>An m-line on which a participant sends.</summary>
/// <param name="Mid">Its name in the participant's offer.</param>
/// <param name="Kind">Sound or picture.</param>
/// <param name="Codecs">What it may send, in order of preference.</param>
/// <param name="Ssrc">The stream when the offer names it; null to learn it from the first packet with the mid.</param>
/// <param name="RtxSsrc">The stream of its retransmissions, as far as the offer names it.</param>
/// <param name="Nack">Whether lost packets may be asked for again (rtcp-fb nack).</param>
public sealed record PublishedLine(
    string Mid, StreamKind Kind, IReadOnlyList<CodecBinding> Codecs, Ssrc? Ssrc, Ssrc? RtxSsrc, bool Nack)
{
    /// <summary>The encodings of the same picture, best first; empty where there is only one.</summary>
    public IReadOnlyList<PublishedLayer> Layers { get; init; } = [];
}
