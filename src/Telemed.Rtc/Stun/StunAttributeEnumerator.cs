using System.Buffers.Binary;

namespace Telemed.Rtc.Stun;

/// <summary>Walks the attributes of a message that <see cref="StunMessage.TryParse"/> has accepted.</summary>
public ref struct StunAttributeEnumerator
{
    private readonly ReadOnlySpan<byte> _message;
    private int _next;

    internal StunAttributeEnumerator(ReadOnlySpan<byte> message)
    {
        _message = message;
        _next = StunMessage.HeaderLength;
    }

    /// <summary>The attribute that <see cref="MoveNext"/> found.</summary>
    public StunAttribute Current { get; private set; }

    /// <summary>Returns itself, so that <c>foreach</c> works.</summary>
    public readonly StunAttributeEnumerator GetEnumerator() => this;

    /// <summary>Steps to the next attribute; false at the end.</summary>
    public bool MoveNext()
    {
        if (_next + 4 > _message.Length)
        {
            return false;
        }

        var type = (StunAttributeType)BinaryPrimitives.ReadUInt16BigEndian(_message[_next..]);
        var length = BinaryPrimitives.ReadUInt16BigEndian(_message[(_next + 2)..]);
        if (_next + 4 + length > _message.Length)
        {
            return false;
        }

        Current = new(type, _next, _message.Slice(_next + 4, length));
        _next += 4 + ((length + 3) & ~3);
        return true;
    }
}
