using System.Buffers.Binary;

namespace Telemed.Rtc.Rtcp;

/// <summary>Walks the statuses of a <see cref="TransportFeedback"/> without allocating.</summary>
public ref struct TransportFeedbackEnumerator
{
    private ReadOnlySpan<byte> _chunks;
    private ReadOnlySpan<byte> _deltas;
    private TransportFeedbackChunk _chunk;
    private ushort _sequenceNumber;
    private int _left;
    private int _place;
    private long _ticks;

    internal TransportFeedbackEnumerator(
        ReadOnlySpan<byte> chunks, ReadOnlySpan<byte> deltas, ushort baseSequenceNumber, int count, long ticks)
    {
        _chunks = chunks;
        _deltas = deltas;
        _sequenceNumber = (ushort)(baseSequenceNumber - 1);
        _left = count;
        _ticks = ticks;
    }

    /// <summary>The status that <see cref="MoveNext"/> found.</summary>
    public TransportFeedbackEntry Current { get; private set; }

    /// <summary>Steps to the next status; false at the end.</summary>
    public bool MoveNext()
    {
        if (_left == 0)
        {
            return false;
        }

        if (_place == _chunk.Count)
        {
            _chunk = new(BinaryPrimitives.ReadUInt16BigEndian(_chunks));
            _chunks = _chunks[2..];
            _place = 0;
        }

        var symbol = _chunk[_place++];
        _sequenceNumber++;
        _left--;
        Current = new(_sequenceNumber, symbol != 0, symbol == 0 ? 0 : Advance(symbol));
        return true;
    }

    private long Advance(int symbol)
    {
        _ticks += symbol == 1 ? _deltas[0] : BinaryPrimitives.ReadInt16BigEndian(_deltas);
        _deltas = _deltas[symbol..];
        return _ticks;
    }
}
