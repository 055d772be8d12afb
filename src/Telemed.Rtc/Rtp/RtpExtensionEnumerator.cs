namespace Telemed.Rtc.Rtp;

/// <summary>Walks header extension elements in wire order without allocating; stops at the first impossible length.</summary>
/// <remarks>
/// RFC 8285. One-byte form (profile 0xBEDE, section 4.2), two-byte form (profile 0x100x, section 4.3):
/// <code>
///  0 1 2 3 4 5 6 7                 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5
/// +-+-+-+-+-+-+-+-+                +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |  ID   | len-1 | data...        |      ID       |      len      | data...
/// +-+-+-+-+-+-+-+-+                +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// </code>
/// A zero byte is padding in both; id 15 ends the one-byte form.
/// </remarks>
public ref struct RtpExtensionEnumerator
{
    internal const ushort OneByteProfile = 0xBEDE;
    internal const ushort TwoByteProfile = 0x1000;

    private readonly ReadOnlySpan<byte> _data;
    private readonly bool _twoByte;
    private int _next;

    internal RtpExtensionEnumerator(ushort profile, ReadOnlySpan<byte> data)
    {
        _twoByte = (profile & 0xFFF0) == TwoByteProfile;
        _data = _twoByte || profile == OneByteProfile ? data : default;
    }

    /// <summary>The element that <see cref="MoveNext"/> found.</summary>
    public RtpExtensionElement Current { get; private set; }

    /// <summary>Returns itself, so that <c>foreach</c> works.</summary>
    public readonly RtpExtensionEnumerator GetEnumerator() => this;

    /// <summary>Steps to the next element; false at the end or at broken data.</summary>
    public bool MoveNext()
    {
        while (_next < _data.Length && _data[_next] == 0)
        {
            _next++;
        }

        return _next < _data.Length && (_twoByte ? MoveTwoByte() : MoveOneByte());
    }

    private bool MoveOneByte()
    {
        var id = (byte)(_data[_next] >> 4);
        var length = (_data[_next] & 0x0F) + 1;
        return id != 15 && Take(id, _next + 1, length);
    }

    private bool MoveTwoByte() =>
        _next + 1 < _data.Length && Take(_data[_next], _next + 2, _data[_next + 1]);

    private bool Take(byte id, int offset, int length)
    {
        if (offset + length > _data.Length)
        {
            _next = _data.Length;
            return false;
        }

        Current = new(id, offset, _data.Slice(offset, length));
        _next = offset + length;
        return true;
    }
}
