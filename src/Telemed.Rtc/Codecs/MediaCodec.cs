namespace Telemed.Rtc.Codecs;

/// <summary>The codecs that the product carries.</summary>
public enum MediaCodec
{
    /// <summary>Opus (RFC 7587).</summary>
    Opus,

    /// <summary>VP8 (RFC 7741).</summary>
    Vp8,

    /// <summary>H.264 in packetization mode 1 (RFC 6184).</summary>
    H264,
}
