using System.Buffers.Binary;

namespace Telemed.Media.Net;

/// <summary>
/// Frames with the time at which they were added, first in, first out, in memory taken once. One thread adds, one
/// (the same or another) takes; neither waits or locks.
/// </summary>
internal sealed class FrameRing
{
    // Length and time stand before each frame; a length of -1 says that the rest up to the end is not used.
    private const int HeaderSize = 12;
    private const int Unused = -1;

    private readonly byte[] _bytes;
    private long _added;
    private long _taken;

    /// <summary>Takes the memory.</summary>
    /// <param name="capacity">Bytes, a multiple of 4; headers count.</param>
    public FrameRing(int capacity) => _bytes = GC.AllocateUninitializedArray<byte>(capacity);

    /// <summary>Whether no frame waits.</summary>
    public bool IsEmpty => Volatile.Read(ref _added) == Volatile.Read(ref _taken);

    /// <summary>Adds a copy of a frame; false when there is no room.</summary>
    public bool TryAdd(ReadOnlySpan<byte> frame, long nanoseconds)
    {
        var size = SizeOf(frame.Length);
        var added = _added;
        var free = _bytes.Length - (added - Volatile.Read(ref _taken));
        var at = (int)(added % _bytes.Length);
        var toEnd = _bytes.Length - at;
        var skipped = toEnd < size ? toEnd : 0;
        if (free < size + skipped)
        {
            return false;
        }

        if (skipped > 0)
        {
            BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(at), Unused);
            at = 0;
        }

        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(at), frame.Length);
        BinaryPrimitives.WriteInt64LittleEndian(_bytes.AsSpan(at + 4), nanoseconds);
        frame.CopyTo(_bytes.AsSpan(at + HeaderSize));
        Volatile.Write(ref _added, added + skipped + size);
        return true;
    }

    /// <summary>Looks at the oldest frame; its bytes may be changed and stay valid until <see cref="Remove"/>.</summary>
    public bool TryPeek(out Span<byte> frame, out long nanoseconds)
    {
        frame = default;
        nanoseconds = 0;
        if (IsEmpty)
        {
            return false;
        }

        var at = (int)(_taken % _bytes.Length);
        var length = BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(at));
        if (length == Unused)
        {
            Volatile.Write(ref _taken, _taken + _bytes.Length - at);
            at = 0;
            length = BinaryPrimitives.ReadInt32LittleEndian(_bytes);
        }

        nanoseconds = BinaryPrimitives.ReadInt64LittleEndian(_bytes.AsSpan(at + 4));
        frame = _bytes.AsSpan(at + HeaderSize, length);
        return true;
    }

    /// <summary>Removes the frame that <see cref="TryPeek"/> showed.</summary>
    public void Remove()
    {
        var at = (int)(_taken % _bytes.Length);
        Volatile.Write(ref _taken, _taken + SizeOf(BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(at))));
    }

    // The remainder at the end always has room for the mark.
    private static int SizeOf(int length) => (HeaderSize + length + 3) & ~3;
}
