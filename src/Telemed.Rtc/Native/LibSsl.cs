using System.Runtime.InteropServices;

namespace Telemed.Rtc.Native;

/// <summary>
/// The calls into OpenSSL's libssl; on Debian libssl3.so is another library (NSS), so the name is exact.
/// </summary>
internal static unsafe partial class LibSsl
{
    /// <summary>SSL_CTRL_SET_MTU.</summary>
    public const int SetMtu = 17;

    /// <summary>SSL_CTRL_SET_SESS_CACHE_MODE.</summary>
    public const int SetSessionCacheMode = 44;

    /// <summary>SSL_CTRL_SET_MIN_PROTO_VERSION.</summary>
    public const int SetMinimalVersion = 123;

    /// <summary>DTLS 1.2 on the wire.</summary>
    public const int Dtls12 = 0xFEFD;

    /// <summary>SSL_OP_NO_QUERY_MTU: the MTU is ours to say.</summary>
    public const ulong NoQueryMtu = 1 << 12;

    /// <summary>SSL_OP_NO_TICKET.</summary>
    public const ulong NoTicket = 1 << 14;

    /// <summary>SSL_OP_NO_RENEGOTIATION.</summary>
    public const ulong NoRenegotiation = 1 << 30;

    /// <summary>EVP_PKEY_EC.</summary>
    public const int EcKey = 408;

    /// <summary>SSL_VERIFY_PEER with SSL_VERIFY_FAIL_IF_NO_PEER_CERT.</summary>
    public const int VerifyPeer = 3;

    /// <summary>SSL_ERROR_SSL.</summary>
    public const int ErrorSsl = 1;

    /// <summary>SSL_ERROR_WANT_READ.</summary>
    public const int ErrorWantRead = 2;

    /// <summary>SSL_ERROR_WANT_WRITE.</summary>
    public const int ErrorWantWrite = 3;

    /// <summary>SSL_ERROR_ZERO_RETURN: close_notify came.</summary>
    public const int ErrorZeroReturn = 6;

    private const string Library = "libssl.so.3";

    [LibraryImport(Library)]
    public static partial nint DTLS_method();

    [LibraryImport(Library)]
    public static partial nint SSL_CTX_new(nint method);

    [LibraryImport(Library)]
    public static partial void SSL_CTX_free(nint context);

    [LibraryImport(Library)]
    public static partial nint SSL_CTX_ctrl(nint context, int command, nint argument, void* pointer);

    [LibraryImport(Library)]
    public static partial ulong SSL_CTX_set_options(nint context, ulong options);

    [LibraryImport(Library)]
    public static partial int SSL_CTX_set_cipher_list(nint context, byte* names);

    [LibraryImport(Library)]
    public static partial int SSL_CTX_use_certificate_ASN1(nint context, int length, byte* der);

    [LibraryImport(Library)]
    public static partial int SSL_CTX_use_PrivateKey_ASN1(int type, nint context, byte* der, nint length);

    [LibraryImport(Library)]
    public static partial int SSL_CTX_check_private_key(nint context);

    [LibraryImport(Library)]
    public static partial void SSL_CTX_set_verify(nint context, int mode, nint callback);

    [LibraryImport(Library)]
    public static partial void SSL_CTX_set_cert_verify_callback(
        nint context, delegate* unmanaged<nint, nint, int> callback, nint argument);

    /// <summary>Returns 0 on success, unlike the others.</summary>
    [LibraryImport(Library)]
    public static partial int SSL_CTX_set_tlsext_use_srtp(nint context, byte* profiles);

    [LibraryImport(Library)]
    public static partial nint SSL_new(nint context);

    [LibraryImport(Library)]
    public static partial void SSL_free(nint ssl);

    [LibraryImport(Library)]
    public static partial void SSL_set_bio(nint ssl, nint read, nint write);

    [LibraryImport(Library)]
    public static partial nint SSL_ctrl(nint ssl, int command, nint argument, void* pointer);

    [LibraryImport(Library)]
    public static partial void DTLS_set_timer_cb(nint ssl, delegate* unmanaged<nint, uint, uint> callback);

    [LibraryImport(Library)]
    public static partial void SSL_set_accept_state(nint ssl);

    [LibraryImport(Library)]
    public static partial void SSL_set_connect_state(nint ssl);

    [LibraryImport(Library)]
    public static partial int SSL_do_handshake(nint ssl);

    [LibraryImport(Library)]
    public static partial int SSL_read(nint ssl, byte* destination, int length);

    [LibraryImport(Library)]
    public static partial int SSL_shutdown(nint ssl);

    [LibraryImport(Library)]
    public static partial int SSL_get_error(nint ssl, int result);

    [LibraryImport(Library)]
    public static partial int SSL_set_ex_data(nint ssl, int index, nint value);

    [LibraryImport(Library)]
    public static partial nint SSL_get_ex_data(nint ssl, int index);

    [LibraryImport(Library)]
    public static partial int SSL_get_ex_data_X509_STORE_CTX_idx();

    [LibraryImport(Library)]
    public static partial SrtpProtectionProfile* SSL_get_selected_srtp_profile(nint ssl);

    [LibraryImport(Library)]
    public static partial int SSL_export_keying_material(
        nint ssl,
        byte* output,
        nuint outputLength,
        byte* label,
        nuint labelLength,
        byte* context,
        nuint contextLength,
        int useContext);
}
