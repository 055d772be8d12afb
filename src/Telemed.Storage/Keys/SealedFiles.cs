namespace Telemed.Storage.Keys;

/// <summary>
/// Files of cases in a directory, each sealed with its case's key (AES-256-GCM) and bound to its case and its name: moved to
/// another case it does not open, and without the key it is noise (E2, E3). Any thread.
/// </summary>
/// <param name="directory">Where they lie: a directory for each case. Its owner alone should be able to enter it.</param>
/// <param name="keys">The cases' keys.</param>
public sealed class SealedFiles(string directory, ICaseKeys keys)
{
    /// <summary>Keeps a file; on the disk when it returns. <c>false</c> when the case has no key any more.</summary>
    public async Task<bool> WriteAsync(ConsultId consult, string file, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        if (await keys.FindAsync(consult, cancellation) is not { } key)
        {
            return false;
        }

        await SealedFile.WriteAsync(PathOf(consult, file), key, content, Context(consult, file), cancellation);
        return true;
    }

    /// <summary>A file's bytes; <c>null</c> when it, or its case's key, is gone.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It is not as it was kept.</exception>
    public async Task<byte[]?> ReadAsync(ConsultId consult, string file, CancellationToken cancellation)
    {
        var path = PathOf(consult, file);
        return File.Exists(path) && await keys.FindAsync(consult, cancellation) is { } key
            ? await SealedFile.ReadAsync(path, key, Context(consult, file), cancellation)
            : null;
    }

    private static string Context(ConsultId consult, string file) => $"file|{consult.Value}|{file}";

    private string PathOf(ConsultId consult, string file)
    {
        SealedFile.Check(consult.Value);
        SealedFile.Check(file);
        return Path.Combine(directory, consult.Value, file + ".sealed");
    }
}
