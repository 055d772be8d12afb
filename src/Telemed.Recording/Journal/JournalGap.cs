using System.Buffers.Binary;
using Telemed.Rtc.Time;

namespace Telemed.Recording.Journal;

/// <summary>Packets that arrived but were not journalled because the queue was full.</summary>
/// <param name="Packets">How many.</param>
/// <param name="First">When the first of them arrived.</param>
/// <param name="Last">When the last of them arrived.</param>
public readonly record struct JournalGap(uint Packets, MonotonicTime First, MonotonicTime Last)
{
    /// <summary>Bytes of a gap on disk.</summary>
    public const int Length = 20;

    /// <summary>Writes the gap's <see cref="Length"/> bytes.</summary>
    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(destination, Packets);
        BinaryPrimitives.WriteInt64LittleEndian(destination[4..], First.Nanoseconds);
        BinaryPrimitives.WriteInt64LittleEndian(destination[12..], Last.Nanoseconds);
    }

    /// <summary>Reads a gap; false when the length is wrong.</summary>
    public static bool TryParse(ReadOnlySpan<byte> source, out JournalGap gap)
    {
        gap = default;
        if (source.Length != Length)
        {
            return false;
        }

        gap = new(
            BinaryPrimitives.ReadUInt32LittleEndian(source),
            new(BinaryPrimitives.ReadInt64LittleEndian(source[4..])),
            new(BinaryPrimitives.ReadInt64LittleEndian(source[12..])));
        return true;
    }
}
