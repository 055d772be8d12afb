using System.Globalization;
using System.Text;

namespace Telemed.Server.Tests;

/// <summary>Offers as a browser would make them, for peers that never send media.</summary>
internal static class Offers
{
    /// <summary>Sending audio and video, then receiving slots.</summary>
    public static string Browser(int audioSlots = 3, int videoSlots = 6)
    {
        var media = new List<(string Kind, string Direction)> { ("audio", "sendonly"), ("video", "sendonly") };
        media.AddRange(Enumerable.Repeat(("audio", "recvonly"), audioSlots));
        media.AddRange(Enumerable.Repeat(("video", "recvonly"), videoSlots));
        return Of(media);
    }

    /// <summary>The same peer connection with a further line that sends a screen, as mid 11.</summary>
    public static string BrowserWithScreen() => Of(
    [
        ("audio", "sendonly"), ("video", "sendonly"), .. Enumerable.Repeat(("audio", "recvonly"), 3),
        .. Enumerable.Repeat(("video", "recvonly"), 6), ("video", "sendonly"),
    ]);

    /// <summary>Of who looks on: receiving alone, or with a voice while they have the word.</summary>
    public static string Viewer(bool voice = false) => Of(
    [
        .. voice ? new[] { ("audio", "sendonly") } : [], .. Enumerable.Repeat(("audio", "recvonly"), 3),
        .. Enumerable.Repeat(("video", "recvonly"), 6),
    ]);

    /// <summary>A device's: one audio and one video section in a direction.</summary>
    public static string Device(string direction) => Of([("audio", direction), ("video", direction)]);

    /// <summary>Sections of these kinds and directions.</summary>
    public static string Of(IReadOnlyList<(string Kind, string Direction)> media)
    {
        var sdp = new StringBuilder();
        void Line(string text) => sdp.Append(text).Append("\r\n");
        Line("v=0");
        Line("o=- 4611731400430051336 2 IN IP4 127.0.0.1");
        Line("s=-");
        Line("t=0 0");
        Line("a=group:BUNDLE " + string.Join(' ', Enumerable.Range(0, media.Count)));
        Line("a=extmap-allow-mixed");
        Line("a=msid-semantic: WMS");
        for (var mid = 0; mid < media.Count; mid++)
        {
            var (kind, direction) = media[mid];
            Line(kind == "audio" ? "m=audio 9 UDP/TLS/RTP/SAVPF 111" : "m=video 9 UDP/TLS/RTP/SAVPF 96 97");
            Line("c=IN IP4 0.0.0.0");
            Line("a=rtcp:9 IN IP4 0.0.0.0");
            Line("a=ice-ufrag:Ufr4");
            Line("a=ice-pwd:abcdefghijklmnopqrstuvwx");
            Line("a=ice-options:trickle");
            Line("a=fingerprint:sha-256 " + string.Join(':', Enumerable.Range(0, 32).Select(i => i.ToString("X2", CultureInfo.InvariantCulture))));
            Line("a=setup:actpass");
            Line("a=mid:" + mid.ToString(CultureInfo.InvariantCulture));
            Line("a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01");
            Line("a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid");
            Line("a=" + direction);
            Line("a=rtcp-mux");
            Line("a=rtcp-rsize");
            if (kind == "audio")
            {
                Line("a=rtpmap:111 opus/48000/2");
                Line("a=rtcp-fb:111 transport-cc");
                Line("a=fmtp:111 minptime=10;useinbandfec=1");
            }
            else
            {
                Line("a=rtpmap:96 VP8/90000");
                Line("a=rtcp-fb:96 transport-cc");
                Line("a=rtcp-fb:96 ccm fir");
                Line("a=rtcp-fb:96 nack");
                Line("a=rtcp-fb:96 nack pli");
                Line("a=rtpmap:97 rtx/90000");
                Line("a=fmtp:97 apt=96");
            }

            if (direction == "sendonly")
            {
                Line($"a=msid:- track-{mid}");
                if (kind == "video")
                {
                    Line("a=ssrc-group:FID 1001 1002");
                    Line("a=ssrc:1001 cname:test");
                    Line("a=ssrc:1002 cname:test");
                }
                else
                {
                    Line("a=ssrc:1000 cname:test");
                }
            }
        }

        return sdp.ToString();
    }
}
