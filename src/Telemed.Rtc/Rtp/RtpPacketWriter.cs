using System.Buffers.Binary;

namespace Telemed.Rtc.Rtp;

/// <summary>
/// Writes one RTP packet front to back into a given buffer: header, then extension elements, then payload.
/// Layout: see <see cref="RtpPacket"/> and <see cref="RtpExtensionEnumerator"/>. Allocates nothing.
/// </summary>
public ref struct RtpPacketWriter
{
    private readonly Span<byte> _buffer;
    private readonly bool _twoByte;
    private int _length;
    private int _extensionOffset;

    /// <summary>Starts a packet without contributing sources.</summary>
    /// <param name="buffer">Where to write; at least 12 bytes.</param>
    /// <param name="marker">The marker bit.</param>
    /// <param name="payloadType">0 to 127.</param>
    /// <param name="sequenceNumber">The sequence number.</param>
    /// <param name="timestamp">The media time.</param>
    /// <param name="ssrc">The stream.</param>
    /// <param name="twoByteExtensions">Write extensions in the two-byte form (ids above 14 or values above 16 bytes).</param>
    /// <exception cref="ArgumentException">The buffer is shorter than a header.</exception>
    public RtpPacketWriter(
        Span<byte> buffer,
        bool marker,
        byte payloadType,
        ushort sequenceNumber,
        uint timestamp,
        Ssrc ssrc,
        bool twoByteExtensions = false)
    {
        if (buffer.Length < RtpPacket.FixedHeaderLength)
        {
            throw new ArgumentException("An RTP header needs 12 bytes.", nameof(buffer));
        }

        _buffer = buffer;
        _twoByte = twoByteExtensions;
        buffer[0] = 0x80;
        buffer[1] = (byte)((marker ? 0x80 : 0) | (payloadType & 0x7F));
        RtpHeader.SetSequenceNumber(buffer, sequenceNumber);
        RtpHeader.SetTimestamp(buffer, timestamp);
        RtpHeader.SetSsrc(buffer, ssrc);
        _length = RtpPacket.FixedHeaderLength;
    }

    /// <summary>Bytes written so far.</summary>
    public readonly int Length => _length;

    /// <summary>
    /// Adds an extension element. False, and nothing written, when id or length do not fit the chosen form, the buffer
    /// is full, or the id is 0 (an extension that was not negotiated).
    /// </summary>
    public bool TryAddExtension(byte id, scoped ReadOnlySpan<byte> value)
    {
        var head = _twoByte ? 2 : 1;
        var opening = _extensionOffset == 0 ? 4 : 0;
        var fits = _twoByte ? id != 0 && value.Length <= 255 : id is > 0 and < 15 && value.Length is > 0 and <= 16;
        // Three more bytes may be needed to fill the block's last 32-bit word.
        if (!fits || _length + opening + head + value.Length + 3 > _buffer.Length)
        {
            return false;
        }

        if (opening != 0)
        {
            _extensionOffset = _length;
            _length += opening;
        }

        _buffer[_length++] = _twoByte ? id : (byte)((id << 4) | (value.Length - 1));
        if (_twoByte)
        {
            _buffer[_length++] = (byte)value.Length;
        }

        value.CopyTo(_buffer[_length..]);
        _length += value.Length;
        return true;
    }

    /// <summary>Ends the header and copies the payload. Returns the packet's length, or 0 when the buffer is too short.</summary>
    public int Finish(scoped ReadOnlySpan<byte> payload)
    {
        CloseExtension();
        if (!payload.TryCopyTo(_buffer[_length..]))
        {
            return 0;
        }

        _length += payload.Length;
        return _length;
    }

    /// <summary>
    /// Ends the header and appends nothing but <paramref name="padding"/> bytes of padding (1 to 255), as a probe of
    /// the path does. Returns the packet's length, or 0 when the buffer is too short.
    /// </summary>
    public int FinishWithPadding(byte padding)
    {
        CloseExtension();
        if (padding == 0 || _length + padding > _buffer.Length)
        {
            return 0;
        }

        _buffer[0] |= 0x20;
        _buffer.Slice(_length, padding).Clear();
        _length += padding;
        _buffer[_length - 1] = padding;
        return _length;
    }

    private void CloseExtension()
    {
        if (_extensionOffset == 0)
        {
            return;
        }

        while ((_length - _extensionOffset) % 4 != 0)
        {
            _buffer[_length++] = 0;
        }

        var head = _buffer[_extensionOffset..];
        var words = (_length - _extensionOffset - 4) / 4;
        BinaryPrimitives.WriteUInt16BigEndian(
            head, _twoByte ? RtpExtensionEnumerator.TwoByteProfile : RtpExtensionEnumerator.OneByteProfile);
        BinaryPrimitives.WriteUInt16BigEndian(head[2..], (ushort)words);
        _buffer[0] |= 0x10;
        _extensionOffset = 0;
    }
}
