using Telemed.Rtc.Codecs;
using Telemed.Rtc.Rtp;
using Telemed.Rtc.Sdp;
using Telemed.Rtc.Session;

namespace Telemed.Rtc.Tests.Sdp;

public sealed class SdpAnswerWriterTests
{
    [Theory]
    [InlineData(SdpSamples.Chromium, 96, 97, 111)]
    [InlineData(SdpSamples.ChromiumSimulcast, 96, 97, 111)]
    [InlineData(SdpSamples.Firefox, 120, 124, 109)]
    public void The_answer_reads_back_as_planned(string sample, byte vp8, byte rtx, byte opus)
    {
        var offer = SdpSamples.Parse(SdpSamples.Load(sample));
        var plan = SdpSamples.Plan(offer);

        var session = SdpAnswerWriter.Write(offer, plan, out var text);

        Assert.True(SdpAnswer.TryParse(text, out var answer, out var error), error?.ToString());
        var description = answer!.Description;
        Assert.Equal((42ul, 1ul), (description.SessionId, description.SessionVersion));
        Assert.True(description.IsIceLite);
        Assert.Equal(SdpSetup.Passive, description.Setup);
        Assert.Equal(plan.Ice.Password, description.Ice.Password);
        Assert.Equal(SdpSamples.OurFingerprint, description.Fingerprint);
        Assert.Equal(offer.Description.Bundle, description.Bundle);
        Assert.Equal(9, answer.Slots.Count());
        Assert.Equal([vp8, rtx], description.Media[1].Codecs.Take(2).Select(codec => codec.PayloadType));
        Assert.Equal(opus, description.Media[0].Codecs[0].PayloadType);
        Assert.All(session.Media, media => Assert.Equal(description.Media[media.Index].Direction, media.Direction));
        Assert.All(session.Media, media => Assert.Equal(media.Extensions, description.Media[media.Index].Extensions));
        Assert.Equal(offer.Description.Fingerprint, session.RemoteFingerprint);
        Assert.Equal(offer.Description.Ice.UsernameFragment, session.RemoteIce.UsernameFragment);
    }

    [Theory]
    [InlineData(SdpSamples.Chromium)]
    [InlineData(SdpSamples.Firefox)]
    public void Candidates_stand_in_the_first_section_only(string sample)
    {
        var offer = SdpSamples.Parse(SdpSamples.Load(sample));

        SdpAnswerWriter.Write(offer, SdpSamples.Plan(offer), out var text);

        Assert.True(SdpAnswer.TryParse(text, out var answer, out _));
        Assert.Equal(2, answer!.Description.Media[0].Candidates.Count);
        Assert.All(answer.Description.Media.Skip(1), media => Assert.Empty(media.Candidates));
        Assert.Equal(
            [NetworkPath.FromIPv4(0xC0000209, 7000), NetworkPath.FromIPv4(0xC0000209, 8080, NetworkProtocol.Tcp)],
            answer.Candidates.Select(candidate => candidate.Path));
        Assert.Contains("a=candidate:1 1 udp 2130706431 192.0.2.9 7000 typ host\r\n", text, StringComparison.Ordinal);
        Assert.Contains("typ host tcptype passive\r\n", text, StringComparison.Ordinal);
        Assert.All(answer.Description.Media, media => Assert.Equal(7000, media.Port));
    }

    [Fact]
    public void A_slot_names_the_media_stream_before_its_retransmissions()
    {
        var offer = SdpSamples.Parse(SdpSamples.Load(SdpSamples.Chromium));

        var session = SdpAnswerWriter.Write(offer, SdpSamples.Plan(offer), out var text);

        Assert.Contains(
            "a=sendonly\r\na=msid:slot5 t5\r\na=ssrc-group:FID 1010 1011\r\na=ssrc:1010 cname:telemed\r\n"
            + "a=ssrc:1011 cname:telemed\r\n",
            text,
            StringComparison.Ordinal);
        Assert.Equal(new SdpSsrcGroup(new(1010), new Ssrc(1011)), session.Find("5")!.LocalStream);
        Assert.Equal(new SdpSsrcGroup(new(1004), null), session.Find("2")!.LocalStream);
        Assert.Null(session.Find("0")!.LocalStream);
    }

    [Fact]
    public void Slots_carry_the_transport_sequence_but_no_mid()
    {
        var offer = SdpSamples.Parse(SdpSamples.Load(SdpSamples.Chromium));

        var session = SdpAnswerWriter.Write(offer, SdpSamples.Plan(offer), out _);

        Assert.Equal(new RtpHeaderExtensionMap { TransportSequenceNumber = 3 }, session.Media[5].Extensions);
        Assert.Equal(
            new RtpHeaderExtensionMap { TransportSequenceNumber = 3, Mid = 4, AudioLevel = 1 },
            session.Media[0].Extensions);
        Assert.Equal(new RtpHeaderExtensionMap { TransportSequenceNumber = 3, Mid = 4 }, session.Media[1].Extensions);
    }

    [Theory]
    [InlineData(SdpSamples.ChromiumSimulcast, 0)]
    [InlineData(SdpSamples.Firefox, 3)]
    public void Simulcast_is_taken_with_all_its_layers(string sample, int announced)
    {
        var offer = SdpSamples.Parse(SdpSamples.Load(sample));

        var session = SdpAnswerWriter.Write(offer, SdpSamples.Plan(offer), out var text);

        Assert.Equal(["h", "m", "l"], session.Media[1].Layers);
        Assert.Equal(announced, session.Media[1].RemoteStreams.Count);
        Assert.All(session.Media[1].RemoteStreams, stream => Assert.NotNull(stream.Rtx));
        Assert.NotEqual(0, session.Media[1].Extensions.Rid);
        Assert.NotEqual(0, session.Media[1].Extensions.RepairedRid);
        Assert.Contains(
            "a=rid:h recv\r\na=rid:m recv\r\na=rid:l recv\r\na=simulcast:recv h;m;l\r\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void VP8_comes_first_then_H264_in_mode_1_and_constrained_baseline()
    {
        var offer = SdpSamples.Parse(SdpSamples.Load(SdpSamples.Chromium));

        var session = SdpAnswerWriter.Write(offer, SdpSamples.Plan(offer), out var text);

        Assert.Equal([MediaCodec.Vp8, MediaCodec.H264], session.Media[1].Codecs.Select(codec => codec.Kind));
        Assert.Equal((byte)108, session.Media[1].Codecs[1].PayloadType);
        Assert.Equal((byte)109, session.Media[1].Codecs[1].RtxPayloadType);
        Assert.Contains(
            "a=fmtp:108 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f\r\n",
            text,
            StringComparison.Ordinal);
        Assert.Equal(session.Media[1].Codecs[0], session.Media[1].FindCodec(97));
        Assert.Null(session.Media[1].FindCodec(63));
    }

    [Fact]
    public void Only_feedback_that_was_offered_and_is_wanted_is_answered()
    {
        var offer = SdpSamples.Parse(SdpSamples.Load(SdpSamples.Chromium));

        var session = SdpAnswerWriter.Write(offer, SdpSamples.Plan(offer), out var text);

        Assert.DoesNotContain("goog-remb", text, StringComparison.Ordinal);
        Assert.Contains("a=rtcp-fb:111 transport-cc\r\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("a=rtcp-fb:111 nack", text, StringComparison.Ordinal);
        Assert.Equal(
            SdpFeedback.Nack | SdpFeedback.PictureLoss | SdpFeedback.FullIntra | SdpFeedback.TransportWide,
            session.Media[1].Codecs[0].Feedback);
    }

    [Fact]
    public void The_Opus_plan_shows_in_the_answer()
    {
        var offer = SdpSamples.Parse(SdpSamples.Load(SdpSamples.Chromium));
        var plan = SdpSamples.Plan(offer);
        SdpAnswerWriter.Write(offer, plan, out var plain);
        var weak = new AnswerPlan
        {
            SessionId = 1,
            SessionVersion = 2,
            Ice = plan.Ice,
            Fingerprint = plan.Fingerprint,
            Candidates = plan.Candidates,
            Media = plan.Media,
            Opus = new(UseDtx: true, MaxAverageBitrate: 16_000, PacketTimeMs: 60),
            UseAbsoluteSendTime = true,
        };

        var session = SdpAnswerWriter.Write(offer, weak, out var text);

        Assert.Contains("a=fmtp:111 minptime=10;useinbandfec=1\r\n", plain, StringComparison.Ordinal);
        Assert.DoesNotContain("ptime:", plain, StringComparison.Ordinal);
        Assert.Contains(
            "a=fmtp:111 minptime=10;useinbandfec=1;usedtx=1;maxaveragebitrate=16000\r\n", text, StringComparison.Ordinal);
        Assert.Contains("a=ptime:60\r\n", text, StringComparison.Ordinal);
        Assert.Equal(2, session.Media[0].Extensions.AbsoluteSendTime);
    }

    [Theory]
    [InlineData("UDP/TLS/RTP/SAVPF 111 63", "111 63", false)]
    [InlineData("UDP/TLS/RTP/SAVPF 63 111", "63 111", true)]
    public void Redundant_sound_is_answered_in_the_order_of_the_offer(string offered, string answered, bool prefersRed)
    {
        var offer = SdpSamples.Parse(
            SdpSamples.Load(SdpSamples.Chromium).Replace("UDP/TLS/RTP/SAVPF 111 63", offered, StringComparison.Ordinal));

        var session = SdpAnswerWriter.Write(offer, SdpSamples.Plan(offer), out var text);

        Assert.Contains($"m=audio 7000 UDP/TLS/RTP/SAVPF {answered}\r\n", text, StringComparison.Ordinal);
        Assert.Contains("a=rtpmap:63 red/48000/2\r\na=fmtp:63 111/111\r\n", text, StringComparison.Ordinal);
        Assert.Equal(((byte?)63, prefersRed), (session.Media[0].Codecs[0].RedPayloadType, session.Media[0].Codecs[0].PrefersRed));
        Assert.Same(session.Media[0].Codecs[0], session.Media[0].FindCodec(63));
    }

    [Theory]
    [InlineData("a=rtpmap:63 red/48000/2", "a=rtpmap:63 red/8000")]
    [InlineData("a=fmtp:63 111/111", "a=fmtp:63 111/9")]
    [InlineData("a=fmtp:63 111/111", "a=ptime:20")]
    public void Redundancy_of_anything_but_opus_is_not_taken(string line, string instead)
    {
        var offer = SdpSamples.Parse(SdpSamples.Load(SdpSamples.Chromium).Replace(line, instead, StringComparison.Ordinal));

        var session = SdpAnswerWriter.Write(offer, SdpSamples.Plan(offer), out var text);

        Assert.Null(session.Media[0].Codecs[0].RedPayloadType);
        Assert.DoesNotContain("a=rtpmap:63", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_section_without_a_codec_of_ours_is_rejected_and_leaves_the_bundle()
    {
        var text = SdpSamples.Load(SdpSamples.ChromiumSimulcast)
            .Replace("a=rtpmap:96 VP8/90000", "a=rtpmap:96 VP9/90000", StringComparison.Ordinal);
        var offer = SdpSamples.Parse(text);

        var session = SdpAnswerWriter.Write(offer, SdpSamples.Plan(offer), out var answerText);

        Assert.True(session.Media[1].IsRejected);
        Assert.Empty(session.Media[1].Codecs);
        Assert.True(SdpAnswer.TryParse(answerText, out var answer, out var error), error?.ToString());
        Assert.True(answer!.Description.Media[1].IsRejected);
        Assert.Equal(["0", "2", "3", "4"], answer.Description.Bundle);
    }

    [Fact]
    public void Candidates_move_on_when_the_first_section_is_rejected()
    {
        var offer = SdpSamples.Parse(SdpSamples.Load(SdpSamples.Chromium));
        var plan = SdpSamples.Plan(offer);
        var rejecting = new AnswerPlan
        {
            SessionId = 1,
            SessionVersion = 1,
            Ice = plan.Ice,
            Fingerprint = plan.Fingerprint,
            Candidates = plan.Candidates,
            Media = [new MediaPlan.Rejected(), new MediaPlan.Inactive(), .. plan.Media.Skip(2)],
        };

        SdpAnswerWriter.Write(offer, rejecting, out var text);

        Assert.True(SdpAnswer.TryParse(text, out var answer, out var error), error?.ToString());
        Assert.Equal(2, answer!.Description.Media[1].Candidates.Count);
        Assert.Equal(SdpDirection.Inactive, answer.Description.Media[1].Direction);
        Assert.Equal(plan.Ice.UsernameFragment, answer.Description.Ice.UsernameFragment);
    }

    [Fact]
    public void A_plan_against_the_offered_direction_makes_the_section_inactive()
    {
        var offer = SdpSamples.Parse(SdpSamples.Load(SdpSamples.Chromium));
        var plan = SdpSamples.Plan(offer);
        var crossed = new AnswerPlan
        {
            SessionId = 1,
            SessionVersion = 1,
            Ice = plan.Ice,
            Fingerprint = plan.Fingerprint,
            Candidates = plan.Candidates,
            Media = [plan.Media[5], .. plan.Media.Skip(1).Take(4), new MediaPlan.Receive(), .. plan.Media.Skip(6)],
        };

        var session = SdpAnswerWriter.Write(offer, crossed, out _);

        Assert.Equal(SdpDirection.Inactive, session.Media[0].Direction);
        Assert.Equal(SdpDirection.Inactive, session.Media[5].Direction);
        Assert.Null(session.Media[0].LocalStream);
    }

    [Fact]
    public void A_plan_of_another_length_is_the_callers_fault()
    {
        var offer = SdpSamples.Parse(SdpSamples.Load(SdpSamples.Chromium));
        var plan = SdpSamples.Plan(SdpSamples.Parse(SdpOfferWriter.Write(SdpSamples.ClientPlan)));

        Assert.Throws<ArgumentException>(() => SdpAnswerWriter.Write(offer, plan, out _));
    }

    [Fact]
    public void A_data_channel_is_rejected()
    {
        var text = SdpSamples.Load(SdpSamples.Chromium)
            .Replace("BUNDLE 0", "BUNDLE 0 data", StringComparison.Ordinal)
            + "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:data\r\na=sctp-port:5000\r\n";
        var offer = SdpSamples.Parse(text);

        var session = SdpAnswerWriter.Write(offer, SdpSamples.Plan(offer), out var answer);

        Assert.True(session.Find("data")!.IsRejected);
        Assert.Contains("m=application 0 UDP/DTLS/SCTP webrtc-datachannel\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Our_own_client_and_the_server_understand_each_other()
    {
        var plan = SdpSamples.ClientPlan;
        var offer = SdpSamples.Parse(SdpOfferWriter.Write(plan));

        var session = SdpAnswerWriter.Write(offer, SdpSamples.Plan(offer), out var text);

        Assert.Equal(plan.Ice.Password, session.RemoteIce.Password);
        Assert.Equal(plan.Fingerprint, session.RemoteFingerprint);
        Assert.Equal([new(new(11), null)], session.Media[0].RemoteStreams);
        Assert.Equal([new(new(12), new Ssrc(13))], session.Media[1].RemoteStreams);
        Assert.Equal(("bedside", "face"), (session.Media[1].StreamId, session.Media[1].TrackId));
        Assert.Equal(
            new NegotiatedCodec(
                MediaCodec.Vp8,
                SdpOfferWriter.Vp8PayloadType,
                SdpOfferWriter.RtxPayloadType,
                90_000,
                SdpFeedback.Nack | SdpFeedback.PictureLoss | SdpFeedback.FullIntra | SdpFeedback.TransportWide),
            session.Media[1].Codecs[0]);
        Assert.True(SdpAnswer.TryParse(text, out var answer, out _));
        Assert.Equal(["2", "3", "4", "5"], answer!.Slots.Select(slot => slot.Mid));
        Assert.Equal(
            [new(new(1004), null), new(new(1006), null), new(new(1008), new Ssrc(1009)), new(new(1010), new Ssrc(1011))],
            answer.Slots.Select(slot => slot.PrimaryPair!.Value));
        Assert.Equal(2, answer.Candidates.Count);
    }

    [Fact]
    public void An_answer_that_does_not_choose_a_role_is_refused()
    {
        Assert.False(SdpAnswer.TryParse(SdpOfferWriter.Write(SdpSamples.ClientPlan), out _, out var error));
        Assert.Equal(SdpErrorCode.BadSetup, error!.Code);
        Assert.True(error.IsUnsupported);
    }

    [Theory]
    [InlineData("1 1 udp 2130706431 192.0.2.1 7000 typ host", true)]
    [InlineData("1 1 UDP 2130706431 2001:db8::1 7000 typ srflx raddr 10.0.0.1 rport 5", true)]
    [InlineData("1 1 tcp 1518280447 192.0.2.1 443 typ host tcptype passive", true)]
    [InlineData("1 2 udp 2130706431 192.0.2.1 7000 typ host", false)]
    [InlineData("1 1 sctp 2130706431 192.0.2.1 7000 typ host", false)]
    [InlineData("1 1 udp 99999999999 192.0.2.1 7000 typ host", false)]
    [InlineData("1 1 udp 1 192.0.2.1 70000 typ host", false)]
    [InlineData("1 1 udp 1 192.0.2.1 7000 host", false)]
    [InlineData("", false)]
    public void Candidates_are_read_or_skipped(string text, bool isRead)
    {
        Assert.Equal(isRead, SdpCandidate.TryParse(text, out var candidate));
        if (isRead)
        {
            Assert.True(candidate!.TryGetPath(out var path));
            Assert.Equal(candidate.Port, path.Port);
        }
    }

    [Fact]
    public void A_candidate_with_a_name_has_no_path()
    {
        Assert.True(SdpCandidate.TryParse("1 1 udp 1 0a1b.local 7000 typ host", out var candidate));
        Assert.False(candidate!.TryGetPath(out _));
    }
}
