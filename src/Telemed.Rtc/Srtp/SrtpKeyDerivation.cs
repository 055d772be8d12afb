using Telemed.Rtc.Native;

namespace Telemed.Rtc.Srtp;

/// <summary>
/// Session keys from a master key by AES-CM, RFC 3711 section 4.3.1, with a key derivation rate of zero; RFC 7714
/// section 11 uses the same function with its 96-bit salt padded on the right.
/// </summary>
internal static unsafe class SrtpKeyDerivation
{
    public const int KeyLength = 16;
    public const int MaxSaltLength = 14;

    private const int LabelOffset = 7;

    /// <summary>Fills <paramref name="output"/> (at most 32 bytes) with the key of <paramref name="label"/>.</summary>
    public static void Derive(
        ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt, SrtpKeyLabel label, Span<byte> output)
    {
        // x = salt XOR (label || index), and the key stream of x * 2^16: the two last bytes count blocks.
        Span<byte> iv = stackalloc byte[16];
        iv.Clear();
        masterSalt.CopyTo(iv);
        iv[LabelOffset] ^= (byte)label;
        output.Clear();

        var context = NativeFault.ThrowIfNull(LibCrypto.EVP_CIPHER_CTX_new(), nameof(LibCrypto.EVP_CIPHER_CTX_new));
        try
        {
            fixed (byte* key = masterKey, start = iv, bytes = output)
            {
                int written;
                NativeFault.ThrowUnlessOne(
                    LibCrypto.EVP_CipherInit_ex(context, LibCrypto.EVP_aes_128_ctr(), 0, key, start, 1),
                    nameof(LibCrypto.EVP_CipherInit_ex));
                NativeFault.ThrowUnlessOne(
                    LibCrypto.EVP_CipherUpdate(context, bytes, &written, bytes, output.Length),
                    nameof(LibCrypto.EVP_CipherUpdate));
            }
        }
        finally
        {
            LibCrypto.EVP_CIPHER_CTX_free(context);
        }
    }
}
