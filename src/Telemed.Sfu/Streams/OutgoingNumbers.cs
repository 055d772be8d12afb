namespace Telemed.Sfu.Streams;

/// <summary>What a packet is called on its way to one receiver.</summary>
/// <param name="SequenceNumber">The RTP sequence number.</param>
/// <param name="Timestamp">The media time.</param>
/// <param name="PictureId">The VP8 picture id, 15 bits; meaningless for other codecs.</param>
/// <param name="LayerZero">The VP8 TL0PICIDX; meaningless for other codecs.</param>
internal readonly record struct OutgoingNumbers(
    ushort SequenceNumber, uint Timestamp, ushort PictureId, byte LayerZero);
