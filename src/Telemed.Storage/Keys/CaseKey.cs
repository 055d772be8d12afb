using System.Security.Cryptography;
using System.Text;

namespace Telemed.Storage.Keys;

/// <summary>Wraps and unwraps a case's key, and seals and opens bytes with it: AES-256-GCM throughout.</summary>
internal static class CaseKey
{
    /// <summary>Bytes of a key.</summary>
    internal const int Length = 32;

    private const int Nonce = 12;
    private const int Tag = 16;

    /// <summary>A new random key.</summary>
    internal static byte[] Create() => RandomNumberGenerator.GetBytes(Length);

    /// <summary>Nonce, ciphertext and tag of <paramref name="clear"/>, bound to a context that is not secret.</summary>
    internal static byte[] Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> clear, string context)
    {
        var sealedBytes = new byte[Nonce + clear.Length + Tag];
        var nonce = sealedBytes.AsSpan(0, Nonce);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, Tag);
        aes.Encrypt(
            nonce,
            clear,
            sealedBytes.AsSpan(Nonce, clear.Length),
            sealedBytes.AsSpan(Nonce + clear.Length),
            Encoding.UTF8.GetBytes(context));
        return sealedBytes;
    }

    /// <summary>What <see cref="Seal"/> sealed.</summary>
    /// <exception cref="CryptographicException">Wrong key or context, or a changed byte.</exception>
    internal static byte[] Open(ReadOnlySpan<byte> key, ReadOnlySpan<byte> sealedBytes, string context)
    {
        if (sealedBytes.Length < Nonce + Tag)
        {
            throw new CryptographicException("The sealed value is too short.");
        }

        var clear = new byte[sealedBytes.Length - Nonce - Tag];
        using var aes = new AesGcm(key, Tag);
        aes.Decrypt(
            sealedBytes[..Nonce],
            sealedBytes[Nonce..^Tag],
            sealedBytes[^Tag..],
            clear,
            Encoding.UTF8.GetBytes(context));
        return clear;
    }

    /// <summary>The key unwrapped; <c>null</c> when it was destroyed.</summary>
    /// <exception cref="CryptographicException">The master key is missing or not the one that wrapped it.</exception>
    internal static byte[]? Unwrap(IMasterKeys masters, string? caseId, string? masterId, byte[]? wrapped)
    {
        if (wrapped is null || caseId is null || masterId is null)
        {
            return null;
        }

        var master = masters.Find(masterId)
            ?? throw new CryptographicException($"The master key {masterId} is not at hand.");
        return Open(master.Bytes.Span, wrapped, caseId);
    }
}
