using System.Runtime.InteropServices;
using Telemed.Recording.Journal;
using Telemed.Rtc.Time;

namespace Telemed.Media.Recording;

/// <summary>
/// The bounded queue between a room's media thread (the only writer) and the journal thread (the only reader): a ring
/// of native bytes without locks. A writer that finds no room is told so at once.
/// </summary>
/// <remarks>
/// An entry begins on 8 bytes: payload length (4), track (2), kind (1), 0, receive time (8), payload. A length of
/// <see cref="WrapMark"/> sends the reader to the ring's start: no entry is ever split. Whenever the ring is empty the writer begins
/// at its start again, so that a recording whose disk keeps up uses the same few pages over and over, which stay in the cache.
/// </remarks>
internal sealed unsafe class TapRing : IDisposable
{
    private const int EntryHeader = 16;
    private const uint WrapMark = uint.MaxValue;

    /// <summary>Media may not fill the last part of the ring, so that pauses, marks and gaps always fit.</summary>
    private const int ControlReserve = 64 * 1024;

    private readonly long _capacity;
    private byte* _ring;
    private Positions _at;

    public TapRing(int capacity)
    {
        _capacity = capacity & ~7;
        _ring = (byte*)NativeMemory.AlignedAlloc((nuint)_capacity, 64);
    }

    /// <summary>Whether the ring is more than half full. Any thread.</summary>
    public bool MoreThanHalf => Volatile.Read(ref _at.Written) - Volatile.Read(ref _at.Read) > _capacity / 2;

    /// <summary>Bytes taken in since the start. Any thread.</summary>
    public long Taken => Volatile.Read(ref _at.Written);

    /// <summary>Bytes that the journal thread has taken out since the start. Any thread.</summary>
    public long TakenOut => Volatile.Read(ref _at.Read);

    /// <summary>Takes media; false when it does not fit. Media thread only.</summary>
    public bool TryWriteMedia(int track, JournalRecordKind kind, MonotonicTime at, ReadOnlySpan<byte> payload) =>
        TryWrite(track, kind, at, payload, ControlReserve);

    /// <summary>Takes anything else; false when it does not fit. Media thread only.</summary>
    public bool TryWriteControl(int track, JournalRecordKind kind, MonotonicTime at, ReadOnlySpan<byte> payload) =>
        TryWrite(track, kind, at, payload, 0);

    /// <summary>Looks at the oldest entry; false when there is none. Journal thread only.</summary>
    public bool TryPeek(out int track, out JournalRecordKind kind, out MonotonicTime at, out ReadOnlySpan<byte> payload)
    {
        track = 0;
        kind = default;
        at = default;
        payload = default;
        while (_at.Read != Volatile.Read(ref _at.Written))
        {
            // The start moves only while the ring is empty: once an entry is seen, it is the one that the entry was written by.
            var offset = (_at.Read - _at.Start) % _capacity;
            var entry = _ring + offset;
            var length = *(uint*)entry;
            if (length == WrapMark)
            {
                Volatile.Write(ref _at.Read, _at.Read + _capacity - offset);
                continue;
            }

            track = *(ushort*)(entry + 4);
            kind = (JournalRecordKind)entry[6];
            at = new(*(long*)(entry + 8));
            payload = new(entry + EntryHeader, (int)length);
            return true;
        }

        return false;
    }

    /// <summary>Frees the entry that was peeked. Journal thread only.</summary>
    public void Advance(int payloadLength) => Volatile.Write(ref _at.Read, _at.Read + EntryLength(payloadLength));

    public void Dispose()
    {
        NativeMemory.AlignedFree(_ring);
        _ring = null;
    }

    private static int EntryLength(int payload) => (EntryHeader + payload + 7) & ~7;

    private bool TryWrite(
        int track, JournalRecordKind kind, MonotonicTime at, ReadOnlySpan<byte> payload, int reserve)
    {
        var length = EntryLength(payload.Length);
        var waiting = _at.Written - Volatile.Read(ref _at.Read);
        if (waiting == 0)
        {
            _at.Start = _at.Written;
        }

        var offset = (_at.Written - _at.Start) % _capacity;
        var skip = _capacity - offset < length ? _capacity - offset : 0;
        if (_capacity - waiting - reserve < length + skip)
        {
            return false;
        }

        if (skip > 0)
        {
            *(uint*)(_ring + offset) = WrapMark;
            offset = 0;
        }

        var entry = _ring + offset;
        *(uint*)entry = (uint)payload.Length;
        *(ushort*)(entry + 4) = (ushort)track;
        entry[6] = (byte)kind;
        entry[7] = 0;
        *(long*)(entry + 8) = at.Nanoseconds;
        payload.CopyTo(new(entry + EntryHeader, payload.Length));
        Volatile.Write(ref _at.Written, _at.Written + skip + length);
        return true;
    }

    /// <summary>Bytes since the recording's start, each thread's on a cache line of its own (two, since lines are fetched in pairs).
    /// </summary>
    [StructLayout(LayoutKind.Explicit, Size = 384)]
    private struct Positions
    {
        /// <summary>By the media thread.</summary>
        [FieldOffset(128)]
        public long Written;

        /// <summary>By the media thread: the position that lies at the ring's first byte.</summary>
        [FieldOffset(136)]
        public long Start;

        /// <summary>By the journal thread.</summary>
        [FieldOffset(256)]
        public long Read;
    }
}
