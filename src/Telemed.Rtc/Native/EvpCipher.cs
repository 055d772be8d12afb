namespace Telemed.Rtc.Native;

/// <summary>Makes EVP contexts that are keyed once and reused for every packet.</summary>
internal static unsafe class EvpCipher
{
    /// <summary>A context for one key and one direction; free it with EVP_CIPHER_CTX_free.</summary>
    public static nint Create(nint cipher, ReadOnlySpan<byte> key, bool encrypt)
    {
        var context = NativeFault.ThrowIfNull(LibCrypto.EVP_CIPHER_CTX_new(), nameof(LibCrypto.EVP_CIPHER_CTX_new));
        fixed (byte* bytes = key)
        {
            NativeFault.ThrowUnlessOne(
                LibCrypto.EVP_CipherInit_ex(context, cipher, 0, bytes, null, encrypt ? 1 : 0),
                nameof(LibCrypto.EVP_CipherInit_ex));
        }

        return context;
    }
}
