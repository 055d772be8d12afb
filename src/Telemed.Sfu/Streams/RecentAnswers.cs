using Telemed.Rtc.Time;

namespace Telemed.Sfu.Streams;

/// <summary>
/// Remembers what was sent again lately: a receiver that repeats its NACK before the answer can have come gets no second
/// one. Not thread-safe; allocates only when made.
/// </summary>
internal sealed class RecentAnswers
{
    private const int Entries = 128;
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Most = TimeSpan.FromMilliseconds(300);
    private readonly (ushort Sequence, MonotonicTime Until)[] _entries = new (ushort, MonotonicTime)[Entries];

    /// <summary>Whether the packet may be sent again now; if so that is remembered for a round trip.</summary>
    public bool TryTake(MonotonicTime now, ushort sequenceNumber, TimeSpan roundTrip)
    {
        ref var entry = ref _entries[sequenceNumber & (Entries - 1)];
        if (entry.Sequence == sequenceNumber && now < entry.Until)
        {
            return false;
        }

        var wait = roundTrip < Least ? Least : roundTrip > Most ? Most : roundTrip;
        entry = (sequenceNumber, now + wait);
        return true;
    }
}
