using Telemed.Consults.Library;

namespace Telemed.Storage.Library;

/// <summary>
/// Pictures of copies in a directory, each sealed with its copy's key and bound to the copy and its place in it: they are noise
/// once the copy is withdrawn, whoever kept them. Any thread.
/// </summary>
/// <param name="directory">Where they lie: a directory for each copy. Its owner alone should be able to enter it.</param>
/// <param name="library">The copies' keys.</param>
public sealed class LibraryFiles(string directory, ICaseLibrary library)
{
    /// <summary>Keeps a picture; on the disk when it returns. <c>false</c> when there is no such copy.</summary>
    public async Task<bool> WriteAsync(CopyId copy, string file, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        if (await library.FindKeyAsync(copy, cancellation) is not { } key)
        {
            return false;
        }

        await SealedFile.WriteAsync(PathOf(copy, file), key, content, Context(copy, file), cancellation);
        return true;
    }

    /// <summary>A picture's bytes; <c>null</c> when it, or its copy, is gone.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It is not as it was kept.</exception>
    public async Task<byte[]?> ReadAsync(CopyId copy, string file, CancellationToken cancellation)
    {
        var path = PathOf(copy, file);
        return File.Exists(path) && await library.FindKeyAsync(copy, cancellation) is { } key
            ? await SealedFile.ReadAsync(path, key, Context(copy, file), cancellation)
            : null;
    }

    /// <summary>Takes away what is left of a copy's pictures. Holds also when nothing is.</summary>
    public void Delete(CopyId copy)
    {
        var path = DirectoryOf(copy);
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }

    /// <summary>Takes a copy's pictures away, unless the copy is there.</summary>
    public async Task SweepAsync(CopyId copy, CancellationToken cancellation)
    {
        foreach (var gone in await library.ListGoneAsync([copy], cancellation))
        {
            Delete(gone);
        }
    }

    /// <summary>Takes away the pictures of all copies that are not there any more.</summary>
    public async Task SweepAsync(CancellationToken cancellation)
    {
        var kept = Directory.Exists(directory)
            ? Directory.EnumerateDirectories(directory).Select(path => new CopyId(Path.GetFileName(path))).ToList()
            : [];
        foreach (var gone in await library.ListGoneAsync(kept, cancellation))
        {
            Delete(gone);
        }
    }

    private static string Context(CopyId copy, string file) => $"library-file|{copy.Value}|{file}";

    private string PathOf(CopyId copy, string file)
    {
        SealedFile.Check(file);
        return Path.Combine(DirectoryOf(copy), file + ".sealed");
    }

    private string DirectoryOf(CopyId copy)
    {
        SealedFile.Check(copy.Value);
        return Path.Combine(directory, copy.Value);
    }
}
