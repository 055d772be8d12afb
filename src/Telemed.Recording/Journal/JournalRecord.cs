using System.Buffers.Binary;
using Telemed.Rtc.Time;

namespace Telemed.Recording.Journal;

/// <summary>A view of one record inside a chunk's plain text.</summary>
/// <remarks>
/// Little-endian: kind (1), flags (1, zero), payload length (2), receive time in monotonic nanoseconds (8), payload,
/// CRC-32C of all that (4).
/// </remarks>
public readonly ref struct JournalRecord
{
    /// <summary>Bytes before the payload.</summary>
    public const int HeaderLength = 12;

    /// <summary>Bytes around a payload: header and check sum.</summary>
    public const int Overhead = HeaderLength + 4;

    /// <summary>The longest payload, in bytes.</summary>
    public const int MaximumPayload = ushort.MaxValue;

    private JournalRecord(JournalRecordKind kind, MonotonicTime receivedAt, ReadOnlySpan<byte> payload)
    {
        Kind = kind;
        ReceivedAt = receivedAt;
        Payload = payload;
    }

    /// <summary>What the payload is.</summary>
    public JournalRecordKind Kind { get; }

    /// <summary>When the server received it, on the epoch's monotonic clock.</summary>
    public MonotonicTime ReceivedAt { get; }

    /// <summary>The content; valid until the reader moves on.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>Writes a record and returns its length; <paramref name="destination"/> holds at least
    /// <see cref="Overhead"/> and the payload.</summary>
    public static int Write(
        Span<byte> destination, JournalRecordKind kind, MonotonicTime receivedAt, ReadOnlySpan<byte> payload)
    {
        destination[0] = (byte)kind;
        destination[1] = 0;
        BinaryPrimitives.WriteUInt16LittleEndian(destination[2..], checked((ushort)payload.Length));
        BinaryPrimitives.WriteInt64LittleEndian(destination[4..], receivedAt.Nanoseconds);
        payload.CopyTo(destination[HeaderLength..]);
        var end = HeaderLength + payload.Length;
        BinaryPrimitives.WriteUInt32LittleEndian(destination[end..], Crc32C.Compute(destination[..end]));
        return end + 4;
    }

    /// <summary>Reads the record at the start of <paramref name="source"/>; false when it is cut or its sum is wrong.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, out JournalRecord record, out int length)
    {
        record = default;
        length = 0;
        if (source.Length < Overhead)
        {
            return false;
        }

        var end = HeaderLength + BinaryPrimitives.ReadUInt16LittleEndian(source[2..]);
        if (source.Length < end + 4
            || BinaryPrimitives.ReadUInt32LittleEndian(source[end..]) != Crc32C.Compute(source[..end]))
        {
            return false;
        }

        length = end + 4;
        record = new(
            (JournalRecordKind)source[0],
            new(BinaryPrimitives.ReadInt64LittleEndian(source[4..])),
            source[HeaderLength..end]);
        return true;
    }
}
