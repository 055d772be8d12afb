namespace Telemed.Storage.Keys;

/// <summary>One file on the disk under a key (AES-256-GCM), bound to where it belongs.</summary>
internal static class SealedFile
{
    /// <summary>Writes it; on the disk, whole, when it returns.</summary>
    internal static async Task WriteAsync(
        string path, byte[] key, ReadOnlyMemory<byte> content, string context, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = $"{path}.{Path.GetRandomFileName()}.tmp";
        await using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
        {
            await stream.WriteAsync(CaseKey.Seal(key, content.Span, context), cancellation);
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Its bytes.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It is not as it was kept.</exception>
    internal static async Task<byte[]> ReadAsync(string path, byte[] key, string context, CancellationToken cancellation)
    {
        var kept = await File.ReadAllBytesAsync(path, cancellation);
        return CaseKey.Open(key, kept, context);
    }

    /// <summary>Keeps a name from ever leading out of its directory, wherever it was looked up.</summary>
    /// <exception cref="ArgumentException">It is empty, or not made of letters, digits, - and _.</exception>
    internal static void Check(string name)
    {
        if (name.Length == 0 || name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not '-' and not '_'))
        {
            throw new ArgumentException("Names of kept files are letters, digits, - and _.", nameof(name));
        }
    }
}
