using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Telemed.Rtc.Native;

namespace Telemed.Rtc.Dtls;

/// <summary>
/// A self-signed P-256 certificate with its key, as WebRTC peers use it: proven by its fingerprint in the signalling,
/// not by a chain (RFC 8827 section 6.5). May be shared by many transports and threads; those made before it is
/// disposed go on.
/// </summary>
public sealed unsafe class DtlsCertificate : IDisposable
{
    private readonly SslContextHandle _context;

    private DtlsCertificate(byte[] der, byte[] privateKey)
    {
        Fingerprint = DtlsFingerprint.OfCertificate(der);
        _context = SslContextHandle.Create(der, privateKey, &DtlsEndpoint.OnVerify);
    }

    /// <summary>The SHA-256 fingerprint to announce in the SDP.</summary>
    public DtlsFingerprint Fingerprint { get; }

    /// <summary>
    /// Makes a certificate with a fresh key, valid from a day before <paramref name="now"/> for a year.
    /// </summary>
    public static DtlsCertificate Create(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=telemed", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(365));
        var privateKey = key.ExportECPrivateKey();
        try
        {
            return new(certificate.RawData, privateKey);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(privateKey);
        }
    }

    /// <summary>Releases the key once the last session that uses it is gone.</summary>
    public void Dispose() => _context.Dispose();

    internal nint NewSession() => _context.NewSession();
}
