using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Telemed.Rtc.Dtls;

/// <summary>
/// A self-signed P-256 certificate with its key, as WebRTC peers use it: proven by its fingerprint in the signalling, not
/// by a chain (RFC 8827 section 6.5). May be shared by many transports and threads; dispose it after the last of them was made.
/// </summary>
public sealed class DtlsCertificate : IDisposable
{
    private DtlsCertificate(byte[] der, byte[] privateKey)
    {
        Der = der;
        PrivateKey = privateKey;
        Fingerprint = DtlsFingerprint.OfCertificate(der);
    }

    /// <summary>The SHA-256 fingerprint to announce in the SDP.</summary>
    public DtlsFingerprint Fingerprint { get; }

    internal byte[] Der { get; }

    internal byte[] PrivateKey { get; }

    /// <summary>Makes a certificate with a fresh key, valid from a day before <paramref name="now"/> for a year.</summary>
    public static DtlsCertificate Create(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=telemed", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(365));
        return new(certificate.RawData, key.ExportECPrivateKey());
    }

    /// <summary>Wipes the private key. Transports made before go on.</summary>
    public void Dispose() => CryptographicOperations.ZeroMemory(PrivateKey);
}
