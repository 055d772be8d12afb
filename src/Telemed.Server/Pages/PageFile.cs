namespace Telemed.Server.Pages;

/// <summary>One file of the page, in memory, with its compressed forms when they are smaller.</summary>
/// <param name="ContentType">Its media type.</param>
/// <param name="Tag">Its entity tag, with quotes.</param>
/// <param name="Immutable">Whether its name changes with its content.</param>
/// <param name="Plain">The bytes.</param>
/// <param name="Brotli">The bytes, compressed with Brotli; null when that saves nothing.</param>
/// <param name="Gzip">The bytes, compressed with gzip; null when that saves nothing.</param>
internal sealed record PageFile(
    string ContentType, string Tag, bool Immutable, byte[] Plain, byte[]? Brotli, byte[]? Gzip);
