using Telemed.Rtc.Rtp;

namespace Telemed.Sfu.Routing;

/// <summary>What an SSRC of a participant stands for.</summary>
/// <param name="Ssrc">The SSRC.</param>
/// <param name="Publication">The publication.</param>
/// <param name="IsRtx">Whether it carries retransmissions (RFC 4588), not the media itself.</param>
internal readonly record struct StreamBinding(Ssrc Ssrc, Publication Publication, bool IsRtx);
