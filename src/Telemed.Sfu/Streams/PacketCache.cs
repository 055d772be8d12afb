using Telemed.Rtc.Time;

namespace Telemed.Sfu.Streams;

/// <summary>
/// The last packets of one incoming stream, for answers to NACK. The bytes lie in one ring; a new packet overwrites the
/// oldest ones. The ring starts small and grows while it does not hold <see cref="WantedAge"/> of the stream, so that a
/// thin stream costs little memory and a fat one is covered all the same. Not thread-safe; allocates only when it grows.
/// </summary>
public sealed class PacketCache
{
    /// <summary>How much of the stream the cache grows to hold.</summary>
    public static readonly TimeSpan WantedAge = TimeSpan.FromSeconds(1);

    private const int Entries = 512;
    private readonly Entry[] _entries = new Entry[Entries];
    private readonly int _mostBytes;
    private byte[] _bytes;
    private long _written;
    private MonotonicTime _roundBegan;

    /// <summary>Makes an empty cache.</summary>
    /// <param name="firstBytes">The ring's size at first; at least 4096.</param>
    /// <param name="mostBytes">The size beyond which it does not grow.</param>
    public PacketCache(int firstBytes = 16 << 10, int mostBytes = 1 << 20)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(firstBytes, 4096);
        _bytes = new byte[firstBytes];
        _mostBytes = mostBytes;
    }

    /// <summary>The ring's size now, in bytes.</summary>
    public int Size => _bytes.Length;

    /// <summary>Keeps a packet. A packet longer than the ring is not kept.</summary>
    /// <param name="now">The time of arrival.</param>
    /// <param name="sequence">The extended sequence number.</param>
    /// <param name="packet">The plain packet.</param>
    public void Store(MonotonicTime now, long sequence, ReadOnlySpan<byte> packet)
    {
        if (packet.Length > _bytes.Length)
        {
            return;
        }

        var start = Place(packet.Length);
        if (start % _bytes.Length == 0)
        {
            // What is overwritten from here on came when the last round began: that is how much time the ring holds.
            if (start > 0 && _bytes.Length < _mostBytes && now - _roundBegan is var held && held < WantedAge)
            {
                Grow(held);
                start = Place(packet.Length);
            }
            else
            {
                _roundBegan = now;
            }
        }

        packet.CopyTo(_bytes.AsSpan((int)(start % _bytes.Length)));
        _entries[sequence & (Entries - 1)] = new(sequence, start, packet.Length, now);
        _written = start + packet.Length;
    }

    /// <summary>Finds a packet by its extended sequence number; false when it never came or is overwritten.</summary>
    public bool TryGet(long sequence, out ReadOnlySpan<byte> packet)
    {
        ref readonly var entry = ref _entries[sequence & (Entries - 1)];
        var found = entry.Length != 0 && entry.Sequence == sequence && entry.Start >= _written - _bytes.Length;
        packet = found ? _bytes.AsSpan((int)(entry.Start % _bytes.Length), entry.Length) : default;
        return found;
    }

    /// <summary>Forgets everything: the stream begins anew.</summary>
    public void Clear()
    {
        Array.Clear(_entries);
        _written = 0;
    }

    /// <summary>The next place where the packet fits without wrapping.</summary>
    private long Place(int length)
    {
        var offset = (int)(_written % _bytes.Length);
        return offset + length <= _bytes.Length ? _written : _written + _bytes.Length - offset;
    }

    // A quarter more than the rate asks for, so that a stream that is a little uneven does not grow it time and again.
    private void Grow(TimeSpan held)
    {
        var larger = new byte[(int)Math.Min(_mostBytes, _bytes.Length * Math.Clamp(1.25 * (WantedAge / held), 1.25, 8))];
        var oldest = _written - _bytes.Length;
        for (var i = 0; i < Entries; i++)
        {
            ref var entry = ref _entries[i];
            if (entry.Length == 0 || entry.Start < oldest)
            {
                entry = default;
                continue;
            }

            // In the larger ring positions count from the oldest byte kept, so that none of them wraps.
            var start = entry.Start - oldest;
            _bytes.AsSpan((int)(entry.Start % _bytes.Length), entry.Length).CopyTo(larger.AsSpan((int)start));
            entry = entry with { Start = start };
        }

        _written -= oldest;
        _bytes = larger;
    }

    private readonly record struct Entry(long Sequence, long Start, int Length, MonotonicTime At);
}
