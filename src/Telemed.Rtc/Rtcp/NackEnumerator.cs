using System.Buffers.Binary;
using System.Numerics;

namespace Telemed.Rtc.Rtcp;

/// <summary>Walks the sequence numbers of a <see cref="GenericNack"/> without allocating.</summary>
public ref struct NackEnumerator
{
    private ReadOnlySpan<byte> _items;
    private ushort _packetId;
    private uint _mask;

    internal NackEnumerator(ReadOnlySpan<byte> items) => _items = items;

    /// <summary>The sequence number that <see cref="MoveNext"/> found.</summary>
    public ushort Current { get; private set; }

    /// <summary>Steps to the next sequence number; false at the end.</summary>
    public bool MoveNext()
    {
        if (_mask == 0)
        {
            if (_items.IsEmpty)
            {
                return false;
            }

            _packetId = BinaryPrimitives.ReadUInt16BigEndian(_items);
            // Bit 0 stands for the packet id itself, bit k for the id k numbers later.
            _mask = ((uint)BinaryPrimitives.ReadUInt16BigEndian(_items[2..]) << 1) | 1;
            _items = _items[4..];
        }

        Current = (ushort)(_packetId + BitOperations.TrailingZeroCount(_mask));
        _mask &= _mask - 1;
        return true;
    }
}
