using Telemed.Rtc.Stun;

namespace Telemed.Rtc.Session;

/// <summary>
/// Answers to checks that wait to be sent: a ring of a few, made once. When nobody drains it the newest is dropped; the
/// peer checks again.
/// </summary>
internal sealed class StunOutbox
{
    private const int Slots = 4;
    private const int SlotSize = StunMessageWriter.RecommendedBuffer;

    private readonly byte[] _bytes = new byte[Slots * SlotSize];
    private readonly int[] _lengths = new int[Slots];
    private readonly NetworkPath[] _paths = new NetworkPath[Slots];
    private int _first;
    private int _count;

    /// <summary>The room for the next answer; the last slot is used again and again when the ring is full.</summary>
    public Span<byte> Next => _bytes.AsSpan(Slot(Math.Min(_count, Slots - 1)) * SlotSize, SlotSize);

    /// <summary>Keeps what was written into <see cref="Next"/>.</summary>
    public void Commit(int length, in NetworkPath to)
    {
        var slot = Slot(Math.Min(_count, Slots - 1));
        _lengths[slot] = length;
        _paths[slot] = to;
        _count = Math.Min(_count + 1, Slots);
    }

    /// <summary>Takes the oldest answer.</summary>
    public bool TryTake(Span<byte> destination, out int length, out NetworkPath to)
    {
        length = 0;
        to = default;
        if (_count == 0)
            return false;
        length = _lengths[_first];
        to = _paths[_first];
        _bytes.AsSpan(_first * SlotSize, length).CopyTo(destination);
        _first = (_first + 1) % Slots;
        _count--;
        return true;
    }

    private int Slot(int position) => (_first + position) % Slots;
}
