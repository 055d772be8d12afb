using System.Buffers.Binary;

namespace Telemed.Rtc.Codecs;

/// <summary>The payloads of one VP8 frame, of nearly equal length, written one at a time.</summary>
public ref struct Vp8FramePayloads
{
    internal const int DescriptorLength = 4;

    private readonly ushort _pictureId;
    private readonly int _total;
    private ReadOnlySpan<byte> _rest;
    private int _left;

    internal Vp8FramePayloads(ReadOnlySpan<byte> frame, int maxPayload, ushort pictureId)
    {
        var room = maxPayload - DescriptorLength;
        _rest = frame;
        _left = (frame.Length + room - 1) / room;
        _total = _left;
        _pictureId = pictureId;
    }

    /// <summary>
    /// Writes the next payload. False when the frame is out, or the destination is shorter than the payload.
    /// </summary>
    /// <param name="destination">Where to write; as long as the packetizer's longest payload.</param>
    /// <param name="length">Bytes written.</param>
    /// <param name="isLast">Whether this was the frame's last: its RTP packet carries the marker.</param>
    public bool TryWrite(Span<byte> destination, out int length, out bool isLast)
    {
        length = 0;
        isLast = false;
        var share = _left == 0 ? 0 : (_rest.Length + _left - 1) / _left;
        if (_left == 0 || destination.Length < share + DescriptorLength)
        {
            return false;
        }

        destination[0] = (byte)(0x80 | (_left == _total ? 0x10 : 0));
        destination[1] = 0x80;
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)(0x8000 | _pictureId));
        _rest[..share].CopyTo(destination[DescriptorLength..]);
        _rest = _rest[share..];
        length = share + DescriptorLength;
        isLast = --_left == 0;
        return true;
    }
}
