using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Telemed.Recording.Sealing;

/// <summary>
/// A node's signing key, ECDSA on P-256 (FIPS 186-5), with its certificate. Signatures are SHA-256 and DER, so that
/// <c>openssl dgst -sha256 -verify</c> reads them. One thread at a time.
/// </summary>
public sealed class NodeSigner : IDisposable
{
    private readonly ECDsa _key;

    private NodeSigner(ECDsa key, X509Certificate2 certificate)
    {
        _key = key;
        Certificate = certificate;
    }

    /// <summary>The certificate, without the private key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>The certificate as PEM, to be kept beside whatever is signed.</summary>
    public string CertificatePem => Certificate.ExportCertificatePem() + "\n";

    /// <summary>Reads key and certificate; false with a sentence that never repeats the key.</summary>
    public static bool TryRead(string keyPem, string certificatePem, out NodeSigner? signer, out string fault)
    {
        signer = null;
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(keyPem);
            var certificate = X509Certificate2.CreateFromPem(certificatePem);
            using var known = certificate.GetECDsaPublicKey();
            fault = known is null || !known.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.ExportSubjectPublicKeyInfo())
                ? "the certificate is not this key's"
                : key.KeySize != 256 ? "the key is not on P-256" : "";
            if (fault.Length == 0)
            {
                signer = new(key, certificate);
                return true;
            }

            certificate.Dispose();
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            fault = "it is no PEM of an EC key and its certificate";
        }

        key.Dispose();
        return false;
    }

    /// <summary>Makes a key and a certificate that it signs itself.</summary>
    /// <param name="name">The node's name, for the certificate's subject; other characters than letters, digits, dots and
    /// hyphens are left out.</param>
    /// <param name="now">From a day before this on it is valid, for 30 years: as long as what it signs is kept.</param>
    public static (string KeyPem, string CertificatePem) Create(string name, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var subject = string.Concat(name.Where(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-'));
        var request = new CertificateRequest($"CN=telemed node {subject}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation, critical: true));
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(30));
        return (key.ExportPkcs8PrivateKeyPem() + "\n", certificate.ExportCertificatePem() + "\n");
    }

    /// <summary>Signs.</summary>
    public byte[] Sign(ReadOnlySpan<byte> content) =>
        _key.SignData(content, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

    /// <summary>Whether a signature is the certificate's over this content. Never throws for bad bytes.</summary>
    public static bool IsSignedBy(X509Certificate2 certificate, ReadOnlySpan<byte> content, ReadOnlySpan<byte> signature)
    {
        using var key = certificate.GetECDsaPublicKey();
        return key is not null
            && key.VerifyData(content, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _key.Dispose();
        Certificate.Dispose();
    }
}
