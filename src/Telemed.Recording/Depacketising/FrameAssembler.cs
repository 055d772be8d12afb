using Telemed.Recording.Journal;

namespace Telemed.Recording.Depacketising;

/// <summary>Makes frames of packets that come in order.</summary>
internal abstract class FrameAssembler
{
    /// <summary>The assembler for a track; null when its codec is unknown.</summary>
    public static FrameAssembler? For(TrackDescription track) => track.Codec.ToUpperInvariant() switch
    {
        "OPUS" => new OpusAssembler(),
        "VP8" => new Vp8Assembler(),
        "H264" => new H264Assembler(),
        _ => null,
    };

    /// <summary>Takes a packet; returns a frame when one is whole and can be decoded.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="missing">How many packets before it never came.</param>
    public abstract MediaFrame? Take(MediaPacket packet, int missing);
}
