using Telemed.Rtc.Time;

namespace Telemed.Rtc.Rtp;

/// <summary>
/// Finds the gaps in one incoming stream and says which sequence numbers to ask for again, and when: soon after the gap
/// shows, then once per round trip, a bounded number of times. Feed it every packet of the stream, also those that came
/// back by RTX. Sans-IO, not thread-safe; allocates only when made.
/// </summary>
public sealed class NackGenerator
{
    /// <summary>The most numbers that are missed at a time; more is repaired by a key frame, not by packets.</summary>
    public const int Capacity = 256;

    private const int MaxTries = 10;
    private static readonly TimeSpan ReorderTolerance = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan MinRetry = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(2);

    // Sorted by sequence number, as gaps open at the end.
    private readonly Gap[] _gaps = new Gap[Capacity];
    private SequenceUnwrapper _unwrapper;
    private int _count;
    private bool _gaveUp;

    /// <summary>The round trip to the sender, which spaces the repetitions. Default 100 ms.</summary>
    public TimeSpan RoundTrip { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How many numbers are missing now.</summary>
    public int MissingCount => _count;

    /// <summary>
    /// When <see cref="Collect"/> or <see cref="TakeGaveUp"/> has something to say; may be early, never late.
    /// </summary>
    public MonotonicTime Deadline { get; private set; } = MonotonicTime.Never;

    /// <summary>Notes a packet of the stream, original or retransmitted.</summary>
    public void Note(MonotonicTime now, ushort sequenceNumber)
    {
        var started = _unwrapper.Started;
        var highest = _unwrapper.Highest;
        var sequence = _unwrapper.Unwrap(sequenceNumber);
        if (!started)
        {
            return;
        }

        if (sequence <= highest)
        {
            Remove(sequence);
        }
        else if (sequence > highest + 1)
        {
            Open(now, highest + 1, sequence);
        }
    }

    /// <summary>Forgets everything, as the stream's numbers begin anew. What was missing is given up.</summary>
    public void Reset(MonotonicTime now)
    {
        _unwrapper = default;
        _count = 0;
        _gaveUp = true;
        Deadline = now;
    }

    /// <summary>Forgets all gaps before a key frame that starts at this packet: nothing needs them any more.</summary>
    public void NoteKeyFrame(ushort sequenceNumber)
    {
        if (_unwrapper.Started)
        {
            var sequence = _unwrapper.Peek(sequenceNumber);
            RemoveBefore(sequence);
            _gaveUp &= sequence < _unwrapper.Highest;
        }
    }

    /// <summary>
    /// Takes the numbers to ask for now, in sending order; each counts as asked once more. Returns how many were written.
    /// Numbers that found no room in <paramref name="destination"/> stay due.
    /// </summary>
    public int Collect(MonotonicTime now, Span<ushort> destination)
    {
        var written = 0;
        var kept = 0;
        var next = MonotonicTime.Never;
        for (var index = 0; index < _count; index++)
        {
            var gap = _gaps[index];
            if (gap.Tries >= MaxTries && now >= gap.NextAt || now - gap.OpenedAt > MaxAge)
            {
                _gaveUp = true;
                continue;
            }

            if (now >= gap.NextAt && written < destination.Length)
            {
                destination[written++] = (ushort)gap.Sequence;
                gap = gap with { Tries = gap.Tries + 1, NextAt = now + Retry() };
            }

            next = gap.NextAt < next ? gap.NextAt : next;
            _gaps[kept++] = gap;
        }

        _count = kept;
        Deadline = next;
        return written;
    }

    /// <summary>Whether packets were given up since the last call, so that only a key frame helps. Resets the answer.</summary>
    public bool TakeGaveUp()
    {
        var gaveUp = _gaveUp;
        _gaveUp = false;
        return gaveUp;
    }

    private TimeSpan Retry() => RoundTrip > MinRetry ? RoundTrip : MinRetry;

    private void Open(MonotonicTime now, long from, long until)
    {
        if (until - from > Capacity)
        {
            _gaveUp = true;
            _count = 0;
            Deadline = now;
            return;
        }

        var excess = (int)(_count + until - from - Capacity);
        if (excess > 0)
        {
            _gaveUp = true;
            RemoveFirst(excess);
        }

        var at = now + ReorderTolerance;
        for (var sequence = from; sequence < until; sequence++)
        {
            _gaps[_count++] = new(sequence, now, at, 0);
        }

        Deadline = _gaveUp ? now : at < Deadline ? at : Deadline;
    }

    private void Remove(long sequence)
    {
        var low = Find(sequence);
        if (low < _count && _gaps[low].Sequence == sequence)
        {
            Array.Copy(_gaps, low + 1, _gaps, low, _count - low - 1);
            _count--;
        }
    }

    private void RemoveBefore(long sequence) => RemoveFirst(Find(sequence));

    private void RemoveFirst(int count)
    {
        Array.Copy(_gaps, count, _gaps, 0, _count - count);
        _count -= count;
    }

    // The place of the first gap that does not lie before 'sequence'.
    private int Find(long sequence)
    {
        int low = 0, high = _count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _gaps[middle].Sequence < sequence ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private readonly record struct Gap(long Sequence, MonotonicTime OpenedAt, MonotonicTime NextAt, int Tries);
}
