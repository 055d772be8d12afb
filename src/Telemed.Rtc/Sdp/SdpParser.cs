using System.Globalization;
using Telemed.Rtc.Dtls;
using Telemed.Rtc.Ice;
using Telemed.Rtc.Rtp;

namespace Telemed.Rtc.Sdp;

/// <summary>
/// Reads a session description in one pass, line by line (RFC 8866 section 9), under the limits of
/// <see cref="SdpLimits"/>. Unknown lines and attributes are skipped; known ones that cannot be read are an error.
/// </summary>
internal sealed class SdpParser
{
    private readonly SdpTransport _session = new();
    private readonly List<SdpMedia> _media = [];
    private readonly List<string> _bundle = [];
    private SdpMedia? _current;
    private int _line;
    private SdpError? _error;

    private SdpParser()
    {
    }

    public ulong SessionId { get; private set; }

    public ulong SessionVersion { get; private set; }

    public bool IsIceLite { get; private set; }

    public IReadOnlyList<string> Bundle => _bundle;

    public IReadOnlyList<SdpMedia> Media => _media;

    public static bool TryParse(ReadOnlySpan<char> text, out SdpDescription? description, out SdpError? error)
    {
        var parser = new SdpParser();
        description = parser.ReadLines(text) ? parser.Complete() : null;
        error = parser._error;
        return description is not null;
    }

    private bool ReadLines(ReadOnlySpan<char> text)
    {
        if (text.Length > SdpLimits.MaxLength)
        {
            return Fail(SdpErrorCode.TooLong, $"A description may have {SdpLimits.MaxLength} characters at most.");
        }

        while (!text.IsEmpty)
        {
            var end = text.IndexOf('\n');
            var line = end < 0 ? text : text[..end];
            text = end < 0 ? default : text[(end + 1)..];
            _line++;
            if (!ReadLine(line.TrimEnd('\r')))
            {
                return false;
            }
        }

        return _line > 0 || Fail(SdpErrorCode.NotSdp, "The description is empty.");
    }

    private bool ReadLine(ReadOnlySpan<char> line)
    {
        if (line.IsEmpty)
        {
            return _line > 1 || Fail(SdpErrorCode.NotSdp, "A description begins with v=0.");
        }

        if (line.Length > SdpLimits.MaxLineLength)
        {
            return Fail(SdpErrorCode.LineTooLong, $"A line may have {SdpLimits.MaxLineLength} characters at most.");
        }

        if (line.ContainsAny('\0', '\r'))
        {
            return Malformed("A line has no NUL and no carriage return within.");
        }

        if (_line == 1)
        {
            return line is "v=0" || Fail(SdpErrorCode.NotSdp, "A description begins with v=0.");
        }

        if (line.Length < 2 || line[1] != '=' || !char.IsAsciiLetterLower(line[0]))
        {
            return Fail(SdpErrorCode.MalformedLine, "A line is a small letter, an equals sign and a value.");
        }

        return line[0] switch
        {
            'o' => ReadOrigin(line[2..]),
            'm' => ReadMedia(line[2..]),
            'a' => ReadAttribute(line[2..]),
            _ => true,
        };
    }

    // o=<user> <session id> <version> IN IP4 <address>
    private bool ReadOrigin(ReadOnlySpan<char> value)
    {
        var words = new SdpWords(value);
        words.TryTake(out _);
        if (!words.TryTakeNumber(out var id) || !words.TryTakeNumber(out var version))
        {
            return Malformed("o= needs a session id and a version.");
        }

        SessionId = id;
        SessionVersion = version;
        return true;
    }

    // m=<kind> <port> <protocol> <formats>
    private bool ReadMedia(ReadOnlySpan<char> value)
    {
        if (_media.Count == SdpLimits.MaxMediaSections)
        {
            return Fail(SdpErrorCode.TooMany, $"At most {SdpLimits.MaxMediaSections} m-sections are read.");
        }

        var words = new SdpWords(value);
        if (!words.TryTake(out var kind) || !words.TryTakeNumber(out var port) || port > ushort.MaxValue
            || !words.TryTake(out var protocol) || words.Rest.IsEmpty)
        {
            return Malformed("m= needs a kind, a port, a protocol and formats.");
        }

        _current = new(_media.Count, _line)
        {
            KindName = kind.ToString(),
            Kind = kind switch { "audio" => SdpMediaKind.Audio, "video" => SdpMediaKind.Video, _ => SdpMediaKind.Other },
            Port = (ushort)port,
            Protocol = protocol.ToString(),
            Formats = words.Rest.ToString(),
            IsSecureRtp = protocol is "UDP/TLS/RTP/SAVPF" or "TCP/TLS/RTP/SAVPF" or "TCP/DTLS/RTP/SAVPF" or "RTP/SAVPF",
        };
        _media.Add(_current);
        return _current.Kind == SdpMediaKind.Other || ReadPayloadTypes(_current, words);
    }

    private bool ReadPayloadTypes(SdpMedia media, SdpWords words)
    {
        while (words.TryTake(out var word))
        {
            if (!TryPayloadType(word, out var payloadType))
            {
                return Malformed("A payload type is a number from 0 to 127.");
            }

            if (media.FindCodec(payloadType) is not null)
            {
                return Malformed("A payload type stands twice in an m= line.");
            }

            media.CodecList.Add(new(payloadType));
        }

        return true;
    }

    private bool ReadAttribute(ReadOnlySpan<char> attribute)
    {
        var colon = attribute.IndexOf(':');
        var name = colon < 0 ? attribute : attribute[..colon];
        var value = colon < 0 ? default : attribute[(colon + 1)..];
        if (ReadTransportAttribute(name, value, _current?.Transport ?? _session, out var accepted))
        {
            return accepted;
        }

        return _current is null
            ? ReadSessionAttribute(name, value)
            : ReadMediaAttribute(_current, name, value);
    }

    private bool ReadTransportAttribute(
        ReadOnlySpan<char> name, ReadOnlySpan<char> value, SdpTransport transport, out bool accepted)
    {
        accepted = true;
        switch (name)
        {
            case "ice-ufrag":
                transport.UsernameFragment = value.ToString();
                return true;
            case "ice-pwd":
                transport.Password = value.ToString();
                return true;
            case "fingerprint":
                accepted = ReadFingerprint(value, transport);
                return true;
            case "setup":
                accepted = ReadSetup(value, transport);
                return true;
            case "sendrecv":
                transport.Direction = SdpDirection.SendReceive;
                return true;
            case "sendonly":
                transport.Direction = SdpDirection.SendOnly;
                return true;
            case "recvonly":
                transport.Direction = SdpDirection.ReceiveOnly;
                return true;
            case "inactive":
                transport.Direction = SdpDirection.Inactive;
                return true;
            default:
                return false;
        }
    }

    private bool ReadSessionAttribute(ReadOnlySpan<char> name, ReadOnlySpan<char> value)
    {
        if (name is "ice-lite")
        {
            IsIceLite = true;
        }
        else if (name is "group" && value.StartsWith("BUNDLE") && _bundle.Count == 0)
        {
            var words = new SdpWords(value["BUNDLE".Length..]);
            while (words.TryTake(out var mid))
            {
                if (_bundle.Count == SdpLimits.MaxMediaSections)
                {
                    return Fail(SdpErrorCode.TooMany, "The BUNDLE group has too many mids.");
                }

                _bundle.Add(mid.ToString());
            }
        }

        return true;
    }

    private bool ReadMediaAttribute(SdpMedia media, ReadOnlySpan<char> name, ReadOnlySpan<char> value)
    {
        switch (name)
        {
            case "mid":
                media.Mid = value.ToString();
                return IsToken(value) || Malformed("a=mid needs a name of letters, digits and dashes.");
            case "bundle-only":
                media.IsBundleOnly = true;
                return true;
            case "rtcp-mux":
                media.HasRtcpMux = true;
                return true;
            case "rtpmap":
                return ReadRtpMap(media, value);
            case "fmtp":
                return ReadFormatParameters(media, value);
            case "rtcp-fb":
                return ReadFeedback(media, value);
            case "extmap":
                return ReadExtension(media, value);
            case "ssrc":
                return ReadSsrc(media, value);
            case "ssrc-group":
                return ReadSsrcGroup(media, value);
            case "rid":
                return ReadRid(media, value);
            case "simulcast":
                return ReadSimulcast(media, value);
            case "msid":
                ReadStreamId(media, value);
                return true;
            case "candidate":
                return ReadCandidate(media, value);
            default:
                return true;
        }
    }

    private bool ReadFingerprint(ReadOnlySpan<char> value, SdpTransport transport)
    {
        if (!value.StartsWith("sha-256", StringComparison.OrdinalIgnoreCase))
        {
            // Another hash may stand beside SHA-256 (RFC 8122 section 5); alone it ends as NoFingerprint.
            return true;
        }

        if (!DtlsFingerprint.TryParse(value, out var fingerprint))
        {
            return Malformed("a=fingerprint needs 32 bytes in hexadecimal.");
        }

        transport.Fingerprint ??= fingerprint;
        return true;
    }

    private bool ReadSetup(ReadOnlySpan<char> value, SdpTransport transport)
    {
        transport.Setup = value switch
        {
            "actpass" => SdpSetup.ActPass,
            "active" => SdpSetup.Active,
            "passive" => SdpSetup.Passive,
            _ => SdpSetup.None,
        };
        return transport.Setup != SdpSetup.None || Fail(SdpErrorCode.BadSetup, "a=setup is actpass, active or passive.");
    }

    // a=rtpmap:<payload type> <name>/<clock rate>[/<channels>]
    private bool ReadRtpMap(SdpMedia media, ReadOnlySpan<char> value)
    {
        var words = new SdpWords(value);
        if (!words.TryTake(out var number) || !TryPayloadType(number, out var payloadType))
        {
            return Malformed("a=rtpmap needs a payload type.");
        }

        Span<Range> parts = stackalloc Range[4];
        var encoding = words.Rest;
        var count = encoding.Split(parts, '/');
        var channels = 1;
        if (count < 2
            || !int.TryParse(encoding[parts[1]], NumberStyles.None, CultureInfo.InvariantCulture, out var clockRate)
            || clockRate == 0
            || (count > 2 && !int.TryParse(
                encoding[parts[2]], NumberStyles.None, CultureInfo.InvariantCulture, out channels)))
        {
            return Malformed("a=rtpmap needs a name and a clock rate.");
        }

        if (media.FindCodec(payloadType) is { } codec)
        {
            codec.Name = encoding[parts[0]].ToString();
            codec.ClockRate = clockRate;
            codec.Channels = channels;
        }

        return true;
    }

    private bool ReadFormatParameters(SdpMedia media, ReadOnlySpan<char> value)
    {
        var words = new SdpWords(value);
        if (!words.TryTake(out var number) || !TryPayloadType(number, out var payloadType))
        {
            return Malformed("a=fmtp needs a payload type.");
        }

        if (media.FindCodec(payloadType) is { } codec)
        {
            codec.Parameters = words.Rest.ToString();
            if (codec.TryGetParameter("apt", out var associated))
            {
                if (!TryPayloadType(associated, out var original))
                {
                    return Malformed("apt= names a payload type.");
                }

                codec.Associated = original;
            }
        }

        return true;
    }

    private bool ReadFeedback(SdpMedia media, ReadOnlySpan<char> value)
    {
        var words = new SdpWords(value);
        var isForAll = words.TryTake(out var number) && number is "*";
        byte payloadType = 0;
        if (!isForAll && !TryPayloadType(number, out payloadType))
        {
            return Malformed("a=rtcp-fb needs a payload type or *.");
        }

        var feedback = words.Rest switch
        {
            "nack" => SdpFeedback.Nack,
            "nack pli" => SdpFeedback.PictureLoss,
            "ccm fir" => SdpFeedback.FullIntra,
            "transport-cc" => SdpFeedback.TransportWide,
            "goog-remb" => SdpFeedback.ReceiverEstimate,
            _ => SdpFeedback.None,
        };
        foreach (var codec in media.CodecList)
        {
            codec.Feedback |= isForAll || codec.PayloadType == payloadType ? feedback : SdpFeedback.None;
        }

        return true;
    }

    // a=extmap:<id>[/<direction>] <uri>
    private bool ReadExtension(SdpMedia media, ReadOnlySpan<char> value)
    {
        var words = new SdpWords(value);
        if (!words.TryTake(out var id) || words.Rest.IsEmpty)
        {
            return Malformed("a=extmap needs an id and a URI.");
        }

        var slash = id.IndexOf('/');
        id = slash < 0 ? id : id[..slash];
        if (!ushort.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
        {
            return Malformed("An extension's id is a number from 1.");
        }

        // Ids above 14 need the two-byte form, which we do not send; 4096 and more are placeholders (RFC 8285 section 6).
        words.TryTake(out var uri);
        if (number <= 14)
        {
            media.Extensions = media.Extensions.With(uri, (byte)number);
        }

        return true;
    }

    // a=ssrc:<ssrc> <attribute>[:<value>]
    private bool ReadSsrc(SdpMedia media, ReadOnlySpan<char> value)
    {
        var words = new SdpWords(value);
        if (!words.TryTakeNumber(out var number) || number > uint.MaxValue)
        {
            return Malformed("a=ssrc needs a 32-bit number.");
        }

        var ssrc = new Ssrc((uint)number);
        if (!media.SsrcList.Contains(ssrc))
        {
            media.SsrcList.Add(ssrc);
        }

        if (words.Rest.StartsWith("cname:"))
        {
            media.Cname ??= words.Rest["cname:".Length..].ToString();
        }

        return media.SsrcList.Count <= SdpLimits.MaxEntries || TooMany();
    }

    private bool ReadSsrcGroup(SdpMedia media, ReadOnlySpan<char> value)
    {
        var words = new SdpWords(value);
        words.TryTake(out var semantics);
        if (semantics is not "FID")
        {
            return true;
        }

        if (!words.TryTakeNumber(out var first) || !words.TryTakeNumber(out var second)
            || first > uint.MaxValue || second > uint.MaxValue)
        {
            return Malformed("a=ssrc-group:FID needs two SSRCs.");
        }

        media.PairList.Add(new(new((uint)first), new Ssrc((uint)second)));
        return media.PairList.Count <= SdpLimits.MaxEntries || TooMany();
    }

    // a=rid:<id> send|recv [parameters]
    private bool ReadRid(SdpMedia media, ReadOnlySpan<char> value)
    {
        var words = new SdpWords(value);
        words.TryTake(out var id);
        words.TryTake(out var direction);
        if (!IsToken(id) || direction is not ("send" or "recv"))
        {
            return Malformed("a=rid needs a name and send or recv.");
        }

        media.RidList.Add(new(id.ToString(), direction is "send"));
        return media.RidList.Count <= SdpLimits.MaxEntries || TooMany();
    }

    // a=simulcast:send h;m,m2;~l recv ... (RFC 8853 section 5.1): ';' between layers, ',' before alternatives, '~' paused.
    private bool ReadSimulcast(SdpMedia media, ReadOnlySpan<char> value)
    {
        var words = new SdpWords(value);
        while (words.TryTake(out var direction))
        {
            if (direction is not ("send" or "recv") || !words.TryTake(out var list))
            {
                return Malformed("a=simulcast needs send or recv, and a list.");
            }

            if (direction is "send" && !ReadLayers(media, list))
            {
                return TooMany();
            }
        }

        return true;
    }

    // A paused layer counts: whoever takes it need not negotiate again when it begins.
    private static bool ReadLayers(SdpMedia media, ReadOnlySpan<char> list)
    {
        foreach (var range in list.Split(';'))
        {
            var layer = list[range];
            var comma = layer.IndexOf(',');
            layer = (comma < 0 ? layer : layer[..comma]).TrimStart('~');
            if (IsToken(layer))
            {
                media.SimulcastSendList.Add(layer.ToString());
            }
        }

        return media.SimulcastSendList.Count <= SdpLimits.MaxEntries;
    }

    private static void ReadStreamId(SdpMedia media, ReadOnlySpan<char> value)
    {
        var words = new SdpWords(value);
        if (media.StreamId is null && words.TryTake(out var stream))
        {
            media.StreamId = stream.ToString();
            media.TrackId = words.TryTake(out var track) ? track.ToString() : null;
        }
    }

    private bool ReadCandidate(SdpMedia media, ReadOnlySpan<char> value)
    {
        if (SdpCandidate.TryParse(value, out var candidate))
        {
            media.CandidateList.Add(candidate!);
        }

        return media.CandidateList.Count <= SdpLimits.MaxEntries || TooMany();
    }

    private SdpDescription? Complete()
    {
        _line = 0;
        var inUse = _media.FindAll(media => !media.IsRejected);
        if (inUse.Count == 0)
        {
            Fail(SdpErrorCode.NoMedia, "The description has no m-section in use.");
            return null;
        }

        foreach (var media in _media)
        {
            media.Direction = media.Transport.Direction ?? _session.Direction ?? SdpDirection.SendReceive;
        }

        return CheckMids() && inUse.TrueForAll(CheckSection) ? MakeDescription(Tagged(inUse)) : null;
    }

    private SdpMedia Tagged(List<SdpMedia> inUse) =>
        inUse.Find(media => _bundle.Count > 0 && media.Mid == _bundle[0]) ?? inUse[0];

    private bool CheckMids()
    {
        var mids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var media in _media)
        {
            _line = media.Line;
            if (media.Mid.Length == 0)
            {
                return Fail(SdpErrorCode.BadMid, "An m-section has no a=mid.");
            }

            if (!mids.Add(media.Mid))
            {
                return Fail(SdpErrorCode.BadMid, "Two m-sections have the same a=mid.");
            }
        }

        return true;
    }

    private bool CheckSection(SdpMedia media)
    {
        _line = media.Line;
        if (!_bundle.Contains(media.Mid) && (_media.Count > 1 || _bundle.Count > 0))
        {
            return Fail(SdpErrorCode.NotBundled, "Every m-section in use must be in one BUNDLE group.");
        }

        if (media.Kind == SdpMediaKind.Other)
        {
            return true;
        }

        if (!media.IsSecureRtp)
        {
            return Fail(SdpErrorCode.UnsupportedProtocol, "Media must be UDP/TLS/RTP/SAVPF.");
        }

        return media.HasRtcpMux || Fail(SdpErrorCode.NoRtcpMux, "Media must have a=rtcp-mux.");
    }

    // RFC 9143 section 7: the bundle's transport is the tagged section's; the session level fills in.
    private SdpDescription? MakeDescription(SdpMedia tagged)
    {
        _line = tagged.Line;
        var own = tagged.Transport;
        if (!IceCredentials.TryCreate(
                own.UsernameFragment ?? _session.UsernameFragment ?? "",
                own.Password ?? _session.Password ?? "",
                out var ice))
        {
            Fail(SdpErrorCode.NoIceCredentials, "a=ice-ufrag needs 4 characters or more and a=ice-pwd 22.");
            return null;
        }

        if ((own.Fingerprint ?? _session.Fingerprint) is not { } fingerprint)
        {
            Fail(SdpErrorCode.NoFingerprint, "a=fingerprint with sha-256 is missing.");
            return null;
        }

        var setup = own.Setup != SdpSetup.None ? own.Setup : _session.Setup;
        // RFC 4145 section 4.1: nothing said means active, as browsers never leave it out.
        return new(this, ice!, fingerprint, setup == SdpSetup.None ? SdpSetup.Active : setup);
    }

    private static bool TryPayloadType(ReadOnlySpan<char> text, out byte payloadType) =>
        byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out payloadType) && payloadType <= 127;

    // The token of RFC 8866 section 9, which also keeps control characters out of our answers.
    private static bool IsToken(ReadOnlySpan<char> text)
    {
        foreach (var letter in text)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && !"!#$%&'*+-.^_`{|}~".Contains(letter))
            {
                return false;
            }
        }

        return text.Length is > 0 and <= 64;
    }

    private bool Malformed(string message) => Fail(SdpErrorCode.MalformedLine, message);

    private bool TooMany() => Fail(SdpErrorCode.TooMany, "The m-section has too many entries of one kind.");

    private bool Fail(SdpErrorCode code, string message)
    {
        _error ??= new(code, _line, message);
        return false;
    }
}
