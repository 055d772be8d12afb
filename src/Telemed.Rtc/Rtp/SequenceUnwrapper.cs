namespace Telemed.Rtc.Rtp;

/// <summary>
/// Extends 16-bit sequence numbers to 64 bits: each number is taken as the one nearest to the highest seen so far.
/// The first one keeps its value, so a number from before it may come out negative. Mutable; do not copy.
/// </summary>
public struct SequenceUnwrapper
{
    private long _highest;
    private bool _started;

    /// <summary>Whether a number has been seen.</summary>
    public readonly bool Started => _started;

    /// <summary>The highest extended number so far; meaningful once <see cref="Started"/>.</summary>
    public readonly long Highest => _highest;

    /// <summary>Extends a number and remembers it if it is the highest.</summary>
    public long Unwrap(ushort sequenceNumber)
    {
        if (!_started)
        {
            _started = true;
            _highest = sequenceNumber;
            return sequenceNumber;
        }

        var extended = Peek(sequenceNumber);
        _highest = Math.Max(_highest, extended);
        return extended;
    }

    /// <summary>Extends a number without remembering it.</summary>
    public readonly long Peek(ushort sequenceNumber) =>
        _started ? _highest + (short)(sequenceNumber - (ushort)_highest) : sequenceNumber;
}
