using Telemed.Rtc.Rtp;

namespace Telemed.Sfu.Routing;

/// <summary>What one peer connection of a participant has agreed on.</summary>
/// <param name="Published">The m-lines on which it sends now.</param>
/// <param name="Slots">Its slots.</param>
/// <param name="Extensions">The header extensions that it puts into its packets.</param>
/// <param name="FeedbackSsrc">Our own SSRC in feedback to it.</param>
public sealed record ParticipantMedia(
    IReadOnlyList<PublishedLine> Published,
    IReadOnlyList<SlotLine> Slots,
    RtpHeaderExtensionMap Extensions,
    Ssrc FeedbackSsrc)
{
    /// <summary>Neither sends nor receives.</summary>
    public static ParticipantMedia Nothing { get; } = new([], [], default, default);
}
