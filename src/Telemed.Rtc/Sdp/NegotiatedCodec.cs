using Telemed.Rtc.Codecs;

namespace Telemed.Rtc.Sdp;

/// <summary>A codec that both sides have in one m-section.</summary>
/// <param name="Kind">Which.</param>
/// <param name="PayloadType">Its payload type in this peer's numbering.</param>
/// <param name="RtxPayloadType">The payload type of its retransmissions; null without RTX.</param>
/// <param name="ClockRate">Media ticks per second.</param>
/// <param name="Feedback">The feedback both sides understand.</param>
/// <param name="RedPayloadType">The payload type under which it goes with earlier packets repeated (RFC 2198); null without.</param>
/// <param name="PrefersRed">Whether the peer named that payload type before the plain one, so that it wants to send so.</param>
public sealed record NegotiatedCodec(
    MediaCodec Kind,
    byte PayloadType,
    byte? RtxPayloadType,
    int ClockRate,
    SdpFeedback Feedback,
    byte? RedPayloadType = null,
    bool PrefersRed = false);
