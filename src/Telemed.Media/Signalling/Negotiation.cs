using System.Buffers.Binary;
using System.Security.Cryptography;
using Telemed.Rtc.Codecs;
using Telemed.Rtc.Dtls;
using Telemed.Rtc.Ice;
using Telemed.Rtc.Rtp;
using Telemed.Rtc.Sdp;
using Telemed.Sfu.Routing;

namespace Telemed.Media.Signalling;

/// <summary>
/// The offers and answers of one peer connection. Later answers keep what the first one said: credentials, fingerprint
/// and the streams of the slots. Not thread-safe.
/// </summary>
internal sealed class Negotiation
{
    /// <summary>More m-lines than any page of ours has; each slot costs memory and SDP.</summary>
    private const int MostSections = 128;

    /// <summary>More layers of one picture than any browser sends; beyond it one encoding is asked for.</summary>
    private const int MostLayers = 3;
    private const string Cname = "sfu";

    /// <summary>
    /// Silence is most of what each side of a consult says; on a narrow link its packets are better spent on video. An instrument's sound
    /// (a stethoscope) is a finding: whole in quiet too, over the full band (RFC 6716 section 2.1.1 names 64 kbit/s and more for it).
    /// </summary>
    private static readonly OpusPlan Speech = new(UseDtx: true);
    private static readonly OpusPlan Instrument = new(UseDtx: false, MaxAverageBitrate: 96_000);

    private readonly IReadOnlyList<SdpCandidate> _candidates;
    private readonly DtlsFingerprint _fingerprint;
    private readonly int _shard;
    private readonly bool _isInstrument;
    private readonly Dictionary<string, SdpSsrcGroup> _slots = new(StringComparer.Ordinal);
    private readonly Ssrc _feedback = RandomSsrc();
    private readonly ulong _sessionId = RandomId();
    private ulong _version;
    private NegotiatedSession? _settled;

    /// <summary>Begins a peer connection.</summary>
    /// <param name="candidates">Where we listen.</param>
    /// <param name="fingerprint">That of our certificate.</param>
    /// <param name="shard">The shard that carries it; our fragments name it.</param>
    /// <param name="isInstrument">Whether its sound is an instrument's and no speech.</param>
    public Negotiation(IReadOnlyList<SdpCandidate> candidates, DtlsFingerprint fingerprint, int shard, bool isInstrument)
    {
        _isInstrument = isInstrument;
        _shard = shard;
        _candidates = candidates;
        _fingerprint = fingerprint;
        Credentials = NewCredentials();
    }

    /// <summary>Our present credentials.</summary>
    public IceCredentials Credentials { get; private set; }

    /// <summary>Reads an offer.</summary>
    /// <exception cref="MediaRefusedException">It is malformed or unsupported.</exception>
    public static SdpOffer Parse(string offerSdp)
    {
        if (SdpOffer.TryParse(offerSdp, out var offer, out var error))
        {
            return offer!;
        }

        throw new MediaRefusedException(
            error!.IsUnsupported ? MediaRefusal.OfferUnsupported : MediaRefusal.OfferMalformed, error.Message);
    }

    /// <summary>Answers an offer.</summary>
    /// <exception cref="MediaRefusedException">Nothing in it can be used, or it does not continue the one before.</exception>
    public NegotiationResult Answer(SdpOffer offer)
    {
        CheckContinues(offer);

        // RFC 8445 section 9: other credentials in a further offer are an ICE restart and want other ones of ours.
        var restarts = _settled is not null && !IsSame(offer.Description.Ice, _settled.RemoteIce);
        Credentials = restarts ? NewCredentials() : Credentials;
        var plan = new AnswerPlan
        {
            SessionId = _sessionId,
            SessionVersion = ++_version,
            Ice = Credentials,
            Fingerprint = _fingerprint,
            Candidates = _candidates,
            Media = [.. offer.Description.Media.Select(PlanOf)],
            Opus = _isInstrument ? Instrument : Speech,
        };
        var session = SdpAnswerWriter.Write(offer, plan, out var answer);
        if (session.Media.All(media => media.IsRejected))
        {
            throw new MediaRefusedException(
                MediaRefusal.OfferUnsupported, "The offer has no audio or video section with a codec that we have.");
        }

        _settled = session;
        return new(answer, session, MediaOf(offer, session), restarts ? Credentials : null);
    }

    private void CheckContinues(SdpOffer offer)
    {
        var media = offer.Description.Media;
        if (media.Count > MostSections)
        {
            throw new MediaRefusedException(MediaRefusal.OfferUnsupported, $"The offer has over {MostSections} sections.");
        }

        if (_settled is null)
        {
            return;
        }

        if (offer.Description.Fingerprint != _settled.RemoteFingerprint)
        {
            throw new MediaRefusedException(
                MediaRefusal.OfferUnsupported, "The offer has another fingerprint; join again with a new peer connection.");
        }

        var keepsOrder = media.Count >= _settled.Media.Count
            && _settled.Media.All(before => media[before.Index].Mid == before.Mid);
        if (!keepsOrder)
        {
            throw new MediaRefusedException(
                MediaRefusal.OfferMalformed, "The offer does not keep the sections of the one before (RFC 3264 section 8).");
        }
    }

    private MediaPlan PlanOf(SdpMedia media)
    {
        if (media.Kind is not (SdpMediaKind.Audio or SdpMediaKind.Video))
        {
            return new MediaPlan.Rejected();
        }

        if (media.Direction != SdpDirection.ReceiveOnly)
        {
            // A slot that comes back begins its numbers anew: under the old SSRC and key they would be used twice.
            _slots.Remove(media.Mid);
        }

        return media.Direction switch
        {
            SdpDirection.SendOnly or SdpDirection.SendReceive =>
                new MediaPlan.Receive(Simulcast: media.SimulcastSend.Count is > 1 and <= MostLayers),
            SdpDirection.ReceiveOnly => SlotOf(media),
            _ => new MediaPlan.Inactive(),
        };
    }

    private MediaPlan.Send SlotOf(SdpMedia media)
    {
        if (!_slots.TryGetValue(media.Mid, out var streams))
        {
            streams = new(RandomSsrc(), media.Kind == SdpMediaKind.Video ? RandomSsrc() : null);
            _slots.Add(media.Mid, streams);
        }

        return new(streams.Media, streams.Rtx, $"slot{media.Index}", $"track{media.Index}", Cname);
    }

    private ParticipantMedia MediaOf(SdpOffer offer, NegotiatedSession session)
    {
        List<PublishedLine> published = [];
        List<SlotLine> slots = [];
        var extensions = default(RtpHeaderExtensionMap);
        foreach (var media in session.Media)
        {
            var kind = media.Kind == SdpMediaKind.Audio ? StreamKind.Audio : StreamKind.Video;
            var codecs = media.Codecs.Select(codec => Bind(codec, offer.Description.Media[media.Index])).ToList();
            if (media.Direction == SdpDirection.ReceiveOnly)
            {
                extensions = Merge(extensions, media.Extensions);
                published.Add(Published(media, kind, codecs));
            }
            else if (media.Direction == SdpDirection.SendOnly && media.LocalStream is { } stream)
            {
                slots.Add(new(media.Mid, kind, codecs, stream.Media, stream.Rtx, SequenceIdOf(media)));
            }
        }

        return new(published, slots, extensions, _feedback);
    }

    // Numbers without reports, or reports without numbers, are of no use.
    private static byte SequenceIdOf(NegotiatedMedia media) =>
        media.Codecs.All(codec => codec.Feedback.HasFlag(SdpFeedback.TransportWide))
            ? media.Extensions.TransportSequenceNumber
            : (byte)0;

    private static PublishedLine Published(NegotiatedMedia media, StreamKind kind, List<CodecBinding> codecs)
    {
        SdpSsrcGroup? stream = media.RemoteStreams.Count == 1 ? media.RemoteStreams[0] : null;
        var nack = media.Codecs.Any(codec => codec.Feedback.HasFlag(SdpFeedback.Nack));
        return new(media.Mid, kind, codecs, stream?.Media, stream?.Rtx, nack)
        {
            Layers = [.. media.Layers.Select(rid => new PublishedLayer(rid, null, null))],
        };
    }

    private static CodecBinding Bind(NegotiatedCodec codec, SdpMedia offered) =>
        new(codec.Kind, VariantOf(codec, offered), codec.PayloadType, codec.RtxPayloadType ?? 0, codec.RedPayloadType ?? 0);

    // RFC 6184 section 8.1: profile_idc and profile-iop say what a decoder must be able to do, the level only how much.
    private static string VariantOf(NegotiatedCodec codec, SdpMedia offered) =>
        codec.Kind == MediaCodec.H264
        && offered.FindCodec(codec.PayloadType) is { } description
        && description.TryGetParameter("profile-level-id", out var profile) && profile.Length == 6
            ? profile[..4].ToString().ToUpperInvariant()
            : string.Empty;

    // BUNDLE has one id per extension and transport, whichever m-line names it (RFC 8843 section 7.1.3 and RFC 8285).
    private static RtpHeaderExtensionMap Merge(RtpHeaderExtensionMap first, RtpHeaderExtensionMap second) => new()
    {
        Mid = Pick(first.Mid, second.Mid),
        Rid = Pick(first.Rid, second.Rid),
        RepairedRid = Pick(first.RepairedRid, second.RepairedRid),
        TransportSequenceNumber = Pick(first.TransportSequenceNumber, second.TransportSequenceNumber),
        AbsoluteSendTime = Pick(first.AbsoluteSendTime, second.AbsoluteSendTime),
        AudioLevel = Pick(first.AudioLevel, second.AudioLevel),
    };

    private static byte Pick(byte first, byte second) => first != 0 ? first : second;

    private static bool IsSame(IceCredentials one, IceCredentials other) =>
        one.UsernameFragment == other.UsernameFragment && one.Password == other.Password;

    private IceCredentials NewCredentials() => ShardFragment.Create(_shard);

    private static Ssrc RandomSsrc()
    {
        Span<byte> bytes = stackalloc byte[4];
        RandomNumberGenerator.Fill(bytes);

        // Never 0, which stands for no stream.
        return new(BinaryPrimitives.ReadUInt32BigEndian(bytes) | 1);
    }

    // RFC 9429 section 5.2.1: a session id has 63 bits.
    private static ulong RandomId() => BinaryPrimitives.ReadUInt64BigEndian(RandomNumberGenerator.GetBytes(8)) >> 1;
}
