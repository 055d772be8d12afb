namespace Telemed.Rtc.Rtcp;

/// <summary>A receiver's cry for a key frame (RFC 4585 section 6.3.1); it has no content but the header.</summary>
/// <param name="Header">Who asks, and of which stream.</param>
public readonly record struct PictureLossIndication(FeedbackHeader Header)
{
    /// <summary>False when the packet is something else.</summary>
    public static bool TryParse(RtcpPacket packet, out PictureLossIndication indication)
    {
        var found = FeedbackHeader.TryParse(
            packet, RtcpPacketType.PayloadFeedback, RtcpFormat.PictureLossIndication, out var header);
        indication = new(header);
        return found;
    }
}
