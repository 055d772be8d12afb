using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.AspNetCore.StaticFiles;

namespace Telemed.Server.Pages;

/// <summary>
/// The page as the build made it, read into memory at start: a few megabytes. Every file lies beside its
/// <c>.br</c> and <c>.gz</c> forms, made by the build.
/// </summary>
internal sealed class PageFiles
{
    private readonly FrozenDictionary<string, PageFile> _files;

    private PageFiles(IEnumerable<KeyValuePair<string, PageFile>> files) =>
        _files = files.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The page's start, which also answers for every route inside the page; null when no page was built.
    /// </summary>
    public PageFile? Index => Find("/index.html");

    /// <summary>The file at a path such as <c>/assets/app-1a2b.js</c>; null when there is none.</summary>
    public PageFile? Find(string path) => _files.GetValueOrDefault(path);

    /// <summary>Reads a directory; a missing one gives no files.</summary>
    public static PageFiles Load(string directory)
    {
        if (!Directory.Exists(directory))
        {
            return new([]);
        }

        var types = new FileExtensionContentTypeProvider();
        types.Mappings[".webmanifest"] = "application/manifest+json";
        return new(Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories)
            .Where(path => Path.GetExtension(path) is not (".br" or ".gz"))
            .Select(path => KeyValuePair.Create(
                "/" + Path.GetRelativePath(directory, path).Replace('\\', '/'), Read(path, directory, types))));
    }

    private static PageFile Read(string path, string directory, FileExtensionContentTypeProvider types)
    {
        var plain = File.ReadAllBytes(path);
        if (!types.TryGetContentType(path, out var type))
        {
            type = "application/octet-stream";
        }

        var hashed = Path.GetRelativePath(directory, path).StartsWith("assets", StringComparison.Ordinal);
        return new(
            type.StartsWith("text/", StringComparison.Ordinal) ? type + "; charset=utf-8" : type,
            $"\"{Convert.ToHexStringLower(SHA256.HashData(plain)[..12])}\"",
            hashed,
            plain,
            Smaller(path + ".br", plain.Length),
            Smaller(path + ".gz", plain.Length));
    }

    private static byte[]? Smaller(string path, int length) =>
        File.Exists(path) && new FileInfo(path).Length < length ? File.ReadAllBytes(path) : null;
}
