using System.Buffers.Binary;
using Telemed.Rtc.Rtcp;
using Telemed.Rtc.Rtp;
using Telemed.Rtc.Time;

namespace Telemed.Rtc.Bwe;

/// <summary>
/// The receiving side of transport-wide congestion control: notes when packets arrive and writes the feedback that lets
/// the sender estimate its link (<see cref="TransportFeedback"/> shows the form). One per transport, as the sequence is
/// shared by audio, video, retransmissions and padding. Every arrival is reported once; a packet that arrives after its
/// number was reported as missing is reported later in a packet of its own. Not thread-safe. Allocates only when made.
/// </summary>
public sealed class TransportFeedbackRecorder
{
    /// <summary>The longest feedback packet that <see cref="TryBuild"/> writes, in bytes.</summary>
    public const int MaxPacketLength = 960;

    private const int Capacity = 2048;
    private const int MaxStatuses = 400;
    private const long Missing = long.MinValue;
    private const long Reported = long.MinValue + 1;
    private const long NanosecondsPerTick = 250_000;

    // By sequence number modulo capacity: Missing, Reported, or the arrival in 250 µs ticks that is still to be told.
    private readonly long[] _arrivals = new long[Capacity];
    private SequenceUnwrapper _unwrapper;
    private long _highest;
    private long _uncovered;
    private long _lowestPending = long.MaxValue;
    private byte _feedbackCount;

    /// <summary>Makes an empty recorder.</summary>
    /// <param name="interval">Between feedback packets; 50 to 100 ms serve browsers best. Default 100 ms.</param>
    public TransportFeedbackRecorder(TimeSpan? interval = null)
    {
        Interval = interval ?? TimeSpan.FromMilliseconds(100);
        Array.Fill(_arrivals, Missing);
    }

    /// <summary>Between feedback packets; from the next one on.</summary>
    public TimeSpan Interval { get; set; }

    /// <summary>When feedback is due: an interval after the first arrival that waits, or never.</summary>
    public MonotonicTime Deadline { get; private set; } = MonotonicTime.Never;

    /// <summary>Notes the arrival of a packet. A number seen before, or one too old to matter, changes nothing.</summary>
    /// <param name="now">When the packet came from the socket, before any queue.</param>
    /// <param name="transportSequence">Its transport-wide sequence number.</param>
    public void Note(MonotonicTime now, ushort transportSequence)
    {
        var first = !_unwrapper.Started;
        var sequence = _unwrapper.Unwrap(transportSequence);
        if (first)
        {
            _highest = sequence - 1;
            _uncovered = sequence;
        }

        if (sequence > _highest)
        {
            Advance(sequence);
        }
        else if (sequence <= _highest - Capacity)
        {
            return;
        }

        ref var arrival = ref _arrivals[sequence & (Capacity - 1)];
        if (arrival != Missing)
        {
            return;
        }

        arrival = ToTicks(now);
        _lowestPending = Math.Min(_lowestPending, sequence);
        if (Deadline == MonotonicTime.Never)
        {
            Deadline = now + Interval;
        }
    }

    /// <summary>
    /// Writes the next feedback packet. Call it at <see cref="Deadline"/> until it returns false: more than one packet is
    /// needed after a burst, a long gap or late arrivals.
    /// </summary>
    /// <param name="buffer">At least <see cref="MaxPacketLength"/> bytes.</param>
    /// <param name="sender">Our SSRC.</param>
    /// <param name="media">Any SSRC of the peer.</param>
    /// <param name="length">Bytes written.</param>
    /// <exception cref="ArgumentException">The buffer is too short.</exception>
    public bool TryBuild(Span<byte> buffer, Ssrc sender, Ssrc media, out int length)
    {
        if (buffer.Length < MaxPacketLength)
        {
            throw new ArgumentException("The buffer is shorter than the longest feedback packet.", nameof(buffer));
        }

        length = 0;
        var oldest = _highest - Capacity + 1;
        _uncovered = Math.Max(_uncovered, oldest);
        SkipToPending(oldest);
        if (_lowestPending == long.MaxValue)
        {
            Deadline = MonotonicTime.Never;
            return false;
        }

        length = Write(buffer, sender, media);
        return true;
    }

    private static long ToTicks(MonotonicTime time) =>
        (time.Nanoseconds >= 0 ? time.Nanoseconds : time.Nanoseconds - NanosecondsPerTick + 1) / NanosecondsPerTick;

    private static bool Fits(long delta) => delta is >= short.MinValue and <= short.MaxValue;

    private void Advance(long sequence)
    {
        if (sequence - _highest >= Capacity)
        {
            Array.Fill(_arrivals, Missing);
            _lowestPending = long.MaxValue;
            // What lies between is not worth reporting as lost: the sender jumped or was away.
            _uncovered = sequence;
        }
        else
        {
            for (var skipped = _highest + 1; skipped <= sequence; skipped++)
            {
                _arrivals[skipped & (Capacity - 1)] = Missing;
            }
        }

        _highest = sequence;
    }

    private void SkipToPending(long oldest)
    {
        if (_lowestPending == long.MaxValue)
        {
            return;
        }

        for (var sequence = Math.Max(_lowestPending, oldest); sequence <= _highest; sequence++)
        {
            if (_arrivals[sequence & (Capacity - 1)] > Reported)
            {
                _lowestPending = sequence;
                return;
            }
        }

        _lowestPending = long.MaxValue;
    }

    private int Write(Span<byte> buffer, Ssrc sender, Ssrc media)
    {
        Span<byte> symbols = stackalloc byte[MaxStatuses];
        Span<byte> deltas = stackalloc byte[MaxStatuses * 2];
        var start = Math.Min(_lowestPending, Math.Max(_uncovered, _lowestPending - MaxStatuses + 1));
        // The reference time rounds down, so that the first delta is never negative.
        var reference = _arrivals[_lowestPending & (Capacity - 1)] >> 8;
        var count = Collect(start, reference, symbols, deltas, out var deltaLength);
        symbols = symbols[..count];

        Span<byte> chunks = stackalloc byte[2 * ((MaxStatuses / TransportFeedbackChunk.TwoBitSymbols) + 1)];
        chunks = chunks[..WriteChunks(symbols, chunks)];
        var contentLength = 8 + chunks.Length + deltaLength;
        var padding = -contentLength & 3;
        var writer = new RtcpWriter(buffer);
        writer.TryStartFeedback(
            RtcpPacketType.TransportFeedback,
            RtcpFormat.TransportWideFeedback,
            sender,
            media,
            contentLength + padding,
            out var content);
        BinaryPrimitives.WriteUInt16BigEndian(content, (ushort)start);
        BinaryPrimitives.WriteUInt16BigEndian(content[2..], (ushort)count);
        BinaryPrimitives.WriteUInt32BigEndian(content[4..], ((uint)reference << 8) | _feedbackCount++);
        chunks.CopyTo(content[8..]);
        deltas[..deltaLength].CopyTo(content[(8 + chunks.Length)..]);
        if (padding != 0)
        {
            buffer[0] |= 0x20;
            content[^padding..].Clear();
            content[^1] = (byte)padding;
        }

        _uncovered = Math.Max(_uncovered, start + count);
        return writer.Length;
    }

    // Takes statuses from 'start' on until the limit, a delta that no 16 bits hold, or a number already reported; ends
    // behind the last arrival. Marks what it takes as reported.
    private int Collect(long start, long reference, Span<byte> symbols, Span<byte> deltas, out int deltaLength)
    {
        deltaLength = 0;
        var ticks = reference * TransportFeedback.TicksPerReference;
        var count = 0;
        for (var place = 0; place < MaxStatuses && start + place <= _highest; place++)
        {
            ref var arrival = ref _arrivals[(start + place) & (Capacity - 1)];
            if (arrival == Missing)
            {
                symbols[place] = 0;
                continue;
            }

            if (arrival == Reported || !Fits(arrival - ticks))
            {
                break;
            }

            // Deltas are between rounded instants, so rounding never adds up to a drift.
            symbols[place] = WriteDelta(arrival - ticks, deltas, ref deltaLength);
            ticks = arrival;
            arrival = Reported;
            count = place + 1;
        }

        return count;
    }

    private static byte WriteDelta(long delta, Span<byte> deltas, ref int length)
    {
        if (delta is >= 0 and <= 255)
        {
            deltas[length++] = (byte)delta;
            return 1;
        }

        BinaryPrimitives.WriteInt16BigEndian(deltas[length..], (short)delta);
        length += 2;
        return 2;
    }

    private static int WriteChunks(ReadOnlySpan<byte> symbols, Span<byte> chunks)
    {
        var length = 0;
        while (!symbols.IsEmpty)
        {
            var chunk = NextChunk(symbols, out var covered);
            BinaryPrimitives.WriteUInt16BigEndian(chunks[length..], chunk);
            symbols = symbols[covered..];
            length += 2;
        }

        return length;
    }

    private static ushort NextChunk(ReadOnlySpan<byte> symbols, out int covered)
    {
        var different = symbols.IndexOfAnyExcept(symbols[0]);
        var run = different < 0 ? symbols.Length : different;
        if (run == symbols.Length || run >= TransportFeedbackChunk.OneBitSymbols)
        {
            covered = run;
            return (ushort)((symbols[0] << 13) | run);
        }

        var oneBit = symbols[..Math.Min(symbols.Length, TransportFeedbackChunk.OneBitSymbols)];
        if (!oneBit.Contains((byte)2))
        {
            covered = oneBit.Length;
            return Vector(oneBit, 0x8000, top: 13, bits: 1);
        }

        covered = Math.Min(symbols.Length, TransportFeedbackChunk.TwoBitSymbols);
        return Vector(symbols[..covered], 0xC000, top: 12, bits: 2);
    }

    private static ushort Vector(ReadOnlySpan<byte> symbols, int head, int top, int bits)
    {
        var chunk = head;
        for (var index = 0; index < symbols.Length; index++)
        {
            chunk |= symbols[index] << (top - (index * bits));
        }

        return (ushort)chunk;
    }
}
