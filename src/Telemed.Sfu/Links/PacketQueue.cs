namespace Telemed.Sfu.Links;

/// <summary>
/// Packets to one receiver that wait for their turn, first in, first out. The bytes lie in one ring that grows up to a
/// bound. Not thread-safe; allocates only when it grows.
/// </summary>
internal sealed class PacketQueue
{
    private const int FirstBytes = 8 << 10;
    private const int MostBytes = 512 << 10;
    private byte[] _bytes = new byte[FirstBytes];
    private Entry[] _entries = new Entry[16];
    private int _head;
    private int _count;
    private int _tail;

    /// <summary>Whether none waits.</summary>
    public bool IsEmpty => _count == 0;

    /// <summary>How many bytes wait.</summary>
    public int Bytes { get; private set; }

    /// <summary>How many packets wait.</summary>
    public int Count => _count;

    /// <summary>Adds a packet; false when the bound is reached.</summary>
    public bool TryAdd(ReadOnlySpan<byte> packet)
    {
        int start;
        while (!TryPlace(packet.Length, out start))
        {
            if (_bytes.Length >= MostBytes)
            {
                return false;
            }

            Rearrange(_bytes.Length * 2);
        }

        if (_count == _entries.Length)
        {
            GrowEntries();
        }

        packet.CopyTo(_bytes.AsSpan(start));
        _entries[(_head + _count++) % _entries.Length] = new(start, packet.Length);
        _tail = start + packet.Length;
        Bytes += packet.Length;
        return true;
    }

    /// <summary>The packet whose turn it is; false when none waits.</summary>
    public bool TryPeek(out ReadOnlySpan<byte> packet)
    {
        packet = _count == 0 ? default : _bytes.AsSpan(_entries[_head].Start, _entries[_head].Length);
        return _count > 0;
    }

    /// <summary>Takes away the packet that <see cref="TryPeek"/> showed.</summary>
    public void Remove()
    {
        Bytes -= _entries[_head].Length;
        _head = (_head + 1) % _entries.Length;
        _count--;
    }

    /// <summary>Throws away all that waits.</summary>
    public void Clear()
    {
        _count = 0;
        Bytes = 0;
    }

    // No packet wraps: what does not fit behind the last one goes to the front of the ring.
    private bool TryPlace(int length, out int start)
    {
        start = 0;
        if (_count == 0)
        {
            return length <= _bytes.Length;
        }

        var first = _entries[_head].Start;
        start = _tail;
        if (first < _tail)
        {
            if (_tail + length <= _bytes.Length)
            {
                return true;
            }

            start = 0;
            return length <= first;
        }

        return _tail + length <= first;
    }

    private void Rearrange(int size)
    {
        var larger = new byte[size];
        var place = 0;
        for (var i = 0; i < _count; i++)
        {
            ref var entry = ref _entries[(_head + i) % _entries.Length];
            _bytes.AsSpan(entry.Start, entry.Length).CopyTo(larger.AsSpan(place));
            entry = entry with { Start = place };
            place += entry.Length;
        }

        _bytes = larger;
        _tail = place;
    }

    private void GrowEntries()
    {
        var larger = new Entry[_entries.Length * 2];
        for (var i = 0; i < _count; i++)
        {
            larger[i] = _entries[(_head + i) % _entries.Length];
        }

        _entries = larger;
        _head = 0;
    }

    private readonly record struct Entry(int Start, int Length);
}
