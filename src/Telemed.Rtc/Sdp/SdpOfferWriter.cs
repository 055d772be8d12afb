using Telemed.Rtc.Rtp;

namespace Telemed.Rtc.Sdp;

/// <summary>
/// Writes the offer of a client of ours: sending audio, sending video, then receive-only slots, all VP8 and Opus with fixed
/// payload types and extension ids. Mids count from "0".
/// </summary>
public static class SdpOfferWriter
{
    /// <summary>Opus.</summary>
    public const byte OpusPayloadType = 111;

    /// <summary>VP8.</summary>
    public const byte Vp8PayloadType = 96;

    /// <summary>H.264, packetization mode 1.</summary>
    public const byte H264PayloadType = 102;

    /// <summary>Retransmissions of VP8.</summary>
    public const byte RtxPayloadType = 97;

    /// <summary>The header extension ids of audio and video sections alike; the answer keeps some of them.</summary>
    public static RtpHeaderExtensionMap Extensions => new()
    {
        AudioLevel = 1,
        TransportSequenceNumber = 3,
        Mid = 4,
    };

    /// <summary>Writes the offer.</summary>
    public static string Write(OfferPlan plan)
    {
        var count = (plan.Audio is null ? 0 : 1) + (plan.Video is null ? 0 : 1) + plan.AudioSlots + plan.VideoSlots;
        var text = new SdpBuilder();
        text.Session(plan.SessionId, plan.SessionVersion, Enumerable.Range(0, count).Select(mid => $"{mid}"));
        text.Line("a=msid-semantic: WMS *");
        var mid = 0;
        if (plan.Audio is { } audio)
        {
            WriteSection(text, plan, mid++, SdpMediaKind.Audio, audio);
        }

        if (plan.Video is { } video)
        {
            WriteSection(text, plan, mid++, SdpMediaKind.Video, video);
        }

        for (var slot = 0; slot < plan.AudioSlots + plan.VideoSlots; slot++)
        {
            var kind = slot < plan.AudioSlots ? SdpMediaKind.Audio : SdpMediaKind.Video;
            WriteSection(text, plan, mid++, kind, null);
        }

        return text.ToString();
    }

    private static void WriteSection(SdpBuilder text, OfferPlan plan, int mid, SdpMediaKind kind, OfferStream? stream)
    {
        var isAudio = kind == SdpMediaKind.Audio;
        var formats = isAudio ? $"{OpusPayloadType}"
            : plan.H264Profile is not null ? $"{H264PayloadType}" : $"{Vp8PayloadType} {RtxPayloadType}";
        text.Line($"m={(isAudio ? "audio" : "video")} 9 UDP/TLS/RTP/SAVPF {formats}");
        text.Line("c=IN IP4 0.0.0.0");
        text.Transport(plan.Ice, plan.Fingerprint, "actpass");
        text.Line($"a=mid:{mid}");
        var isNumbered = stream is not null || plan.ReportsArrivals;
        text.Extensions(Extensions with
        {
            AudioLevel = isAudio ? Extensions.AudioLevel : (byte)0,
            TransportSequenceNumber = isNumbered ? Extensions.TransportSequenceNumber : (byte)0,
        });
        text.Line(stream is null ? "a=recvonly" : "a=sendonly");
        if (stream is not null)
        {
            text.Stream(new(stream.Ssrc, stream.RtxSsrc), stream.StreamId, stream.TrackId, stream.Cname);
        }

        text.Line("a=rtcp-mux");
        text.Line("a=rtcp-rsize");
        if (isAudio)
        {
            text.Line($"a=rtpmap:{OpusPayloadType} opus/48000/2");
            text.Feedback(OpusPayloadType, isNumbered ? SdpFeedback.TransportWide : SdpFeedback.None);
            text.Line($"a=fmtp:{OpusPayloadType} minptime=10;useinbandfec=1");
            return;
        }

        if (plan.H264Profile is { } profile)
        {
            text.Line($"a=rtpmap:{H264PayloadType} H264/90000");
            text.Feedback(H264PayloadType, SdpFeedback.FullIntra | SdpFeedback.PictureLoss);
            text.Line($"a=fmtp:{H264PayloadType} level-asymmetry-allowed=1;packetization-mode=1;profile-level-id={profile}");
            return;
        }

        text.Line($"a=rtpmap:{Vp8PayloadType} VP8/90000");
        text.Feedback(
            Vp8PayloadType,
            (isNumbered ? SdpFeedback.TransportWide : SdpFeedback.None)
                | SdpFeedback.FullIntra | SdpFeedback.Nack | SdpFeedback.PictureLoss);
        text.Line($"a=rtpmap:{RtxPayloadType} rtx/90000");
        text.Line($"a=fmtp:{RtxPayloadType} apt={Vp8PayloadType}");
    }
}
