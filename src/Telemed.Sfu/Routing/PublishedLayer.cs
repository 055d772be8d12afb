using Telemed.Rtc.Rtp;

namespace Telemed.Sfu.Routing;

/// <summary>One of several encodings of the same picture on one m-line (simulcast, RFC 8853).</summary>
/// <param name="Rid">Its name in the packets (RFC 8851).</param>
/// <param name="Ssrc">The stream when it is known; null to learn it from the first packet with the name.</param>
/// <param name="RtxSsrc">The stream of its retransmissions, as far as it is known.</param>
public sealed record PublishedLayer(string Rid, Ssrc? Ssrc, Ssrc? RtxSsrc);
