using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Telemed.Recording.Matroska;

/// <summary>Writes EBML elements (RFC 8794): id, length, content.</summary>
internal static class Ebml
{
    /// <summary>A master element around content that is written already.</summary>
    public static void Master(IBufferWriter<byte> output, uint id, ReadOnlySpan<byte> content)
    {
        Id(output, id);
        Length(output, content.Length);
        output.Write(content);
    }

    /// <summary>An unsigned integer in as few bytes as it needs.</summary>
    public static void Unsigned(IBufferWriter<byte> output, uint id, ulong value)
    {
        var length = Math.Max(1, (64 - BitOperations.LeadingZeroCount(value) + 7) / 8);
        Id(output, id);
        Length(output, length);
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        output.Write(bytes[^length..]);
    }

    /// <summary>An unsigned integer in eight bytes, to be overwritten in place later.</summary>
    public static void Unsigned64(IBufferWriter<byte> output, uint id, ulong value)
    {
        Id(output, id);
        Length(output, 8);
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        output.Write(bytes);
    }

    /// <summary>A floating-point number of eight bytes.</summary>
    public static void Float(IBufferWriter<byte> output, uint id, double value) =>
        Unsigned64(output, id, BitConverter.DoubleToUInt64Bits(value));

    /// <summary>A text.</summary>
    public static void Text(IBufferWriter<byte> output, uint id, string value) =>
        Master(output, id, Encoding.UTF8.GetBytes(value));

    /// <summary>An element's id, which carries its own length.</summary>
    public static void Id(IBufferWriter<byte> output, uint id)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, id);
        output.Write(bytes[(BitOperations.LeadingZeroCount(id) / 8)..]);
    }

    /// <summary>A length in as few bytes as it needs.</summary>
    public static void Length(IBufferWriter<byte> output, long value)
    {
        var bytes = 1;
        while (value >= (1L << (7 * bytes)) - 1)
        {
            bytes++;
        }

        Span<byte> all = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(all, value | (1L << (7 * bytes)));
        output.Write(all[^bytes..]);
    }

    /// <summary>A length in eight bytes, to be overwritten in place later.</summary>
    public static void Length64(Span<byte> destination, long value) =>
        BinaryPrimitives.WriteInt64BigEndian(destination, value | (1L << 56));
}
