using System.Numerics;

namespace Telemed.Cli.Load;

/// <summary>
/// Counts durations in buckets of at most 3 % width from 1 ns to 18 s. Adding costs no more than a few instructions and
/// allocates nothing. One thread; <see cref="Add(DelayHistogram)"/> joins several.
/// </summary>
internal sealed class DelayHistogram
{
    private const int SubBits = 5;
    private readonly long[] _counts = new long[64 << SubBits];

    /// <summary>How many were added.</summary>
    public long Count { get; private set; }

    /// <summary>The longest, in nanoseconds.</summary>
    public long Longest { get; private set; }

    /// <summary>Adds a duration; a negative one (clocks that were set) counts as 0.</summary>
    public void Add(long nanoseconds)
    {
        var value = Math.Max(0, nanoseconds);
        _counts[Index(value)]++;
        Count++;
        Longest = Math.Max(Longest, value);
    }

    /// <summary>Adds all of another.</summary>
    public void Add(DelayHistogram other)
    {
        for (var i = 0; i < _counts.Length; i++)
        {
            _counts[i] += other._counts[i];
        }

        Count += other.Count;
        Longest = Math.Max(Longest, other.Longest);
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Array.Clear(_counts);
        Count = 0;
        Longest = 0;
    }

    /// <summary>The duration below which a share of all lies, in nanoseconds, at most 3 % too high; 0 when there is none.</summary>
    /// <param name="share">0 to 1.</param>
    public long Percentile(double share)
    {
        var rank = (long)Math.Ceiling(share * Count);
        for (var i = 0; i < _counts.Length; i++)
        {
            rank -= _counts[i];
            if (rank <= 0)
            {
                return Math.Min(Longest, UpperEnd(i));
            }
        }

        return Longest;
    }

    private static int Index(long value)
    {
        var shift = Math.Max(0, 63 - BitOperations.LeadingZeroCount((ulong)value | 1) - SubBits);
        return (shift << SubBits) + (int)(value >> shift);
    }

    private static long UpperEnd(int index)
    {
        var shift = Math.Max(0, (index >> SubBits) - 1);
        return ((long)(index - (shift << SubBits)) << shift) + (1L << shift) - 1;
    }
}
