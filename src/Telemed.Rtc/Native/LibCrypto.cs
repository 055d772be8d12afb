using System.Runtime.InteropServices;

namespace Telemed.Rtc.Native;

/// <summary>
/// The calls into OpenSSL's libcrypto. All blittable and without SuppressGCTransition: a transition costs 2 ns of a 370
/// ns packet, and a call under suppression would hold up the collector of the whole process.
/// </summary>
internal static unsafe partial class LibCrypto
{
    /// <summary>EVP_CTRL_AEAD_GET_TAG.</summary>
    public const int GetTag = 0x10;

    /// <summary>EVP_CTRL_AEAD_SET_TAG.</summary>
    public const int SetTag = 0x11;

    /// <summary>BIO_C_SET_BUF_MEM_EOF_RETURN.</summary>
    public const int BioSetMemEofReturn = 130;

    private const string Library = "libcrypto.so.3";

    [LibraryImport(Library)]
    public static partial nint EVP_CIPHER_CTX_new();

    [LibraryImport(Library)]
    public static partial void EVP_CIPHER_CTX_free(nint context);

    [LibraryImport(Library)]
    public static partial nint EVP_aes_128_gcm();

    [LibraryImport(Library)]
    public static partial nint EVP_aes_128_ctr();

    [LibraryImport(Library)]
    public static partial int EVP_CipherInit_ex(
        nint context, nint cipher, nint engine, byte* key, byte* iv, int encrypt);

    [LibraryImport(Library)]
    public static partial int EVP_CipherUpdate(nint context, byte* output, int* written, byte* input, int length);

    [LibraryImport(Library)]
    public static partial int EVP_CipherFinal_ex(nint context, byte* output, int* written);

    [LibraryImport(Library)]
    public static partial int EVP_CIPHER_CTX_ctrl(nint context, int command, int argument, void* pointer);

    // SHA1_Init, _Update and _Final always return 1, so nobody needs to look.
    [LibraryImport(Library)]
    public static partial void SHA1_Init(Sha1State* state);

    [LibraryImport(Library)]
    public static partial void SHA1_Update(Sha1State* state, void* data, nuint length);

    [LibraryImport(Library)]
    public static partial void SHA1_Final(byte* digest, Sha1State* state);

    [LibraryImport(Library)]
    public static partial void ERR_clear_error();

    [LibraryImport(Library)]
    public static partial nuint ERR_get_error();

    [LibraryImport(Library)]
    public static partial nint BIO_s_mem();

    [LibraryImport(Library)]
    public static partial nint BIO_new(nint method);

    [LibraryImport(Library)]
    public static partial int BIO_free(nint bio);

    [LibraryImport(Library)]
    public static partial nint BIO_ctrl(nint bio, int command, nint argument, void* pointer);

    [LibraryImport(Library)]
    public static partial nuint BIO_ctrl_pending(nint bio);

    [LibraryImport(Library)]
    public static partial int BIO_read(nint bio, byte* destination, int length);

    [LibraryImport(Library)]
    public static partial int BIO_write(nint bio, byte* source, int length);

    [LibraryImport(Library)]
    public static partial nint X509_STORE_CTX_get_ex_data(nint store, int index);

    [LibraryImport(Library)]
    public static partial nint X509_STORE_CTX_get0_cert(nint store);

    [LibraryImport(Library)]
    public static partial int i2d_X509(nint certificate, byte** destination);
}
