using Telemed.Rtc.Codecs;

namespace Telemed.Sfu.Routing;

/// <summary>A codec under the payload types that one peer gave it on one m-line.</summary>
/// <param name="Kind">The codec.</param>
/// <param name="Variant">What else must be equal for packets to be passed on as they are (an H.264 profile and
/// packetization mode); empty for codecs without variants.</param>
/// <param name="PayloadType">The media payload type, 0 to 127.</param>
/// <param name="RtxPayloadType">The payload type of its retransmissions (RFC 4588); 0 when there are none.</param>
/// <param name="RedPayloadType">The payload type of packets that repeat earlier ones (RFC 2198); 0 when there are none.</param>
public sealed record CodecBinding(
    MediaCodec Kind, string Variant, byte PayloadType, byte RtxPayloadType, byte RedPayloadType = 0)
{
    /// <summary>Ticks of media time per second.</summary>
    public int ClockRate => Kind == MediaCodec.Opus ? 48_000 : 90_000;

    /// <summary>The RTP encoding name.</summary>
    public string Name => Kind switch
    {
        MediaCodec.Opus => "opus",
        MediaCodec.Vp8 => "VP8",
        _ => "H264",
    };

    /// <summary>Whether packets of <paramref name="other"/> can be decoded as this one.</summary>
    public bool Takes(CodecBinding other) =>
        Kind == other.Kind && string.Equals(Variant, other.Variant, StringComparison.Ordinal);
}
