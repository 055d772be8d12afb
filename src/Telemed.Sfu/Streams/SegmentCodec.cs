namespace Telemed.Sfu.Streams;

/// <summary>The codec of a <see cref="StreamSegment"/>, under the source's payload type and the receiver's.</summary>
/// <param name="SourcePayloadType">The source's payload type.</param>
/// <param name="PayloadType">The receiver's payload type.</param>
/// <param name="RtxPayloadType">The receiver's payload type of retransmissions; 0 when there are none.</param>
/// <param name="RedPayloadType">The receiver's payload type of packets that repeat earlier ones; 0 when it takes none.</param>
/// <param name="IsVp8">Whether payloads have a VP8 descriptor.</param>
internal readonly record struct SegmentCodec(
    byte SourcePayloadType, byte PayloadType, byte RtxPayloadType, byte RedPayloadType, bool IsVp8);
