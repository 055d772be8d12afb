namespace Telemed.Recording.Manifest;

/// <summary>A finished file.</summary>
/// <param name="Name">Its name for <c>OpenFile</c>.</param>
/// <param name="ContentType">Its media type.</param>
/// <param name="SizeBytes">Bytes of the content, before encryption.</param>
/// <param name="Sha256">SHA-256 of the content, lower-case hexadecimal.</param>
/// <param name="SealedSha256">SHA-256 of the encrypted file on disk.</param>
/// <param name="DurationMs">Its length.</param>
/// <param name="Width">The picture's width in pixels; 0 without a picture.</param>
/// <param name="Height">The picture's height in pixels; 0 without a picture.</param>
public sealed record ManifestFile(
    string Name,
    string ContentType,
    long SizeBytes,
    string Sha256,
    string SealedSha256,
    long DurationMs,
    int Width,
    int Height);
