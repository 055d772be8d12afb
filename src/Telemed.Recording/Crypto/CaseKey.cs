using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Telemed.Recording.Crypto;

/// <summary>
/// The data key of one case (one consult): 32 secret bytes from which each file's own AES-256 key is derived. Without
/// it nothing that was recorded of the case can be read.
/// </summary>
public sealed class CaseKey
{
    /// <summary>Bytes of the secret.</summary>
    public const int Length = 32;

    private readonly byte[] _secret;

    /// <summary>A key of the given <see cref="Length"/> secret bytes, which are copied.</summary>
    /// <exception cref="ArgumentException">The length is wrong.</exception>
    public CaseKey(ReadOnlySpan<byte> secret)
    {
        if (secret.Length != Length)
        {
            throw new ArgumentException($"A case key has {Length} bytes, not {secret.Length}.", nameof(secret));
        }

        _secret = secret.ToArray();
    }

    /// <summary>The secret, for wrapping.</summary>
    internal ReadOnlySpan<byte> Secret => _secret;

    /// <summary>The cipher of one file (HKDF-SHA-256, RFC 5869): a salt is never used for two files.</summary>
    internal AesGcm OpenFile(UInt128 salt, ReadOnlySpan<byte> purpose)
    {
        Span<byte> saltBytes = stackalloc byte[16];
        Span<byte> key = stackalloc byte[32];
        BinaryPrimitives.WriteUInt128LittleEndian(saltBytes, salt);
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _secret, key, saltBytes, purpose);
        var cipher = new AesGcm(key, 16);
        CryptographicOperations.ZeroMemory(key);
        return cipher;
    }

    /// <summary>A salt that depends on nothing but the key and a file's content, so that the same content gives the
    /// same bytes.</summary>
    internal UInt128 SaltFor(ReadOnlySpan<byte> contentHash)
    {
        Span<byte> mac = stackalloc byte[32];
        HMACSHA256.HashData(_secret, contentHash, mac);
        return BinaryPrimitives.ReadUInt128LittleEndian(mac);
    }
}
