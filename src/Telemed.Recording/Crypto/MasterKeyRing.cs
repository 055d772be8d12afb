using System.Security.Cryptography;
using System.Text.Json;
using Telemed.Recording.Journal;

namespace Telemed.Recording.Crypto;

/// <summary>
/// The master keys of a node: the first wraps new case keys, all of them unwrap. Rotation puts a new key in front and
/// wraps the case keys again; recorded data stays as it is.
/// </summary>
public sealed class MasterKeyRing
{
    private const int KeyLength = 32;
    private const int NonceLength = 12;
    private const int TagLength = 16;

    private readonly List<(string Id, byte[] Key)> _keys;

    private MasterKeyRing(List<(string Id, byte[] Key)> keys) => _keys = keys;

    /// <summary>The id of the key that wraps new case keys: 16 hexadecimal digits of its SHA-256.</summary>
    public string CurrentId => _keys[0].Id;

    /// <summary>
    /// Reads a key file: one key a line, 32 bytes as base64, the current one first; empty lines and lines that begin
    /// with <c>#</c> do not count. False with a sentence that says what is wrong, which never repeats the content.
    /// </summary>
    public static bool TryParse(string text, out MasterKeyRing? ring, out string fault)
    {
        ring = null;
        var keys = new List<(string, byte[])>();
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith('#'))
            {
                continue;
            }

            var key = new byte[KeyLength];
            if (!Convert.TryFromBase64String(line, key, out var length) || length != KeyLength)
            {
                fault = $"key {keys.Count + 1} is not {KeyLength} bytes of base64";
                return false;
            }

            keys.Add((IdOf(key), key));
        }

        fault = keys.Count == 0 ? "it holds no key" : "";
        ring = keys.Count == 0 ? null : new(keys);
        return ring is not null;
    }

    /// <summary>Wraps a case key under the current master key.</summary>
    /// <param name="key">The case key.</param>
    /// <param name="caseId">The case; a wrapped key opens for no other case.</param>
    /// <param name="nonce">12 bytes that were never used with this master key before.</param>
    /// <returns>A JSON text to keep beside the recordings.</returns>
    public byte[] Wrap(CaseKey key, string caseId, ReadOnlySpan<byte> nonce)
    {
        var (id, master) = _keys[0];
        var sealedKey = new byte[NonceLength + CaseKey.Length + TagLength];
        nonce[..NonceLength].CopyTo(sealedKey);
        using var cipher = new AesGcm(master, TagLength);
        cipher.Encrypt(
            nonce[..NonceLength],
            key.Secret,
            sealedKey.AsSpan(NonceLength, CaseKey.Length),
            sealedKey.AsSpan(NonceLength + CaseKey.Length),
            System.Text.Encoding.UTF8.GetBytes(caseId));
        return JsonSerializer.SerializeToUtf8Bytes(
            new WrappedKey(1, caseId, id, Convert.ToBase64String(sealedKey)), CryptoJson.Default.WrappedKey);
    }

    /// <summary>Whether a wrapped key is the current master key's.</summary>
    public bool IsCurrent(ReadOnlySpan<byte> wrapped) =>
        JournalJson.Read(wrapped, CryptoJson.Default.WrappedKey) is { } envelope
        && string.Equals(envelope.MasterKeyId, CurrentId, StringComparison.Ordinal);

    /// <summary>Unwraps a case key; null when the text is damaged, is another case's, or no key here opens it.</summary>
    public CaseKey? Unwrap(ReadOnlySpan<byte> wrapped, string caseId)
    {
        var envelope = JournalJson.Read(wrapped, CryptoJson.Default.WrappedKey);
        var sealedKey = new byte[NonceLength + CaseKey.Length + TagLength];
        if (envelope is null
            || !string.Equals(envelope.CaseId, caseId, StringComparison.Ordinal)
            || _keys.Find(key => string.Equals(key.Id, envelope.MasterKeyId, StringComparison.Ordinal)).Key is not { } master
            || !Convert.TryFromBase64String(envelope.Key, sealedKey, out var length)
            || length != sealedKey.Length)
        {
            return null;
        }

        Span<byte> secret = stackalloc byte[CaseKey.Length];
        try
        {
            using var cipher = new AesGcm(master, TagLength);
            cipher.Decrypt(
                sealedKey.AsSpan(0, NonceLength),
                sealedKey.AsSpan(NonceLength, CaseKey.Length),
                sealedKey.AsSpan(NonceLength + CaseKey.Length),
                secret,
                System.Text.Encoding.UTF8.GetBytes(caseId));
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }

        return new(secret);
    }

    private static string IdOf(byte[] key) => Convert.ToHexStringLower(SHA256.HashData(key).AsSpan(0, 8));
}
