using Telemed.Rtc.Rtp;

namespace Telemed.Rtc.Sdp;

/// <summary>A media stream and its retransmission stream, as an a=ssrc-group:FID line couples them (RFC 5576 section 4.2).</summary>
/// <param name="Media">The stream.</param>
/// <param name="Rtx">Its retransmissions; null when they have no stream of their own.</param>
public readonly record struct SdpSsrcGroup(Ssrc Media, Ssrc? Rtx);
