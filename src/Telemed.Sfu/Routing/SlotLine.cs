using Telemed.Rtc.Rtp;

namespace Telemed.Sfu.Routing;

/// <summary>An m-line on which a participant receives, whatever the router puts there.</summary>
/// <param name="Mid">Its name in the participant's offer.</param>
/// <param name="Kind">Sound or picture.</param>
/// <param name="Codecs">What it takes.</param>
/// <param name="Ssrc">The stream that we announced for it.</param>
/// <param name="RtxSsrc">The stream that we announced for its retransmissions; null when there are none.</param>
/// <param name="TransportSequenceId">The id of the transport-wide sequence number in packets to it, 1 to 14; 0 when the
/// owner does not report arrivals (transport-cc).</param>
public sealed record SlotLine(
    string Mid,
    StreamKind Kind,
    IReadOnlyList<CodecBinding> Codecs,
    Ssrc Ssrc,
    Ssrc? RtxSsrc,
    byte TransportSequenceId = 0);
