namespace Telemed.Sfu.Streams;

/// <summary>
/// Remembers which of the last <see cref="Length"/> extended sequence numbers were taken, so that none is taken twice.
/// Not thread-safe; allocates only when made.
/// </summary>
internal sealed class SequenceWindow
{
    /// <summary>How many numbers are remembered, up to the highest taken.</summary>
    public const int Length = 4096;

    private const int WordBits = 64;
    private readonly ulong[] _taken = new ulong[Length / WordBits];
    private long _highest;
    private bool _started;

    /// <summary>Takes a number; false when it was taken before or lies before the window, where that is not known.</summary>
    public bool TryTake(long sequence)
    {
        if (!_started || sequence > _highest)
        {
            MoveTo(sequence);
        }
        else if (_highest - sequence >= Length)
        {
            return false;
        }

        ref var word = ref _taken[(sequence & (Length - 1)) / WordBits];
        var bit = 1UL << (int)(sequence & (WordBits - 1));
        var isNew = (word & bit) == 0;
        word |= bit;
        return isNew;
    }

    /// <summary>Forgets everything: the numbers begin anew.</summary>
    public void Clear()
    {
        Array.Clear(_taken);
        _started = false;
    }

    private void MoveTo(long sequence)
    {
        if (!_started || sequence - _highest >= Length)
        {
            Array.Clear(_taken);
        }
        else
        {
            for (var skipped = _highest + 1; skipped <= sequence; skipped++)
            {
                _taken[(skipped & (Length - 1)) / WordBits] &= ~(1UL << (int)(skipped & (WordBits - 1)));
            }
        }

        _highest = sequence;
        _started = true;
    }
}
