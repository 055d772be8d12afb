using System.Text;
using Telemed.Recording.Sealing;

namespace Telemed.Media.Recording;

/// <summary>
/// Destroys a case's recordings. The certificate is written first, the key goes next, the files last: a crash in between
/// leaves a certificate that says what is being done, and repeating it finishes it.
/// </summary>
internal sealed class DestroyJob(RecordingPaths paths, KeyStore keys, NodeSigner signer, TimeProvider time)
{
    /// <summary>Does it all.</summary>
    /// <exception cref="RecordingException">The certificate cannot be made; nothing was destroyed.</exception>
    public DestructionCertificate Run(
        string consultId, IReadOnlyList<string> recordings, string askedBy, string confirmedBy, string reason)
    {
        try
        {
            var certificate = Known(consultId)
                ?? Certify(consultId, recordings, askedBy, confirmedBy, reason);
            keys.Destroy(consultId);
            foreach (var recording in certificate.Recordings)
            {
                Remove(paths.Recording(recording.RecordingId));
            }

            return certificate;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RecordingException(RecordingRefusal.Unwritable, "The recordings could not be destroyed.", exception);
        }
    }

    /// <summary>A certificate that was made before; null when there is none.</summary>
    public static SignedDestruction? Find(RecordingPaths paths, string consultId)
    {
        var folder = paths.Destroyed(consultId);
        return !File.Exists(Path.Combine(folder, SealVerifier.DestructionName)) ? null : new(
            File.ReadAllBytes(Path.Combine(folder, SealVerifier.DestructionName)),
            File.ReadAllBytes(Path.Combine(folder, RecordingPaths.SignatureName)),
            File.ReadAllText(Path.Combine(folder, RecordingPaths.CertificateName)));
    }

    private DestructionCertificate? Known(string consultId) =>
        Find(paths, consultId) is { } known ? SealJson.ReadDestruction(known.Json) : null;

    private DestructionCertificate Certify(
        string consultId, IReadOnlyList<string> recordings, string askedBy, string confirmedBy, string reason)
    {
        var certificate = new DestructionCertificate(
            1,
            consultId,
            [.. recordings.Select(Describe)],
            keys.Fingerprint(consultId) ?? "",
            askedBy,
            confirmedBy,
            reason,
            time.GetUtcNow(),
            RecordingSoftware.Name);
        var json = SealJson.Write(certificate);
        var folder = paths.Destroyed(consultId);
        RecordingPaths.Make(Path.GetDirectoryName(folder)!);
        RecordingPaths.Make(folder);
        SealFiles.Put(Path.Combine(folder, RecordingPaths.SignatureName), signer.Sign(json));
        SealFiles.Put(Path.Combine(folder, RecordingPaths.CertificateName), Encoding.ASCII.GetBytes(signer.CertificatePem));
        SealFiles.Put(Path.Combine(folder, SealVerifier.DestructionName), json);
        return certificate;
    }

    private DestroyedRecording Describe(string recordingId)
    {
        var folder = paths.Recording(recordingId);
        var files = !Directory.Exists(folder) ? [] : Directory
            .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => new FileInfo(path).Length)
            .ToList();
        var seal = File.Exists(paths.Seal(recordingId)) ? SealJson.ReadSeal(File.ReadAllBytes(paths.Seal(recordingId))) : null;
        return new(recordingId, seal?.ManifestSha256 ?? "", files.Count, files.Sum());
    }

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
            LibC.SyncDirectory(Path.GetDirectoryName(folder)!);
        }
    }
}
