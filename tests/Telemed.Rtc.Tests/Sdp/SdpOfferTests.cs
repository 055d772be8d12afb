using Telemed.Rtc.Rtp;
using Telemed.Rtc.Sdp;

namespace Telemed.Rtc.Tests.Sdp;

public sealed class SdpOfferTests
{
    [Theory]
    [InlineData(SdpSamples.Chromium, "bj4s")]
    [InlineData(SdpSamples.ChromiumSimulcast, "kbuw")]
    [InlineData(SdpSamples.Firefox, "5f3a9c21")]
    public void A_browsers_offer_with_nine_slots_is_read(string sample, string fragment)
    {
        var offer = SdpSamples.Parse(SdpSamples.Load(sample)).Description;

        Assert.Equal(11, offer.Media.Count);
        Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"], offer.Bundle);
        Assert.Equal(offer.Bundle, offer.Media.Select(media => media.Mid));
        Assert.Equal(fragment, offer.Ice.UsernameFragment);
        Assert.Equal(SdpSetup.ActPass, offer.Setup);
        Assert.False(offer.IsIceLite);
        Assert.Equal([SdpDirection.SendOnly, SdpDirection.SendOnly], offer.Media.Take(2).Select(media => media.Direction));
        Assert.All(offer.Media.Skip(2), media => Assert.Equal(SdpDirection.ReceiveOnly, media.Direction));
        Assert.Equal(4, offer.Media.Count(media => media.Kind == SdpMediaKind.Audio));
        Assert.All(offer.Media, media => Assert.False(media.IsRejected));
        Assert.All(offer.Media, media => Assert.True(media.HasRtcpMux && media.IsSecureRtp));
    }

    [Fact]
    public void Line_feeds_alone_will_do()
    {
        var text = SdpSamples.Load(SdpSamples.Chromium).ReplaceLineEndings("\n");

        Assert.Equal(11, SdpSamples.Parse(text).Description.Media.Count);
    }

    [Fact]
    public void The_codecs_of_Chromium_are_read()
    {
        var offer = SdpSamples.Parse(SdpSamples.Load(SdpSamples.Chromium)).Description;

        var opus = offer.Media[0].FindCodec(111)!;
        Assert.Equal(("opus", 48_000, 2), (opus.Name, opus.ClockRate, opus.Channels));
        Assert.Equal(SdpFeedback.TransportWide, opus.Feedback);
        Assert.True(opus.TryGetParameter("useinbandfec", out var fec));
        Assert.Equal("1", fec);
        var vp8 = offer.Media[1].Codecs[0];
        Assert.Equal((96, "VP8", 90_000), (vp8.PayloadType, vp8.Name, vp8.ClockRate));
        Assert.Equal(
            SdpFeedback.Nack | SdpFeedback.PictureLoss | SdpFeedback.FullIntra | SdpFeedback.TransportWide
                | SdpFeedback.ReceiverEstimate,
            vp8.Feedback);
        Assert.Equal((byte)97, offer.Media[1].FindRtx(96)?.PayloadType);
        Assert.Null(offer.Media[1].FindRtx(97));
    }

    [Fact]
    public void Extensions_streams_and_candidates_of_Chromium_are_read()
    {
        var offer = SdpSamples.Parse(SdpSamples.Load(SdpSamples.Chromium)).Description;

        Assert.Equal(
            new RtpHeaderExtensionMap { AudioLevel = 1, AbsoluteSendTime = 2, TransportSequenceNumber = 3, Mid = 4 },
            offer.Media[0].Extensions);
        Assert.Equal(10, offer.Media[1].Extensions.Rid);
        Assert.Equal(11, offer.Media[1].Extensions.RepairedRid);
        Assert.Equal(new SdpSsrcGroup(new(3806172593), null), offer.Media[0].PrimaryPair);
        Assert.Equal("VnDHo4qRtpfEyAm+", offer.Media[0].Cname);
        Assert.Equal("a8ba185b-4b52-4935-b1fa-c624367dab8f", offer.Media[0].StreamId);
        Assert.Equal("d716125d-b27d-49b8-9b09-73d65cc7c74f", offer.Media[0].TrackId);
        var pair = Assert.Single(offer.Media[1].Pairs);
        Assert.Equal(pair, offer.Media[1].PrimaryPair);
        Assert.NotNull(pair.Rtx);
        Assert.Equal(8, offer.Media[0].Candidates.Count);
        Assert.Equal(4, offer.Media[0].Candidates.Count(candidate => candidate.TcpType == "active"));
    }

    [Fact]
    public void Simulcast_layers_are_read_in_order_though_Chromium_names_no_streams()
    {
        var video = SdpSamples.Parse(SdpSamples.Load(SdpSamples.ChromiumSimulcast)).Description.Media[1];

        Assert.Equal(["h", "m", "l"], video.SimulcastSend);
        Assert.Equal([new("h", true), new("m", true), new("l", true)], video.Rids);
        Assert.Empty(video.Ssrcs);
        Assert.Null(video.PrimaryPair);
    }

    [Fact]
    public void Firefox_means_bundle_only_with_port_0_and_not_rejected()
    {
        var offer = SdpSamples.Parse(SdpSamples.Load(SdpSamples.Firefox)).Description;

        Assert.Equal(0, offer.Media[1].Port);
        Assert.True(offer.Media[1].IsBundleOnly);
        Assert.Equal(["h", "m", "l"], offer.Media[1].SimulcastSend);
        Assert.Equal(3, offer.Media[1].Pairs.Count);
        Assert.Equal((byte)124, offer.Media[1].FindRtx(120)?.PayloadType);
        Assert.Equal(7, offer.Media[1].Extensions.TransportSequenceNumber);
    }

    [Theory]
    [InlineData("", SdpErrorCode.NotSdp, 0)]
    [InlineData("hello", SdpErrorCode.NotSdp, 1)]
    [InlineData("\r\nv=0", SdpErrorCode.NotSdp, 1)]
    [InlineData("v=0\r\n", SdpErrorCode.NoMedia, 0)]
    [InlineData("v=0\r\nnonsense", SdpErrorCode.MalformedLine, 2)]
    [InlineData("v=0\r\nM=x", SdpErrorCode.MalformedLine, 2)]
    [InlineData("v=0\r\no=- x y", SdpErrorCode.MalformedLine, 2)]
    [InlineData("v=0\r\nm=audio", SdpErrorCode.MalformedLine, 2)]
    [InlineData("v=0\r\nm=audio 99999 UDP/TLS/RTP/SAVPF 0", SdpErrorCode.MalformedLine, 2)]
    [InlineData("v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 128", SdpErrorCode.MalformedLine, 2)]
    [InlineData("v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 1 1", SdpErrorCode.MalformedLine, 2)]
    [InlineData("v=0\r\na=setup:holdconn", SdpErrorCode.BadSetup, 2)]
    [InlineData("v=0\r\na=fingerprint:sha-256 12:34", SdpErrorCode.MalformedLine, 2)]
    [InlineData("v=0\r\nx=a\rb", SdpErrorCode.MalformedLine, 2)]
    public void A_malformed_offer_is_refused_with_reason_and_line(string text, SdpErrorCode code, int line)
    {
        Assert.False(SdpOffer.TryParse(text, out var offer, out var error));

        Assert.Null(offer);
        Assert.Equal((code, line), (error!.Code, error.Line));
        Assert.False(string.IsNullOrWhiteSpace(error.Message));
    }

    [Theory]
    [InlineData("a=ice-ufrag:", "a=ice-ufrag:x", SdpErrorCode.NoIceCredentials)]
    [InlineData("a=ice-pwd:", "a=ice-pwd:short", SdpErrorCode.NoIceCredentials)]
    [InlineData("a=fingerprint:", "a=fingerprint:sha-1 12:34", SdpErrorCode.NoFingerprint)]
    [InlineData("a=setup:", "a=setup:passive", SdpErrorCode.BadSetup)]
    [InlineData("a=group:", "a=group:BUNDLE 0 1", SdpErrorCode.NotBundled)]
    [InlineData("a=rtcp-mux", "a=x", SdpErrorCode.NoRtcpMux)]
    [InlineData("a=mid:0", "a=mid:1", SdpErrorCode.BadMid)]
    [InlineData("a=mid:0", "a=x", SdpErrorCode.BadMid)]
    [InlineData("a=mid:0", "a=mid:a b", SdpErrorCode.MalformedLine)]
    [InlineData("m=audio", "m=audio 9 RTP/AVP 111", SdpErrorCode.UnsupportedProtocol)]
    [InlineData("a=rtpmap:111", "a=rtpmap:111 opus", SdpErrorCode.MalformedLine)]
    [InlineData("a=rtpmap:111", "a=rtpmap:111 opus/0", SdpErrorCode.MalformedLine)]
    [InlineData("a=fmtp:111", "a=fmtp:x y", SdpErrorCode.MalformedLine)]
    [InlineData("a=fmtp:97", "a=fmtp:97 apt=960", SdpErrorCode.MalformedLine)]
    [InlineData("a=rtcp-fb:111", "a=rtcp-fb:", SdpErrorCode.MalformedLine)]
    [InlineData("a=extmap:1 ", "a=extmap:0 urn:x", SdpErrorCode.MalformedLine)]
    [InlineData("a=extmap:1 ", "a=extmap:1", SdpErrorCode.MalformedLine)]
    [InlineData("a=ssrc:", "a=ssrc:4294967296 cname:x", SdpErrorCode.MalformedLine)]
    [InlineData("a=ssrc-group:FID", "a=ssrc-group:FID 1", SdpErrorCode.MalformedLine)]
    public void An_offer_with_one_wrong_line_is_refused(string line, string instead, SdpErrorCode code)
    {
        var lines = SdpSamples.Load(SdpSamples.Chromium).Split("\r\n");
        var replaced = 0;
        for (var index = 0; index < lines.Length; index++)
        {
            if (lines[index].StartsWith(line, StringComparison.Ordinal))
            {
                lines[index] = instead;
                replaced++;
            }
        }

        Assert.True(replaced > 0);
        Assert.False(SdpOffer.TryParse(string.Join("\r\n", lines), out _, out var error));
        Assert.Equal(code, error!.Code);
    }

    [Fact]
    public void The_limits_hold()
    {
        var text = SdpSamples.Load(SdpSamples.Chromium);

        Assert.False(SdpOffer.TryParse(text + new string('x', SdpLimits.MaxLength), out _, out var tooLong));
        Assert.Equal(SdpErrorCode.TooLong, tooLong!.Code);
        Assert.False(SdpOffer.TryParse(text + "a=" + new string('x', SdpLimits.MaxLineLength), out _, out var longLine));
        Assert.Equal(SdpErrorCode.LineTooLong, longLine!.Code);
        var sections = string.Concat(Enumerable.Repeat("m=audio 9 UDP/TLS/RTP/SAVPF 0\r\n", 101));
        Assert.False(SdpOffer.TryParse("v=0\r\n" + sections, out _, out var many));
        Assert.Equal(SdpErrorCode.TooMany, many!.Code);
        var streams = string.Concat(Enumerable.Range(0, 200).Select(ssrc => $"a=ssrc:{ssrc} cname:x\r\n"));
        Assert.False(SdpOffer.TryParse(text + streams, out _, out var entries));
        Assert.Equal(SdpErrorCode.TooMany, entries!.Code);
    }

    [Fact]
    public void Credentials_may_stand_at_session_level()
    {
        const string Text = """
            v=0
            o=- 1 2 IN IP4 127.0.0.1
            s=-
            t=0 0
            a=ice-ufrag:abcd
            a=ice-pwd:0123456789012345678901
            a=fingerprint:sha-256 3A:97:1F:02:6B:C4:8D:5E:90:A1:B2:C3:D4:E5:F6:07:18:29:3A:4B:5C:6D:7E:8F:90:A1:B2:C3:D4:E5:F6:07
            a=setup:active
            m=audio 9 UDP/TLS/RTP/SAVPF 111
            a=mid:a
            a=rtcp-mux
            a=rtpmap:111 opus/48000/2
            """;

        var offer = SdpSamples.Parse(Text).Description;

        Assert.Equal("abcd", offer.Ice.UsernameFragment);
        Assert.Equal(SdpSetup.Active, offer.Setup);
        Assert.Equal((1ul, 2ul), (offer.SessionId, offer.SessionVersion));
        Assert.Equal(SdpDirection.SendReceive, offer.Media[0].Direction);
    }

    [Fact]
    public void Different_credentials_per_section_count_by_the_first_of_the_bundle()
    {
        var text = SdpSamples.Load(SdpSamples.Chromium);
        var second = text.LastIndexOf("a=ice-ufrag:bj4s", StringComparison.Ordinal);
        text = text[..second] + "a=ice-ufrag:other" + text[(second + "a=ice-ufrag:bj4s".Length)..];

        Assert.Equal("bj4s", SdpSamples.Parse(text).Description.Ice.UsernameFragment);
    }

    [Fact]
    public void Paused_layers_count_and_alternatives_are_left_out()
    {
        var text = SdpSamples.Load(SdpSamples.ChromiumSimulcast)
            .Replace("a=simulcast:send h;m;l", "a=simulcast:send h,x;~m;l", StringComparison.Ordinal);

        Assert.Equal(["h", "m", "l"], SdpSamples.Parse(text).Description.Media[1].SimulcastSend);
    }

    [Theory]
    [InlineData(SdpSamples.ChromiumSimulcast)]
    [InlineData(SdpSamples.Firefox)]
    public void Every_prefix_is_either_read_or_refused_with_a_reason(string sample)
    {
        var text = SdpSamples.Load(sample);
        for (var length = 0; length < text.Length; length += 3)
        {
            Assert.True(SdpOffer.TryParse(text.AsSpan(0, length), out var offer, out var error)
                ? offer is not null && error is null
                : offer is null && error is not null);
        }
    }
}
