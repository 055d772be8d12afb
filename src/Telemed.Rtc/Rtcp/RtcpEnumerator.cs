namespace Telemed.Rtc.Rtcp;

/// <summary>Walks the packets of a compound in wire order without allocating.</summary>
public ref struct RtcpEnumerator
{
    private ReadOnlySpan<byte> _rest;
    private RtcpPacket _current;

    internal RtcpEnumerator(ReadOnlySpan<byte> bytes)
    {
        _rest = bytes;
        _current = default;
    }

    /// <summary>The packet that <see cref="MoveNext"/> found.</summary>
    public readonly RtcpPacket Current => _current;

    /// <summary>Steps to the next packet; false at the end.</summary>
    public bool MoveNext()
    {
        if (!RtcpPacket.TryParse(_rest, out _current))
        {
            return false;
        }

        _rest = _rest[_current.Bytes.Length..];
        return true;
    }
}
