using System.Buffers.Binary;

namespace Telemed.Recording.Journal;

/// <summary>The plain head of a chunk. Each chunk can be found and opened without any other.</summary>
/// <remarks>
/// Little-endian: magic (4), sequence within its segment (4), body length (4), flags (2: bit 0 last chunk), track (2), receive time of the first record in
/// monotonic nanoseconds (8), salt of the segment's key (16), records (4), CRC-32C of all that (4). Then follow the
/// body (AES-256-GCM, the head is its associated data, the sequence its nonce), the tag (16) and the chain (32):
/// SHA-256 over the chain before, head and tag.
/// </remarks>
internal readonly record struct JournalChunkHeader(
    uint Sequence, int BodyLength, bool Last, int Track, long FirstNanoseconds, UInt128 Salt, int Records)
{
    public const int Length = 48;
    public const int TagLength = 16;
    public const int ChainLength = 32;
    public const int Trailer = TagLength + ChainLength;
    public const int MaximumBody = 1 << 20;
    public const uint Magic = 0x4B43_4A54; // "TJCK"

    /// <summary>Bytes of the whole chunk on disk.</summary>
    public int ChunkLength => Length + BodyLength + Trailer;

    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(destination, Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], Sequence);
        BinaryPrimitives.WriteInt32LittleEndian(destination[8..], BodyLength);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[12..], Last ? (ushort)1 : (ushort)0);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[14..], checked((ushort)Track));
        BinaryPrimitives.WriteInt64LittleEndian(destination[16..], FirstNanoseconds);
        BinaryPrimitives.WriteUInt128LittleEndian(destination[24..], Salt);
        BinaryPrimitives.WriteInt32LittleEndian(destination[40..], Records);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[44..], Crc32C.Compute(destination[..44]));
    }

    /// <summary>False when this is no chunk head: wrong magic, wrong sum or an impossible length.</summary>
    public static bool TryParse(ReadOnlySpan<byte> source, out JournalChunkHeader header)
    {
        header = default;
        if (source.Length < Length
            || BinaryPrimitives.ReadUInt32LittleEndian(source) != Magic
            || BinaryPrimitives.ReadUInt32LittleEndian(source[44..]) != Crc32C.Compute(source[..44]))
        {
            return false;
        }

        header = new(
            BinaryPrimitives.ReadUInt32LittleEndian(source[4..]),
            BinaryPrimitives.ReadInt32LittleEndian(source[8..]),
            (BinaryPrimitives.ReadUInt16LittleEndian(source[12..]) & 1) != 0,
            BinaryPrimitives.ReadUInt16LittleEndian(source[14..]),
            BinaryPrimitives.ReadInt64LittleEndian(source[16..]),
            BinaryPrimitives.ReadUInt128LittleEndian(source[24..]),
            BinaryPrimitives.ReadInt32LittleEndian(source[40..]));
        return header.BodyLength is >= 0 and <= MaximumBody;
    }
}
