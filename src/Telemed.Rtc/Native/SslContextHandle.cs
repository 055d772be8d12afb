using System.Runtime.InteropServices;
using System.Text;

namespace Telemed.Rtc.Native;

/// <summary>
/// An SSL_CTX for DTLS-SRTP with one certificate, for both roles. Sessions made from it hold their own reference to it,
/// so it may be disposed while they live. Making sessions from it is safe from several threads.
/// </summary>
internal sealed unsafe class SslContextHandle : SafeHandle
{
    // All with forward secrecy and an AEAD; RFC 8827 section 6.5 asks for the first AES-128 one.
    private const string Ciphers = "ECDHE+AESGCM:ECDHE+CHACHA20";

    // As the passive side our order decides.
    private const string SrtpProfiles = "SRTP_AEAD_AES_128_GCM:SRTP_AES128_CM_SHA1_80";

    private SslContextHandle(nint context)
        : base(0, ownsHandle: true) => SetHandle(context);

    public override bool IsInvalid => handle == 0;

    /// <summary>Makes a context; the peer's certificate is judged by <paramref name="verify"/> alone.</summary>
    public static SslContextHandle Create(
        ReadOnlySpan<byte> certificate, ReadOnlySpan<byte> privateKey, delegate* unmanaged<nint, nint, int> verify)
    {
        var context = NativeFault.ThrowIfNull(LibSsl.SSL_CTX_new(LibSsl.DTLS_method()), nameof(LibSsl.SSL_CTX_new));
        var owner = new SslContextHandle(context);
        try
        {
            SetPolicy(context, verify);
            SetCertificate(context, certificate, privateKey);
            return owner;
        }
        catch
        {
            owner.Dispose();
            throw;
        }
    }

    /// <summary>A new session, to be freed with SSL_free.</summary>
    public nint NewSession()
    {
        var added = false;
        try
        {
            DangerousAddRef(ref added);
            return NativeFault.ThrowIfNull(LibSsl.SSL_new(handle), nameof(LibSsl.SSL_new));
        }
        finally
        {
            if (added)
                DangerousRelease();
        }
    }

    protected override bool ReleaseHandle()
    {
        LibSsl.SSL_CTX_free(handle);
        return true;
    }

    private static void SetPolicy(nint context, delegate* unmanaged<nint, nint, int> verify)
    {
        NativeFault.ThrowUnlessOne(
            (int)LibSsl.SSL_CTX_ctrl(context, LibSsl.SetMinimalVersion, LibSsl.Dtls12, null), "set minimal version");
        LibSsl.SSL_CTX_set_options(context, LibSsl.NoQueryMtu | LibSsl.NoTicket | LibSsl.NoRenegotiation);
        LibSsl.SSL_CTX_ctrl(context, LibSsl.SetSessionCacheMode, 0, null);
        LibSsl.SSL_CTX_set_verify(context, LibSsl.VerifyPeer, 0);
        LibSsl.SSL_CTX_set_cert_verify_callback(context, verify, 0);
        fixed (byte* ciphers = AsciiZ(Ciphers), profiles = AsciiZ(SrtpProfiles))
        {
            NativeFault.ThrowUnlessOne(
                LibSsl.SSL_CTX_set_cipher_list(context, ciphers), nameof(LibSsl.SSL_CTX_set_cipher_list));
            if (LibSsl.SSL_CTX_set_tlsext_use_srtp(context, profiles) != 0)
                throw new InvalidOperationException("OpenSSL: an SRTP profile is unknown.");
        }
    }

    private static void SetCertificate(nint context, ReadOnlySpan<byte> certificate, ReadOnlySpan<byte> privateKey)
    {
        fixed (byte* der = certificate, key = privateKey)
        {
            NativeFault.ThrowUnlessOne(
                LibSsl.SSL_CTX_use_certificate_ASN1(context, certificate.Length, der),
                nameof(LibSsl.SSL_CTX_use_certificate_ASN1));
            NativeFault.ThrowUnlessOne(
                LibSsl.SSL_CTX_use_PrivateKey_ASN1(LibSsl.EcKey, context, key, privateKey.Length),
                nameof(LibSsl.SSL_CTX_use_PrivateKey_ASN1));
        }

        NativeFault.ThrowUnlessOne(
            LibSsl.SSL_CTX_check_private_key(context), nameof(LibSsl.SSL_CTX_check_private_key));
    }

    private static byte[] AsciiZ(string text) => Encoding.ASCII.GetBytes(text + '\0');
}
