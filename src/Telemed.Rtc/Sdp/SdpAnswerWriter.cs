using Telemed.Rtc.Codecs;
using Telemed.Rtc.Session;

namespace Telemed.Rtc.Sdp;

/// <summary>
/// Writes the answer to a browser's offer (RFC 9429 section 5.3): one bundle, ICE-lite, passive DTLS, candidates in the
/// first section in use only. Payload types and extension ids are the offer's own.
/// </summary>
public static class SdpAnswerWriter
{
    /// <summary>
    /// Writes the answer and says what it settles. A section is rejected when the plan says so or no codec is shared; it is
    /// inactive when the plan does not fit the offered direction.
    /// </summary>
    /// <exception cref="ArgumentException">The plan has another number of sections than the offer.</exception>
    public static NegotiatedSession Write(SdpOffer offer, AnswerPlan plan, out string answer)
    {
        var description = offer.Description;
        if (plan.Media.Count != description.Media.Count)
        {
            throw new ArgumentException("The plan must have one entry for each m-section of the offer.", nameof(plan));
        }

        var settled = new List<NegotiatedMedia>(plan.Media.Count);
        for (var index = 0; index < plan.Media.Count; index++)
        {
            settled.Add(SdpNegotiation.Negotiate(description.Media[index], plan.Media[index], plan));
        }

        answer = WriteText(description, plan, settled);
        return new(description.Ice, description.Fingerprint, settled);
    }

    private static string WriteText(SdpDescription offer, AnswerPlan plan, List<NegotiatedMedia> settled)
    {
        var text = new SdpBuilder();
        text.Session(
            plan.SessionId,
            plan.SessionVersion,
            settled.FindAll(media => !media.IsRejected).ConvertAll(media => media.Mid));
        text.Line("a=ice-lite");
        text.Line("a=msid-semantic: WMS *");
        var first = settled.Find(media => !media.IsRejected);
        foreach (var media in settled)
        {
            var offered = offer.Media[media.Index];
            if (media.IsRejected)
            {
                WriteRejected(text, offered);
                continue;
            }

            WriteHead(text, offered, media, plan);
            if (media == first)
            {
                text.Candidates(plan.Candidates);
            }

            WriteBody(text, offered, media, plan);
        }

        return text.ToString();
    }

    private static void WriteRejected(SdpBuilder text, SdpMedia offered)
    {
        text.Line($"m={offered.KindName} 0 {offered.Protocol} {offered.Formats}");
        text.Line("c=IN IP4 0.0.0.0");
        text.Line("a=mid:" + offered.Mid);
        text.Line("a=inactive");
    }

    private static void WriteHead(SdpBuilder text, SdpMedia offered, NegotiatedMedia media, AnswerPlan plan)
    {
        var types = new List<byte>(4);
        foreach (var codec in media.Codecs)
        {
            types.Add(codec.PayloadType);
            if (codec.RtxPayloadType is { } rtx)
            {
                types.Add(rtx);
            }

            if (codec.RedPayloadType is { } red)
            {
                // The first one is what the peer will send.
                types.Insert(codec.PrefersRed ? types.Count - 1 : types.Count, red);
            }
        }

        var (address, port) = DefaultDestination(plan.Candidates);
        text.Line($"m={offered.KindName} {port} {offered.Protocol} {string.Join(' ', types)}");
        text.Line("c=" + address);
        text.Transport(plan.Ice, plan.Fingerprint, "passive");
    }

    private static void WriteBody(SdpBuilder text, SdpMedia offered, NegotiatedMedia media, AnswerPlan plan)
    {
        text.Line("a=mid:" + media.Mid);
        text.Extensions(media.Extensions);
        text.Line("a=" + SdpBuilder.Word(media.Direction));
        if (media.LocalStream is { } stream && plan.Media[media.Index] is MediaPlan.Send send)
        {
            text.Stream(stream, send.StreamId, send.TrackId, send.Cname);
        }

        text.Line("a=rtcp-mux");
        text.Line("a=rtcp-rsize");
        foreach (var codec in media.Codecs)
        {
            WriteCodec(text, offered, codec, plan.Opus);
        }

        if (media.Kind == SdpMediaKind.Audio && plan.Opus.PacketTimeMs is { } packetTime)
        {
            text.Line($"a=ptime:{packetTime}");
        }

        WriteSimulcast(text, media);
    }

    private static void WriteCodec(SdpBuilder text, SdpMedia offered, NegotiatedCodec codec, OpusPlan opus)
    {
        var type = codec.PayloadType;
        var name = codec.Kind switch
        {
            MediaCodec.Opus => "opus/48000/2",
            MediaCodec.Vp8 => "VP8/90000",
            _ => "H264/90000",
        };
        text.Line($"a=rtpmap:{type} {name}");
        text.Feedback(type, codec.Feedback);
        if (codec.Kind == MediaCodec.Opus)
        {
            text.Line($"a=fmtp:{type} {OpusParameters(opus)}");
        }
        else if (codec.Kind == MediaCodec.H264)
        {
            text.Line($"a=fmtp:{type} {H264Parameters(offered.FindCodec(type)!)}");
        }

        if (codec.RtxPayloadType is { } rtx)
        {
            text.Line($"a=rtpmap:{rtx} rtx/90000");
            text.Line($"a=fmtp:{rtx} apt={type}");
        }

        if (codec.RedPayloadType is { } red)
        {
            text.Line($"a=rtpmap:{red} red/48000/2");
            text.Line($"a=fmtp:{red} {type}/{type}");
        }
    }

    private static string OpusParameters(OpusPlan opus) =>
        "minptime=10;useinbandfec=1"
        + (opus.UseDtx ? ";usedtx=1" : "")
        + (opus.MaxAverageBitrate is { } rate ? $";maxaveragebitrate={rate}" : "");

    // RFC 6184 section 8.2.2: the profile must be the offer's; a missing one means baseline, level 1.
    private static string H264Parameters(SdpCodec codec)
    {
        var profile = codec.TryGetParameter("profile-level-id", out var value) && IsProfile(value)
            ? value.ToString()
            : "42e01f";
        return "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=" + profile;
    }

    private static bool IsProfile(ReadOnlySpan<char> value)
    {
        foreach (var letter in value)
        {
            if (!char.IsAsciiHexDigit(letter))
            {
                return false;
            }
        }

        return value.Length == 6;
    }

    private static void WriteSimulcast(SdpBuilder text, NegotiatedMedia media)
    {
        foreach (var layer in media.Layers)
        {
            text.Line($"a=rid:{layer} recv");
        }

        if (media.Layers.Count > 0)
        {
            text.Line("a=simulcast:recv " + string.Join(';', media.Layers));
        }
    }

    private static (string Address, ushort Port) DefaultDestination(IReadOnlyList<SdpCandidate> candidates)
    {
        foreach (var candidate in candidates)
        {
            if (candidate.Protocol == NetworkProtocol.Udp && candidate.TryGetPath(out var path))
            {
                return ((path.IsIPv4 ? "IN IP4 " : "IN IP6 ") + candidate.Address, candidate.Port);
            }
        }

        return ("IN IP4 0.0.0.0", 9);
    }
}
