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
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, previous);
        Add(hash, stream);
        Span<byte> numbers = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(numbers, version);
        BinaryPrimitives.WriteInt64BigEndian(numbers[8..], at);
        hash.AppendData(numbers);
        Add(hash, actor);
        Add(hash, type);
        Add(hash, data);
        return hash.GetHashAndReset();
    }

    private static void Add(IncrementalHash hash, string text) => Add(hash, Encoding.UTF8.GetBytes(text));

    private static void Add(IncrementalHash hash, ReadOnlySpan<byte> bytes)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
