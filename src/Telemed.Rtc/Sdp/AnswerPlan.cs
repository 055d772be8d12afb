using Telemed.Rtc.Codecs;
using Telemed.Rtc.Dtls;
using Telemed.Rtc.Ice;

namespace Telemed.Rtc.Sdp;

/// <summary>All that <see cref="SdpAnswerWriter"/> needs beside the offer.</summary>
public sealed class AnswerPlan
{
    /// <summary>The o= line's session id; the same in all answers of a peer connection.</summary>
    public required ulong SessionId { get; init; }

    /// <summary>The o= line's version; one more with each answer.</summary>
    public required ulong SessionVersion { get; init; }

    /// <summary>Our ICE credentials.</summary>
    public required IceCredentials Ice { get; init; }

    /// <summary>Our certificate's fingerprint.</summary>
    public required DtlsFingerprint Fingerprint { get; init; }

    /// <summary>Where we listen, best first.</summary>
    public required IReadOnlyList<SdpCandidate> Candidates { get; init; }

    /// <summary>What to do with each m-section of the offer, in its order.</summary>
    public required IReadOnlyList<MediaPlan> Media { get; init; }

    /// <summary>What we ask of the peer's Opus encoder.</summary>
    public OpusPlan Opus { get; init; } = new();

    /// <summary>The video codecs that we take, best first; the peer sends the first that both have. Default VP8, H.264.</summary>
    public IReadOnlyList<MediaCodec> VideoCodecs { get; init; } = [MediaCodec.Vp8, MediaCodec.H264];

    /// <summary>Whether to negotiate the absolute send time. Default no: transport-wide feedback does without.</summary>
    public bool UseAbsoluteSendTime { get; init; }
}
