using Telemed.Media;
using Telemed.Rtc.Sdp;
using Telemed.Server.Problems;

namespace Telemed.Server.Whip;

/// <summary>A device's offer, of which it is known that it only sends, or only receives.</summary>
/// <param name="Sdp">The offer.</param>
/// <param name="Ufrag">The device's ICE user name fragment.</param>
/// <param name="Lines">Its m-lines in order.</param>
internal sealed record DeviceOffer(string Sdp, string Ufrag, IReadOnlyList<DeviceLine> Lines)
{
    /// <summary>RFC 9725 section 4.4.2 knows one audio and one video track; boxes with two cameras have two feeds.</summary>
    private const int MostOfAKind = 1;

    /// <summary>
    /// Reads an offer. What cannot be read is 400; what asks for something that these doors do not do is 422: a section in
    /// the other direction, more than one of a kind, or a section that we would have to reject (RFC 9725 sections 4.2,
    /// 4.4.2 and 4.4.3).
    /// </summary>
    /// <param name="sdp">The offer.</param>
    /// <param name="sends">Whether the device is to send.</param>
    public static Answer<DeviceOffer> Read(string sdp, bool sends)
    {
        if (!SdpOffer.TryParse(sdp, out var offer, out var error))
        {
            return new Refusal(error!.IsUnsupported ? ProblemKind.OfferUnsupported : ProblemKind.OfferUnreadable, error.Message);
        }

        List<DeviceLine> lines = [];
        foreach (var media in offer!.Description.Media)
        {
            var fits = sends
                ? media.Direction is SdpDirection.SendOnly or SdpDirection.SendReceive
                : media.Direction is SdpDirection.ReceiveOnly;
            if (!fits || media.IsRejected || media.Kind is not (SdpMediaKind.Audio or SdpMediaKind.Video))
            {
                return new Refusal(
                    ProblemKind.OfferUnsupported, $"Every section must be audio or video that the device {(sends ? "sends" : "receives")}.");
            }

            var kind = media.Kind == SdpMediaKind.Audio ? MediaKind.Audio : MediaKind.Video;
            if (!HasCodec(media))
            {
                return new Refusal(ProblemKind.OfferUnsupported, $"The {media.KindName} section has none of Opus, VP8 and H.264.");
            }

            lines.Add(new(media.Mid, kind));
        }

        return lines.CountBy(line => line.Kind).Any(count => count.Value > MostOfAKind)
            ? new Refusal(ProblemKind.OfferUnsupported, "There may be one section of a kind; a second camera is a second feed.")
            : new DeviceOffer(sdp, offer.Description.Ice.UsernameFragment, lines);
    }

    private static bool HasCodec(SdpMedia media) => media.Codecs.Any(codec =>
        media.Kind == SdpMediaKind.Audio ? codec.Is("opus") : codec.Is("VP8") || codec.Is("H264"));
}
