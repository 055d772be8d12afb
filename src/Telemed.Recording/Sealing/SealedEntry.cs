namespace Telemed.Recording.Sealing;

/// <summary>A file that a seal covers.</summary>
/// <param name="Path">Its path below the recording's directory, with <c>/</c>.</param>
/// <param name="SizeBytes">Its size on the disk.</param>
/// <param name="Sha256">SHA-256 of its bytes as they lie on the disk, lower-case hexadecimal.</param>
public sealed record SealedEntry(string Path, long SizeBytes, string Sha256);
