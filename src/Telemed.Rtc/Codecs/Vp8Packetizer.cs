namespace Telemed.Rtc.Codecs;

/// <summary>
/// Cuts encoded VP8 frames into RTP payloads (RFC 7741 section 4.5.1: a fragment per packet, partition borders are not
/// marked) with a 15-bit picture id. One per stream; not thread-safe.
/// </summary>
public sealed class Vp8Packetizer
{
    private readonly int _maxPayload;
    private ushort _pictureId;

    /// <summary>Makes a packetizer.</summary>
    /// <param name="maxPayload">The longest payload in bytes, descriptor included; 1100 leaves room for all headers.</param>
    /// <param name="firstPictureId">The first frame's picture id, best random.</param>
    public Vp8Packetizer(int maxPayload = 1100, ushort firstPictureId = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(maxPayload, Vp8FramePayloads.DescriptorLength);
        _maxPayload = maxPayload;
        _pictureId = (ushort)(firstPictureId & 0x7FFF);
    }

    /// <summary>Starts the next frame; write its payloads before starting another.</summary>
    public Vp8FramePayloads Packetize(ReadOnlySpan<byte> frame)
    {
        var pictureId = _pictureId;
        _pictureId = (ushort)((_pictureId + 1) & 0x7FFF);
        return new(frame, _maxPayload, pictureId);
    }
}
