using Telemed.Rtc.Rtp;

namespace Telemed.Rtc.Sdp;

/// <summary>A stream that a client of ours offers to send.</summary>
/// <param name="Ssrc">The stream's SSRC.</param>
/// <param name="RtxSsrc">The retransmissions' SSRC; null for audio.</param>
/// <param name="StreamId">The stream that audio and video share.</param>
/// <param name="TrackId">The track's name.</param>
/// <param name="Cname">The source's CNAME.</param>
public sealed record OfferStream(Ssrc Ssrc, Ssrc? RtxSsrc, string StreamId, string TrackId, string Cname);
