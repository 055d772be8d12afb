namespace Telemed.Sfu.Streams;

/// <summary>
/// The last payloads of one incoming stream of sound, for packets that repeat them (RFC 2198). Kept once, whoever gets
/// them. Not thread-safe; allocates only when made.
/// </summary>
internal sealed class RecentSound
{
    /// <summary>A longer payload is not kept: it is music, or no sound at all.</summary>
    private const int MostLength = 512;

    /// <summary>How many are kept.</summary>
    public const int Entries = 16;

    private readonly Entry[] _entries = new Entry[Entries];
    private readonly byte[] _bytes = new byte[Entries * MostLength];

    /// <summary>Keeps a payload, in place of the one 16 numbers before.</summary>
    /// <param name="sequence">The packet's extended sequence number.</param>
    /// <param name="timestamp">Its media time.</param>
    /// <param name="payload">The plain payload.</param>
    public void Store(long sequence, uint timestamp, ReadOnlySpan<byte> payload)
    {
        ref var entry = ref _entries[Place(sequence)];
        if (payload.Length > MostLength || (entry.Length > 0 && entry.Sequence > sequence))
        {
            return;
        }

        entry = new(sequence, timestamp, payload.Length);
        payload.CopyTo(_bytes.AsSpan(Place(sequence) * MostLength));
    }

    /// <summary>Finds a payload by its packet's number; false when it never came or is too old.</summary>
    public bool TryGet(long sequence, out uint timestamp, out ReadOnlySpan<byte> payload)
    {
        ref readonly var entry = ref _entries[Place(sequence)];
        var isFound = entry.Length > 0 && entry.Sequence == sequence;
        timestamp = entry.Timestamp;
        payload = isFound ? _bytes.AsSpan(Place(sequence) * MostLength, entry.Length) : default;
        return isFound;
    }

    /// <summary>Forgets everything: the stream begins anew.</summary>
    public void Clear() => Array.Clear(_entries);

    private static int Place(long sequence) => (int)(sequence & (Entries - 1));

    private readonly record struct Entry(long Sequence, uint Timestamp, int Length);
}
