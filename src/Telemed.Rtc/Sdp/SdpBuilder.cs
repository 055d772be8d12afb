using System.Text;
using Telemed.Rtc.Dtls;
using Telemed.Rtc.Ice;
using Telemed.Rtc.Rtp;

namespace Telemed.Rtc.Sdp;

/// <summary>Collects the lines of a description; the parts that offers and answers share.</summary>
internal sealed class SdpBuilder
{
    private readonly StringBuilder _text = new(4096);

    public override string ToString() => _text.ToString();

    public void Line(string line) => _text.Append(line).Append("\r\n");

    public void Session(ulong id, ulong version, IEnumerable<string> bundle)
    {
        Line("v=0");
        Line($"o=- {id} {version} IN IP4 127.0.0.1");
        Line("s=-");
        Line("t=0 0");
        Line("a=group:BUNDLE " + string.Join(' ', bundle));
    }

    public void Transport(IceCredentials ice, DtlsFingerprint fingerprint, string setup)
    {
        Line("a=ice-ufrag:" + ice.UsernameFragment);
        Line("a=ice-pwd:" + ice.Password);
        Line("a=fingerprint:sha-256 " + fingerprint);
        Line("a=setup:" + setup);
    }

    public void Candidates(IReadOnlyList<SdpCandidate> candidates)
    {
        foreach (var candidate in candidates)
        {
            Line("a=" + candidate);
        }

        Line("a=end-of-candidates");
    }

    public void Extensions(in RtpHeaderExtensionMap map)
    {
        Extension(map.AudioLevel, RtpHeaderExtensionUris.AudioLevel);
        Extension(map.AbsoluteSendTime, RtpHeaderExtensionUris.AbsoluteSendTime);
        Extension(map.TransportSequenceNumber, RtpHeaderExtensionUris.TransportSequenceNumber);
        Extension(map.Mid, RtpHeaderExtensionUris.Mid);
        Extension(map.Rid, RtpHeaderExtensionUris.Rid);
        Extension(map.RepairedRid, RtpHeaderExtensionUris.RepairedRid);
    }

    public void Feedback(byte payloadType, SdpFeedback feedback)
    {
        Feedback(payloadType, feedback, SdpFeedback.TransportWide, "transport-cc");
        Feedback(payloadType, feedback, SdpFeedback.FullIntra, "ccm fir");
        Feedback(payloadType, feedback, SdpFeedback.Nack, "nack");
        Feedback(payloadType, feedback, SdpFeedback.PictureLoss, "nack pli");
    }

    // The media SSRC stands first: Chromium takes the first a=ssrc line of a section for the media stream.
    public void Stream(SdpSsrcGroup stream, string streamId, string trackId, string cname)
    {
        Line($"a=msid:{streamId} {trackId}");
        if (stream.Rtx is { } rtx)
        {
            Line($"a=ssrc-group:FID {stream.Media.Value} {rtx.Value}");
        }

        Line($"a=ssrc:{stream.Media.Value} cname:{cname}");
        if (stream.Rtx is { } second)
        {
            Line($"a=ssrc:{second.Value} cname:{cname}");
        }
    }

    public static string Word(SdpDirection direction) => direction switch
    {
        SdpDirection.SendOnly => "sendonly",
        SdpDirection.ReceiveOnly => "recvonly",
        SdpDirection.Inactive => "inactive",
        _ => "sendrecv",
    };

    private void Extension(byte id, string uri)
    {
        if (id != 0)
        {
            Line($"a=extmap:{id} {uri}");
        }
    }

    private void Feedback(byte payloadType, SdpFeedback all, SdpFeedback one, string words)
    {
        if ((all & one) != SdpFeedback.None)
        {
            Line($"a=rtcp-fb:{payloadType} {words}");
        }
    }
}
