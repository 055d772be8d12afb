using Telemed.Recording.Journal;

namespace Telemed.Recording.Manifest;

/// <summary>A segment of an epoch's journal file.</summary>
/// <param name="Path">The file's path below the recording's directory.</param>
/// <param name="Track">The track within the epoch; 0 is the epoch's index.</param>
/// <param name="SizeBytes">The file's size.</param>
/// <param name="Sha256">SHA-256 of the file, lower-case hexadecimal.</param>
/// <param name="Chain">The last link of its hash chain.</param>
/// <param name="End">How it ends.</param>
/// <param name="Damages">What had to be stepped over.</param>
public sealed record ManifestSegment(
    string Path, int Track, long SizeBytes, string Sha256, string Chain, JournalEnd End, IReadOnlyList<JournalDamage> Damages);
