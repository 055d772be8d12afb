using System.Security.Cryptography;
using Telemed.Recording.Crypto;

namespace Telemed.Media.Recording;

/// <summary>The master keys and the wrapped case keys on disk. Any thread; two processes may share the directory.</summary>
internal sealed class KeyStore
{
    private const string CasePrefix = "case-";

    private readonly RecordingPaths _paths;
    private readonly MasterKeyRing _masters;

    private KeyStore(RecordingPaths paths, MasterKeyRing masters)
    {
        _paths = paths;
        _masters = masters;
    }

    /// <summary>Reads the master keys, and makes one when none is configured and none is there.</summary>
    /// <exception cref="RecordingException">The key file cannot be read or made.</exception>
    public static KeyStore Open(RecordingPaths paths, IMasterKeySource? source)
    {
        try
        {
            RecordingPaths.Make(paths.Root);
            RecordingPaths.Make(paths.Keys);
            source ??= OwnKeys(Path.Combine(paths.Keys, "master.key"));

            return MasterKeyRing.TryParse(source.ReadLines(), out var ring, out var fault)
                ? new(paths, ring!)
                : throw new RecordingException(RecordingRefusal.NoKey, $"The master keys are of no use: {fault}.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RecordingException(
                RecordingRefusal.Unwritable, "The recording directory or its master key cannot be used.", exception);
        }
    }

    private static FileMasterKeys OwnKeys(string file)
    {
        if (!File.Exists(file))
        {
            var line = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) + "\n";
            TryCreate(file, System.Text.Encoding.ASCII.GetBytes(line));
        }

        return new(file);
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
        if (File.Exists(Tombstone(caseId)))
        {
            throw new RecordingException(RecordingRefusal.NoKey, "The case's key was destroyed; nothing more is recorded of it.");
        }

        if (!File.Exists(file))
        {
            var fresh = new CaseKey(RandomNumberGenerator.GetBytes(CaseKey.Length));
            TryCreate(file, _masters.Wrap(fresh, caseId, RandomNumberGenerator.GetBytes(12)));
        }

        return Find(caseId)
            ?? throw new RecordingException(RecordingRefusal.NoKey, "The case's key is damaged or of another master key.");
    }

    /// <summary>
    /// Wraps every case's key under the current master key; what was recorded stays as it is. A key that no master key
    /// opens is left alone and counted. A crash leaves each key wrapped by the old master key or the new one.
    /// </summary>
    public RewrapCount Rewrap()
    {
        var (changed, current, unopened) = (0, 0, 0);
        foreach (var file in Directory.EnumerateFiles(_paths.Keys, CasePrefix + "*.json"))
        {
            var wrapped = File.ReadAllBytes(file);
            var caseId = Path.GetFileNameWithoutExtension(file)[CasePrefix.Length..];
            if (_masters.IsCurrent(wrapped))
            {
                current++;
            }
            else if (_masters.Unwrap(wrapped, caseId) is { } key)
            {
                var temporary = $"{file}.{Guid.NewGuid():N}.tmp";
                DurableFile.Write(temporary, _masters.Wrap(key, caseId, RandomNumberGenerator.GetBytes(12)));
                DurableFile.Replace(temporary, file);
                changed++;
            }
            else
            {
                unopened++;
            }
        }

        return new(changed, current, unopened);
    }

    /// <summary>SHA-256 of a case's wrapped key, lower-case hexadecimal; null when there is none.</summary>
    public string? Fingerprint(string caseId) => File.Exists(CaseFile(caseId))
        ? Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(CaseFile(caseId))))
        : null;

    /// <summary>
    /// Destroys a case's key: overwritten, forced to the disk, removed, and never made again. What was encrypted with it
    /// cannot be read any more, wherever a copy may be. Holds also when it is gone already.
    /// </summary>
    public void Destroy(string caseId)
    {
        TryCreate(Tombstone(caseId), []);
        var file = CaseFile(caseId);
        if (!File.Exists(file))
        {
            return;
        }

        using (var wrapped = new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.None))
        {
            wrapped.Write(RandomNumberGenerator.GetBytes((int)wrapped.Length));
            wrapped.Flush(flushToDisk: true);
        }

        File.Delete(file);
        LibC.SyncDirectory(_paths.Keys);
    }

    /// <summary>Writes a file that appears whole or not at all; the first of two writers wins.</summary>
    internal static void TryCreate(string file, byte[] content)
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

    private string CaseFile(string caseId) => Path.Combine(_paths.Keys, $"{CasePrefix}{caseId}.json");

    private string Tombstone(string caseId) => Path.Combine(_paths.Keys, $"{CasePrefix}{caseId}.destroyed");
}
