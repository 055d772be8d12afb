using System.Security.Cryptography;
using Telemed.Recording.Crypto;

namespace Telemed.Media.Recording;

/// <summary>The master keys and the wrapped case keys on disk. Any thread; two processes may share the directory.</summary>
internal sealed class KeyStore
{
    private readonly RecordingPaths _paths;
    private readonly MasterKeyRing _masters;

    private KeyStore(RecordingPaths paths, MasterKeyRing masters)
    {
        _paths = paths;
        _masters = masters;
    }

    /// <summary>Reads the master keys, and makes one when none is configured and none is there.</summary>
    /// <exception cref="RecordingException">The key file cannot be read or made.</exception>
    public static KeyStore Open(RecordingPaths paths, string? masterKeyFile)
    {
        try
        {
            RecordingPaths.Make(paths.Root);
            RecordingPaths.Make(paths.Keys);
            var file = masterKeyFile ?? Path.Combine(paths.Keys, "master.key");
            if (masterKeyFile is null && !File.Exists(file))
            {
                var line = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) + "\n";
                TryCreate(file, System.Text.Encoding.ASCII.GetBytes(line));
            }

            return MasterKeyRing.TryParse(File.ReadAllText(file), out var ring, out var fault)
                ? new(paths, ring!)
                : throw new RecordingException(RecordingRefusal.NoKey, $"The master key file is of no use: {fault}.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RecordingException(
                RecordingRefusal.Unwritable, "The recording directory or its master key cannot be used.", exception);
        }
    }

    /// <summary>A case's key; null when it was never made, was destroyed, or is damaged.</summary>
    public CaseKey? Find(string caseId)
    {
        var file = CaseFile(caseId);
        return File.Exists(file) ? _masters.Unwrap(File.ReadAllBytes(file), caseId) : null;
    }

    /// <summary>A case's key, made on first use and durable before it is returned.</summary>
    /// <exception cref="RecordingException">A key is there that cannot be opened.</exception>
    public CaseKey FindOrCreate(string caseId)
    {
        var file = CaseFile(caseId);
        if (!File.Exists(file))
        {
            var fresh = new CaseKey(RandomNumberGenerator.GetBytes(CaseKey.Length));
            TryCreate(file, _masters.Wrap(fresh, caseId, RandomNumberGenerator.GetBytes(12)));
        }

        return Find(caseId)
            ?? throw new RecordingException(RecordingRefusal.NoKey, "The case's key is damaged or of another master key.");
    }

    /// <summary>Writes a file that appears whole or not at all; the first of two writers wins.</summary>
    private static void TryCreate(string file, byte[] content)
    {
        var temporary = $"{file}.{Guid.NewGuid():N}.tmp";
        DurableFile.Write(temporary, content);
        try
        {
            File.Move(temporary, file, overwrite: false);
        }
        catch (IOException) when (File.Exists(file))
        {
            File.Delete(temporary);
        }

        LibC.SyncDirectory(Path.GetDirectoryName(file)!);
    }

    private string CaseFile(string caseId) => Path.Combine(_paths.Keys, $"case-{caseId}.json");
}
