using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Telemed.Recording.Manifest;
using Telemed.Recording.Sealing;

namespace Telemed.Media.Recording;

/// <summary>
/// Checks a folder with nothing but its files and a certificate: a recording as it lies on a server, encrypted, an export of
/// it, or a certificate of destruction. No key, no database, no server. Any thread.
/// </summary>
public static class SealVerifier
{
    /// <summary>The names of an export's signature and certificate, beside <c>manifest.json</c>.</summary>
    public const string ExportCertificateName = "certificate.pem";

    private const string ExportManifestName = "manifest.json";

    /// <summary>Whether a folder is one of those that can be checked without a key.</summary>
    public static bool IsSealed(string folder) =>
        File.Exists(Path.Combine(folder, RecordingPaths.SealName))
        || File.Exists(Path.Combine(folder, ExportManifestName))
        || File.Exists(Path.Combine(folder, DestructionName));

    internal const string DestructionName = "destruction.json";

    /// <summary>Checks signature, certificate and every file.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="trusted">The certificate to trust; null takes the one that lies in the folder, and then only shows that the
    /// files belong together, not who signed them.</param>
    public static SealVerdict Verify(string folder, X509Certificate2? trusted)
    {
        var faults = new List<string>();
        var isExport = !File.Exists(Path.Combine(folder, RecordingPaths.SealName))
            && File.Exists(Path.Combine(folder, ExportManifestName));
        var isGone = !isExport && File.Exists(Path.Combine(folder, DestructionName));
        var (content, signature, certificateName) = isExport
            ? (ExportManifestName, RecordingPaths.ManifestSignatureName, ExportCertificateName)
            : isGone
                ? (DestructionName, RecordingPaths.SignatureName, RecordingPaths.CertificateName)
                : (RecordingPaths.SealName, RecordingPaths.SignatureName, RecordingPaths.CertificateName);
        var text = Read(folder, content, faults);
        var signed = Read(folder, signature, faults);
        using var beside = Certificate(folder, certificateName, trusted is null ? faults : null);
        var certificate = trusted ?? beside;
        if (text is null || signed is null || certificate is null)
        {
            return new(faults, null, "");
        }

        if (!NodeSigner.IsSignedBy(certificate, text, signed))
        {
            faults.Add($"{content}: the signature is not the certificate's.");
        }

        if (isExport)
        {
            CheckExport(folder, text, faults);
        }
        else if (!isGone)
        {
            CheckStored(folder, text, faults);
        }

        return new(faults, certificate.Subject, Convert.ToHexStringLower(SHA256.HashData(certificate.RawData)));
    }

    private static void CheckExport(string folder, byte[] text, List<string> faults)
    {
        if (ManifestJson.Read(text) is not { } manifest)
        {
            faults.Add($"{ExportManifestName}: it is no manifest.");
            return;
        }

        foreach (var file in manifest.Files())
        {
            Check(folder, new(file.Name, file.SizeBytes, file.Sha256), faults);
        }
    }

    private static void CheckStored(string folder, byte[] text, List<string> faults)
    {
        if (SealJson.ReadSeal(text) is not { } seal)
        {
            faults.Add($"{RecordingPaths.SealName}: it is no seal.");
            return;
        }

        foreach (var entry in seal.Files)
        {
            Check(folder, entry, faults);
        }
    }

    private static void Check(string folder, SealedEntry entry, List<string> faults)
    {
        var path = Path.GetFullPath(Path.Combine(folder, entry.Path));
        if (!path.StartsWith(Path.GetFullPath(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            faults.Add($"{entry.Path}: the name leads out of the folder.");
            return;
        }

        if (!File.Exists(path))
        {
            faults.Add($"{entry.Path}: the file is missing.");
            return;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (file.Length != entry.SizeBytes || Convert.ToHexStringLower(SHA256.HashData(file)) != entry.Sha256)
        {
            faults.Add($"{entry.Path}: the file differs from what was signed.");
        }
    }

    private static byte[]? Read(string folder, string name, List<string> faults)
    {
        var path = Path.Combine(folder, name);
        if (File.Exists(path))
        {
            return File.ReadAllBytes(path);
        }

        faults.Add($"{name}: the file is missing.");
        return null;
    }

    private static X509Certificate2? Certificate(string folder, string name, List<string>? faults)
    {
        var path = Path.Combine(folder, name);
        try
        {
            return X509Certificate2.CreateFromPem(File.ReadAllText(path));
        }
        catch (Exception exception) when (exception is IOException or CryptographicException)
        {
            faults?.Add($"{name}: it is missing or no certificate.");
            return null;
        }
    }
}
