using System.Text;
using Telemed.Rtc.Dtls;
using Telemed.Rtc.Rtp;
using Telemed.Rtc.Sdp;
using Telemed.Rtc.Session;
using Telemed.Rtc.Tests.Ice;

namespace Telemed.Rtc.Tests.Sdp;

internal static class SdpSamples
{
    public const string Chromium = "chromium-offer.sdp";
    public const string ChromiumSimulcast = "chromium-simulcast-offer.sdp";
    public const string Firefox = "firefox-like-offer.sdp";

    public static DtlsFingerprint OurFingerprint => DtlsFingerprint.OfCertificate([1, 2, 3]);

    /// <summary>The sample as a browser hands it out, with CR LF at each line's end.</summary>
    public static string Load(string name)
    {
        using var stream = typeof(SdpSamples).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\r\n");
    }

    public static SdpOffer Parse(string text)
    {
        Assert.True(SdpOffer.TryParse(text, out var offer, out var error), error?.ToString());
        Assert.Null(error);
        return offer!;
    }

    public static AnswerPlan Plan(SdpOffer offer) => new()
    {
        SessionId = 42,
        SessionVersion = 1,
        Ice = IceWorld.Credentials(7),
        Fingerprint = OurFingerprint,
        Candidates =
        [
            SdpCandidate.Host(NetworkPath.FromIPv4(0xC0000209, 7000), 0),
            SdpCandidate.Host(NetworkPath.FromIPv4(0xC0000209, 8080, NetworkProtocol.Tcp), 1),
        ],
        Media = [.. offer.Description.Media.Select(PlanOf)],
    };

    public static MediaPlan PlanOf(SdpMedia media) => media.Direction switch
    {
        SdpDirection.SendOnly or SdpDirection.SendReceive => new MediaPlan.Receive(),
        SdpDirection.ReceiveOnly => new MediaPlan.Send(
            new((uint)(1000 + (media.Index * 2))),
            media.Kind == SdpMediaKind.Video ? new Ssrc((uint)(1001 + (media.Index * 2))) : null,
            "slot" + media.Mid,
            "t" + media.Mid,
            "telemed"),
        _ => new MediaPlan.Inactive(),
    };

    public static OfferPlan ClientPlan => new()
    {
        SessionId = 9,
        Ice = IceWorld.Credentials(8),
        Fingerprint = DtlsFingerprint.OfCertificate([4, 5, 6]),
        Audio = new(new(11), null, "bedside", "voice", "bot"),
        Video = new(new(12), new Ssrc(13), "bedside", "face", "bot"),
    };
}
