namespace Telemed.Recording.Matroska;

/// <summary>A track of a WebM file.</summary>
/// <param name="CodecId">The Matroska codec id.</param>
/// <param name="Name">A short name.</param>
/// <param name="Configuration">The codec's private data; empty when it has none.</param>
/// <param name="Width">Pixels; 0 for sound.</param>
/// <param name="Height">Pixels; 0 for sound.</param>
internal sealed record WebmTrack(string CodecId, string Name, byte[] Configuration, int Width, int Height)
{
    /// <summary>Whether it is a picture.</summary>
    public bool IsVideo => Width > 0;

    /// <summary>VP8.</summary>
    public static WebmTrack Vp8(string name, int width, int height) => new("V_VP8", name, [], width, height);

    /// <summary>H.264, which makes the file Matroska: WebM does not know it.</summary>
    public static WebmTrack H264(string name, byte[] configuration, int width, int height) =>
        new("V_MPEG4/ISO/AVC", name, configuration, width, height);

    /// <summary>Opus in stereo at 48 kHz without a lead-in (RFC 7845 section 5.1).</summary>
    public static WebmTrack Opus(string name) => new(
        "A_OPUS",
        name,
        [.. "OpusHead"u8, 1, 2, 0, 0, 0x80, 0xBB, 0, 0, 0, 0, 0],
        0,
        0);
}
