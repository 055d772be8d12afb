namespace Telemed.Recording.Sealing;

/// <summary>
/// What a node signs when a recording is whole: every file of it as it lies on the disk, encrypted. It says nothing about
/// a person, so it is kept in plain, and whoever holds the files and the certificate can check them without any key.
/// </summary>
/// <param name="Version">The seal's format: 1.</param>
/// <param name="RecordingId">The recording.</param>
/// <param name="ConsultId">The consult.</param>
/// <param name="Software">The program that sealed it, with its version.</param>
/// <param name="SealedAt">When.</param>
/// <param name="ManifestSha256">SHA-256 of the manifest's plain JSON, which is signed as well.</param>
/// <param name="Files">Every file.</param>
public sealed record RecordingSeal(
    int Version,
    string RecordingId,
    string ConsultId,
    string Software,
    DateTimeOffset SealedAt,
    string ManifestSha256,
    IReadOnlyList<SealedEntry> Files);
