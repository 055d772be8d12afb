using System.Security.Cryptography;
using Telemed.Recording.Sealing;

namespace Telemed.Media.Recording;

/// <summary>Puts a seal beside a recording's files.</summary>
internal sealed class SealFiles(RecordingPaths paths, NodeSigner signer)
{
    /// <summary>Takes the seal away before any of the files that it covers changes.</summary>
    public static void Break(RecordingPaths paths, string recordingId)
    {
        if (File.Exists(paths.Seal(recordingId)))
        {
            File.Delete(paths.Seal(recordingId));
            File.Delete(paths.CopyNote(recordingId));
            LibC.SyncDirectory(paths.Recording(recordingId));
        }
    }

    /// <summary>Signs the manifest and every file of the recording as they lie on the disk; durable when it returns.</summary>
    /// <param name="recordingId">The recording.</param>
    /// <param name="consultId">The consult.</param>
    /// <param name="manifest">The manifest's plain JSON.</param>
    /// <param name="now">When.</param>
    public void Write(string recordingId, string consultId, byte[] manifest, DateTimeOffset now)
    {
        var folder = paths.Recording(recordingId);
        Put(paths.ManifestSignature(recordingId), signer.Sign(manifest));
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))
            .Where(IsSealed)
            .Order(StringComparer.Ordinal)
            .Select(path => Entry(folder, path));
        var seal = SealJson.Write(new RecordingSeal(
            1,
            recordingId,
            consultId,
            RecordingSoftware.Name,
            now,
            Convert.ToHexStringLower(SHA256.HashData(manifest)),
            [.. files]));
        Put(Path.Combine(folder, RecordingPaths.SignatureName), signer.Sign(seal));
        Put(Path.Combine(folder, RecordingPaths.CertificateName), System.Text.Encoding.ASCII.GetBytes(signer.CertificatePem));
        Put(paths.Seal(recordingId), seal);
    }

    private static bool IsSealed(string path) =>
        path is not (RecordingPaths.SealName or RecordingPaths.SignatureName or RecordingPaths.CertificateName
            or RecordingPaths.CopyNoteName)
        && !path.StartsWith("work/", StringComparison.Ordinal)
        && !path.EndsWith(".tmp", StringComparison.Ordinal);

    private static SealedEntry Entry(string folder, string path)
    {
        using var file = File.OpenRead(Path.Combine(folder, path));
        return new(path, file.Length, Convert.ToHexStringLower(SHA256.HashData(file)));
    }

    /// <summary>Writes a file that is there whole, or as it was before.</summary>
    internal static void Put(string path, byte[] content)
    {
        var temporary = path + ".tmp";
        File.Delete(temporary);
        DurableFile.Write(temporary, content);
        DurableFile.Replace(temporary, path);
    }
}
