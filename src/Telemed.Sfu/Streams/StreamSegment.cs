namespace Telemed.Sfu.Streams;

/// <summary>
/// A stretch of an outgoing stream that comes from one source: by how much numbers are shifted within it. A receiver's
/// NACK for an old packet is answered with the shifts that the packet was first sent with.
/// </summary>
internal struct StreamSegment
{
    /// <summary>Where the packets come from; null in an unused entry.</summary>
    public IncomingStream? Source;

    /// <summary>Which stretch of the stream it is, counted from 1.</summary>
    public long Number;

    /// <summary>The source's <see cref="IncomingStream.Restarts"/> when the stretch began.</summary>
    public int SourceRestarts;

    /// <summary>What the source's packets are of.</summary>
    public SegmentCodec Codec;

    /// <summary>The first extended sequence number that went out in it.</summary>
    public long FirstSequence;

    /// <summary>Added to the source's extended sequence number.</summary>
    public long SequenceShift;

    /// <summary>Added to the source's media time.</summary>
    public uint TimestampShift;

    /// <summary>Added to the VP8 picture id, modulo 2^15 (RFC 7741 section 4.2).</summary>
    public ushort PictureIdShift;

    /// <summary>Added to the VP8 TL0PICIDX, modulo 2^8.</summary>
    public byte LayerZeroShift;
}
