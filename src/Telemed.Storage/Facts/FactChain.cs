using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Telemed.Storage.Facts;

/// <summary>
/// The chain of hashes of a stream: SHA-256 over the previous hash and every stored field of the fact, each preceded by
/// its length, so that no two records share an encoding. Personal parts enter sealed, so the chain outlives their key.
/// </summary>
internal static class FactChain
{
    /// <summary>The hash of a record that follows a record of hash <paramref name="previous"/>.</summary>
    internal static byte[] Next(
        ReadOnlySpan<byte> previous, string stream, int version, long at, string actor, string type, string data)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(
            previous.Length + (5 * sizeof(int)) + (2 * sizeof(long))
            + Encoding.UTF8.GetMaxByteCount(stream.Length) + Encoding.UTF8.GetMaxByteCount(actor.Length)
            + Encoding.UTF8.GetMaxByteCount(type.Length) + Encoding.UTF8.GetMaxByteCount(data.Length));
        var length = 0;
        Add(buffer, ref length, previous);
        Add(buffer, ref length, stream);
        Add(buffer, ref length, version);
        Add(buffer, ref length, at);
        Add(buffer, ref length, actor);
        Add(buffer, ref length, type);
        Add(buffer, ref length, data);
        var hash = SHA256.HashData(buffer.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(buffer);
        return hash;
    }

    private static void Add(Span<byte> buffer, ref int length, long number)
    {
        BinaryPrimitives.WriteInt64BigEndian(buffer[length..], number);
        length += sizeof(long);
    }

    private static void Add(Span<byte> buffer, ref int length, ReadOnlySpan<byte> bytes)
    {
        BinaryPrimitives.WriteInt32BigEndian(buffer[length..], bytes.Length);
        bytes.CopyTo(buffer[(length + sizeof(int))..]);
        length += sizeof(int) + bytes.Length;
    }

    private static void Add(Span<byte> buffer, ref int length, string text)
    {
        var written = Encoding.UTF8.GetBytes(text, buffer[(length + sizeof(int))..]);
        BinaryPrimitives.WriteInt32BigEndian(buffer[length..], written);
        length += sizeof(int) + written;
    }
}
