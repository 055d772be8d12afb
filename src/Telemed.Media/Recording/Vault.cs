using System.Security.Cryptography;
using Telemed.Recording.Crypto;
using Telemed.Recording.Manifest;

namespace Telemed.Media.Recording;

/// <summary>Puts finished contents into encrypted files and opens them again.</summary>
internal sealed class Vault(RecordingPaths paths)
{
    private const string Temporary = ".tmp";

    /// <summary>Encrypts a content beside its final place, durable but not yet visible.</summary>
    /// <param name="content">A plain file.</param>
    /// <param name="target">The final place.</param>
    /// <param name="key">The case's key.</param>
    /// <param name="describe">The file as the manifest will name it, without sizes and hashes.</param>
    public static ManifestFile Prepare(string content, string target, CaseKey key, ManifestFile describe)
    {
        using var plain = File.OpenRead(content);
        var hash = SHA256.HashData(plain);
        plain.Position = 0;
        File.Delete(target + Temporary);
        using var output = new FileStream(target + Temporary, DurableFile.CreateOptions);
        SealedFile.Write(plain, plain.Length, hash, key, output);
        output.Flush(flushToDisk: true);
        output.Position = 0;
        return describe with
        {
            SizeBytes = plain.Length,
            Sha256 = Convert.ToHexStringLower(hash),
            SealedSha256 = Convert.ToHexStringLower(SHA256.HashData(output)),
        };
    }

    /// <summary>Makes a prepared file visible.</summary>
    public static void Publish(string target) => DurableFile.Replace(target + Temporary, target);

    /// <summary>Opens a sealed file; null when it is not there.</summary>
    /// <exception cref="RecordingException">It is damaged.</exception>
    public static SealedFileStream? Open(string path, CaseKey key)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        if (SealedFile.TryOpen(file, key) is { } content)
        {
            return content;
        }

        file.Dispose();
        throw new RecordingException(RecordingRefusal.Damaged, "A finished file is damaged.");
    }

    /// <summary>A finished recording's manifest; null when there is none.</summary>
    /// <exception cref="RecordingException">It is damaged.</exception>
    public RecordingManifest? ReadManifest(string recordingId, CaseKey key)
    {
        using var file = Open(paths.Manifest(recordingId), key);
        if (file is null)
        {
            return null;
        }

        var json = new byte[file.Length];
        try
        {
            file.ReadExactly(json);
        }
        catch (InvalidDataException exception)
        {
            throw new RecordingException(RecordingRefusal.Damaged, "The manifest is damaged.", exception);
        }

        return ManifestJson.Read(json)
            ?? throw new RecordingException(RecordingRefusal.Damaged, "The manifest cannot be read.");
    }
}
