using Telemed.Rtc.Rtp;

namespace Telemed.Rtc.Sdp;

/// <summary>One m-section as its writer described it. Immutable once the description has been parsed.</summary>
public sealed class SdpMedia
{
    private readonly List<SdpCodec> _codecs = [];
    private readonly List<Ssrc> _ssrcs = [];
    private readonly List<SdpSsrcGroup> _pairs = [];
    private readonly List<SdpRid> _rids = [];
    private readonly List<string> _simulcastSend = [];
    private readonly List<SdpCandidate> _candidates = [];

    internal SdpMedia(int index, int line)
    {
        Index = index;
        Line = line;
    }

    /// <summary>Its place from 0.</summary>
    public int Index { get; }

    /// <summary>Sound, pictures or something else.</summary>
    public SdpMediaKind Kind { get; internal set; }

    /// <summary>The word after "m=".</summary>
    public string KindName { get; internal set; } = "";

    /// <summary>The port as written; 9 and 0 are placeholders.</summary>
    public ushort Port { get; internal set; }

    /// <summary>The transport protocol as written.</summary>
    public string Protocol { get; internal set; } = "";

    /// <summary>The formats as written: payload types, or "webrtc-datachannel".</summary>
    public string Formats { get; internal set; } = "";

    /// <summary>The section's name.</summary>
    public string Mid { get; internal set; } = "";

    /// <summary>Which way media flows, seen from the writer.</summary>
    public SdpDirection Direction { get; internal set; }

    /// <summary>Whether port 0 means "in the bundle" and not "rejected" (RFC 9143 section 6); Firefox writes it.</summary>
    public bool IsBundleOnly { get; internal set; }

    /// <summary>Whether the writer refuses this section.</summary>
    public bool IsRejected => Port == 0 && !IsBundleOnly;

    /// <summary>Whether RTP and RTCP share a port.</summary>
    public bool HasRtcpMux { get; internal set; }

    /// <summary>Whether this is DTLS-SRTP with feedback.</summary>
    public bool IsSecureRtp { get; internal set; }

    /// <summary>Payload types in the writer's order of preference.</summary>
    public IReadOnlyList<SdpCodec> Codecs => _codecs;

    /// <summary>The header extension ids.</summary>
    public RtpHeaderExtensionMap Extensions { get; internal set; }

    /// <summary>The SSRCs in the order of their first a=ssrc lines: the first is the media stream.</summary>
    public IReadOnlyList<Ssrc> Ssrcs => _ssrcs;

    /// <summary>The a=ssrc-group:FID lines.</summary>
    public IReadOnlyList<SdpSsrcGroup> Pairs => _pairs;

    /// <summary>The CNAME of the first a=ssrc line that has one; null without.</summary>
    public string? Cname { get; internal set; }

    /// <summary>The a=rid lines in order.</summary>
    public IReadOnlyList<SdpRid> Rids => _rids;

    /// <summary>The layers of a=simulcast's send list that are not alternatives, paused ones too, in order; empty without.</summary>
    public IReadOnlyList<string> SimulcastSend => _simulcastSend;

    /// <summary>The stream's id of the first a=msid line; null without.</summary>
    public string? StreamId { get; internal set; }

    /// <summary>The track's id of the first a=msid line; null without.</summary>
    public string? TrackId { get; internal set; }

    /// <summary>The a=candidate lines that could be read.</summary>
    public IReadOnlyList<SdpCandidate> Candidates => _candidates;

    internal int Line { get; }

    internal SdpTransport Transport { get; } = new();

    internal List<SdpCodec> CodecList => _codecs;

    internal List<Ssrc> SsrcList => _ssrcs;

    internal List<SdpSsrcGroup> PairList => _pairs;

    internal List<SdpRid> RidList => _rids;

    internal List<string> SimulcastSendList => _simulcastSend;

    internal List<SdpCandidate> CandidateList => _candidates;

    /// <summary>The media stream and its retransmissions: the first SSRC and its FID partner; null without a=ssrc.</summary>
    public SdpSsrcGroup? PrimaryPair
    {
        get
        {
            if (_ssrcs.Count == 0)
            {
                return _pairs.Count > 0 ? _pairs[0] : null;
            }

            var media = _ssrcs[0];
            foreach (var pair in _pairs)
            {
                if (pair.Media == media)
                {
                    return pair;
                }
            }

            return new(media, null);
        }
    }

    /// <summary>Finds a payload type; null when the section has no such.</summary>
    public SdpCodec? FindCodec(byte payloadType) => _codecs.Find(codec => codec.PayloadType == payloadType);

    /// <summary>Finds the RTX payload type that repeats another; null without.</summary>
    public SdpCodec? FindRtx(byte payloadType) =>
        _codecs.Find(codec => codec.Associated == payloadType && codec.Is("rtx"));
}
