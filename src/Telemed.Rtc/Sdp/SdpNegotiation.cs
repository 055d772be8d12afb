using System.Globalization;
using Telemed.Rtc.Codecs;
using Telemed.Rtc.Rtp;

namespace Telemed.Rtc.Sdp;

/// <summary>Chooses for one m-section what an answer says; writes nothing.</summary>
internal static class SdpNegotiation
{
    private const SdpFeedback Wanted =
        SdpFeedback.Nack | SdpFeedback.PictureLoss | SdpFeedback.FullIntra | SdpFeedback.TransportWide;

    public static NegotiatedMedia Negotiate(SdpMedia offered, MediaPlan plan, AnswerPlan answer)
    {
        var codecs = ChooseCodecs(offered, answer);
        var isRejected = plan is MediaPlan.Rejected || offered.IsRejected || codecs.Count == 0;
        var direction = isRejected ? SdpDirection.Inactive : ChooseDirection(offered, plan);
        var isReceiving = direction == SdpDirection.ReceiveOnly;
        return new()
        {
            Index = offered.Index,
            Mid = offered.Mid,
            Kind = offered.Kind,
            Direction = direction,
            IsRejected = isRejected,
            Codecs = isRejected ? [] : codecs,
            Extensions = isRejected ? default : ChooseExtensions(offered, answer, direction),
            RemoteStreams = isReceiving ? RemoteStreams(offered) : [],
            Layers = isReceiving && plan is MediaPlan.Receive { Simulcast: true } ? offered.SimulcastSend : [],
            LocalStream = direction == SdpDirection.SendOnly ? LocalStream((MediaPlan.Send)plan, codecs) : null,
            StreamId = offered.StreamId,
            TrackId = offered.TrackId,
        };
    }

    private static SdpDirection ChooseDirection(SdpMedia offered, MediaPlan plan)
    {
        var peerSends = offered.Direction is SdpDirection.SendOnly or SdpDirection.SendReceive;
        var peerReceives = offered.Direction is SdpDirection.ReceiveOnly or SdpDirection.SendReceive;
        return plan switch
        {
            MediaPlan.Receive when peerSends => SdpDirection.ReceiveOnly,
            MediaPlan.Send when peerReceives => SdpDirection.SendOnly,
            _ => SdpDirection.Inactive,
        };
    }

    private static List<NegotiatedCodec> ChooseCodecs(SdpMedia offered, AnswerPlan answer)
    {
        var chosen = new List<NegotiatedCodec>(2);
        IReadOnlyList<MediaCodec> kinds = offered.Kind switch
        {
            SdpMediaKind.Audio => [MediaCodec.Opus],
            SdpMediaKind.Video => answer.VideoCodecs,
            _ => [],
        };
        foreach (var kind in kinds)
        {
            if (FindCodec(offered, kind) is { } codec)
            {
                var rtx = kind == MediaCodec.Opus ? null : offered.FindRtx(codec.PayloadType)?.PayloadType;
                var red = kind == MediaCodec.Opus ? FindRed(offered, codec) : null;
                chosen.Add(new(
                    kind, codec.PayloadType, rtx, codec.ClockRate, codec.Feedback & Wanted, red?.PayloadType, IsBefore(offered, red, codec)));
            }
        }

        return chosen;
    }

    // RFC 2198 section 5: the parameters list what a packet consists of, here of nothing but this codec.
    private static SdpCodec? FindRed(SdpMedia offered, SdpCodec codec)
    {
        foreach (var red in offered.Codecs)
        {
            if (red.Is("red") && red.ClockRate == codec.ClockRate && red.Channels == codec.Channels && Repeats(red, codec))
            {
                return red;
            }
        }

        return null;
    }

    private static bool Repeats(SdpCodec red, SdpCodec codec)
    {
        var types = red.Parameters.AsSpan().Trim();
        foreach (var range in types.Split('/'))
        {
            if (!byte.TryParse(types[range], NumberStyles.None, CultureInfo.InvariantCulture, out var type)
                || type != codec.PayloadType)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsBefore(SdpMedia offered, SdpCodec? first, SdpCodec second)
    {
        foreach (var codec in offered.Codecs)
        {
            if (ReferenceEquals(codec, first) || ReferenceEquals(codec, second))
            {
                return ReferenceEquals(codec, first);
            }
        }

        return false;
    }

    private static SdpCodec? FindCodec(SdpMedia offered, MediaCodec kind)
    {
        SdpCodec? found = null;
        foreach (var codec in offered.Codecs)
        {
            var fits = kind switch
            {
                MediaCodec.Opus => codec.Is("opus") && codec.ClockRate == OpusPacket.ClockRate && codec.Channels == 2,
                MediaCodec.Vp8 => codec.Is("VP8"),
                MediaCodec.H264 => codec.Is("H264")
                    && codec.TryGetParameter("packetization-mode", out var mode) && mode is "1",
                _ => false,
            };
            // Constrained baseline (42e0xx) is what every H.264 decoder has, so it wins over an earlier profile.
            if (fits && (found is null || (IsConstrainedBaseline(codec) && !IsConstrainedBaseline(found))))
            {
                found = codec;
            }
        }

        return found;
    }

    private static bool IsConstrainedBaseline(SdpCodec codec) =>
        codec.TryGetParameter("profile-level-id", out var profile)
        && profile.StartsWith("42e0", StringComparison.OrdinalIgnoreCase);

    private static RtpHeaderExtensionMap ChooseExtensions(SdpMedia offered, AnswerPlan answer, SdpDirection direction)
    {
        var all = offered.Extensions;
        var isReceiving = direction == SdpDirection.ReceiveOnly;
        var isSimulcast = isReceiving && offered.SimulcastSend.Count > 0;
        // A slot is known by its a=ssrc, so the mid would only cost bytes there.
        return new()
        {
            Mid = isReceiving ? all.Mid : (byte)0,
            Rid = isSimulcast ? all.Rid : (byte)0,
            RepairedRid = isSimulcast ? all.RepairedRid : (byte)0,
            TransportSequenceNumber = all.TransportSequenceNumber,
            AudioLevel = isReceiving ? all.AudioLevel : (byte)0,
            AbsoluteSendTime = answer.UseAbsoluteSendTime ? all.AbsoluteSendTime : (byte)0,
        };
    }

    private static List<SdpSsrcGroup> RemoteStreams(SdpMedia offered)
    {
        var streams = new List<SdpSsrcGroup>(3);
        foreach (var ssrc in offered.Ssrcs)
        {
            if (!IsRtx(offered, ssrc))
            {
                streams.Add(new(ssrc, RtxOf(offered, ssrc)));
            }
        }

        return streams;
    }

    private static bool IsRtx(SdpMedia offered, Ssrc ssrc)
    {
        foreach (var pair in offered.Pairs)
        {
            if (pair.Rtx == ssrc)
            {
                return true;
            }
        }

        return false;
    }

    private static Ssrc? RtxOf(SdpMedia offered, Ssrc ssrc)
    {
        foreach (var pair in offered.Pairs)
        {
            if (pair.Media == ssrc)
            {
                return pair.Rtx;
            }
        }

        return null;
    }

    private static SdpSsrcGroup LocalStream(MediaPlan.Send plan, List<NegotiatedCodec> codecs) =>
        new(plan.Ssrc, codecs.Exists(codec => codec.RtxPayloadType is not null) ? plan.RtxSsrc : null);
}
