using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Telemed.Recording.Sealing;

namespace Telemed.Media.Recording;

/// <summary>
/// Looks, before anything is played, whether every finished file is as it was signed. What it has read it remembers for as
/// long as a file's size and times stay; a change that hides even those is still met by the decryption. Any thread.
/// </summary>
internal sealed class PlayGuard(RecordingPaths paths)
{
    private readonly ConcurrentDictionary<string, (long Length, DateTime WrittenAt, string Sha256)> _known =
        new(StringComparer.Ordinal);

    /// <summary>What is wrong with a recording's finished files; empty when nothing is. Reads each file whole once.</summary>
    public List<string> Faults(string recordingId)
    {
        var folder = paths.Recording(recordingId);
        var faults = new List<string>();
        if (ReadSeal(folder, faults) is not { } seal)
        {
            return faults;
        }

        if (!string.Equals(seal.RecordingId, recordingId, StringComparison.Ordinal))
        {
            faults.Add($"{RecordingPaths.SealName}: it is another recording's.");
        }

        foreach (var entry in seal.Files.Where(entry => !entry.Path.StartsWith("epoch-", StringComparison.Ordinal)))
        {
            var file = new FileInfo(Path.Combine(folder, entry.Path));
            if (!file.Exists)
            {
                faults.Add($"{entry.Path}: the file is missing.");
            }
            else if (file.Length != entry.SizeBytes || HashOf(file) != entry.Sha256)
            {
                faults.Add($"{entry.Path}: the file differs from what was signed.");
            }
        }

        return faults;
    }

    /// <summary>Forgets what it has read of a recording, because something was met that its size and times do not show.</summary>
    public void Forget(string recordingId)
    {
        var folder = paths.Recording(recordingId) + Path.DirectorySeparatorChar;
        foreach (var path in _known.Keys.Where(path => path.StartsWith(folder, StringComparison.Ordinal)))
        {
            _known.TryRemove(path, out _);
        }
    }

    private static RecordingSeal? ReadSeal(string folder, List<string> faults)
    {
        try
        {
            var text = File.ReadAllBytes(Path.Combine(folder, RecordingPaths.SealName));
            var signature = File.ReadAllBytes(Path.Combine(folder, RecordingPaths.SignatureName));
            using var certificate = X509Certificate2.CreateFromPem(
                File.ReadAllText(Path.Combine(folder, RecordingPaths.CertificateName)));
            if (NodeSigner.IsSignedBy(certificate, text, signature) && SealJson.ReadSeal(text) is { } seal)
            {
                return seal;
            }

            faults.Add($"{RecordingPaths.SealName}: the signature is not the certificate's.");
        }
        catch (Exception exception) when (exception is IOException or CryptographicException)
        {
            faults.Add($"{RecordingPaths.SealName}: it cannot be read.");
        }

        return null;
    }

    private string HashOf(FileInfo file)
    {
        if (_known.TryGetValue(file.FullName, out var known)
            && (known.Length, known.WrittenAt) == (file.Length, file.LastWriteTimeUtc))
        {
            return known.Sha256;
        }

        using var content = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        _known[file.FullName] = (file.Length, file.LastWriteTimeUtc, hash);
        return hash;
    }
}
