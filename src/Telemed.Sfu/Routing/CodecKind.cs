namespace Telemed.Sfu.Routing;

/// <summary>The codecs that the router knows something about.</summary>
public enum CodecKind
{
    /// <summary>Opus (RFC 7587).</summary>
    Opus,

    /// <summary>VP8 (RFC 7741).</summary>
    Vp8,

    /// <summary>H.264 (RFC 6184).</summary>
    H264,
}
