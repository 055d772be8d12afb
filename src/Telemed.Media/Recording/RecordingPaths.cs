using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Telemed.Media.Recording;

/// <summary>The layout of the recording directory. No file name says anything about a person.</summary>
/// <remarks>
/// <code>
/// .keys/master.key                     made once when no master key file is configured
/// .keys/case-CONSULT.json              a wrapped case key; destroying it makes the case unreadable
/// RECORDING/epoch-0/journal.tmj        index (start, pauses, marks, close) and tracks of an epoch
/// RECORDING/final/NAME.tmf             finished files, encrypted
/// .keys/case-CONSULT.destroyed         says that the case's key was destroyed, and must not be made again
/// .keys/node.key, .keys/node.crt       the node's signing key and certificate, made once when none is configured
/// .destroyed/CONSULT/                  the signed certificate of a case's destruction
/// RECORDING/manifest.tmf               the manifest, encrypted
/// RECORDING/manifest.sig               the node's signature of the manifest's plain JSON
/// RECORDING/seal.json, .sig, .crt      what the node vouches for, its signature and its certificate; written last
/// RECORDING/copy.json                  says that all of it was read back from the second place
/// RECORDING/work/                      temporary, plain, while finalising only
/// .making/XX                           locked by whoever makes the files of a recording whose id hashes to XX
/// </code>
/// </remarks>
internal sealed class RecordingPaths(string root)
{
    public const UnixFileMode DirectoryMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    public const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    public const string ManifestName = "manifest";
    public const string CopyNoteName = "copy.json";
    public const string SealName = "seal.json";
    public const string SignatureName = "seal.sig";
    public const string CertificateName = "seal.crt";
    public const string ManifestSignatureName = "manifest.sig";
    private const string JournalName = "journal.tmj";
    private const string EpochPrefix = "epoch-";

    public string Root { get; } = Path.GetFullPath(root);

    public string Keys => Path.Combine(Root, ".keys");

    /// <summary>Whether an id may name a directory.</summary>
    public static bool IsId(string id) =>
        id.Length is > 0 and <= 64 && id.All(value => char.IsAsciiLetterOrDigit(value) || value is '-' or '_');

    public string Recording(string id) => Path.Combine(Root, id);

    public string Epoch(string id, int epoch) =>
        Path.Combine(Root, id, EpochPrefix + epoch.ToString(CultureInfo.InvariantCulture));

    public string Final(string id) => Path.Combine(Root, id, "final");

    public string FinalFile(string id, string name) => Path.Combine(Final(id), name + ".tmf");

    public string Manifest(string id) => Path.Combine(Root, id, ManifestName + ".tmf");

    /// <summary>Says that the recording lies in the second place too.</summary>
    public string CopyNote(string id) => Path.Combine(Root, id, CopyNoteName);

    public string Seal(string id) => Path.Combine(Root, id, SealName);

    public string ManifestSignature(string id) => Path.Combine(Root, id, ManifestSignatureName);

    /// <summary>Where a case's certificate of destruction lies.</summary>
    public string Destroyed(string caseId) => Path.Combine(Root, ".destroyed", caseId);

    public string Work(string id) => Path.Combine(Root, id, "work");

    /// <summary>
    /// The file that is locked while the recording's files are made. One of 256 that are never taken away: a lock on a file that
    /// somebody may remove excludes nobody.
    /// </summary>
    public string MakingLock(string id) =>
        Path.Combine(Root, ".making", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)).AsSpan(0, 1)));

    /// <summary>The file of an epoch's journal.</summary>
    public string Journal(string id, int epoch) => Path.Combine(Epoch(id, epoch), JournalName);

    /// <summary>The epochs of a recording on disk, ascending; empty when there is none.</summary>
    public List<int> Epochs(string id) => !Directory.Exists(Recording(id))
        ? []
        : [.. Numbers(Directory.EnumerateDirectories(Recording(id), EpochPrefix + "*"), EpochPrefix).Order()];

    /// <summary>Makes a directory for the owner only.</summary>
    public static void Make(string path) =>
#pragma warning disable CA1416 // the node runs on Linux only
        Directory.CreateDirectory(path, DirectoryMode);
#pragma warning restore CA1416

    private static IEnumerable<int> Numbers(IEnumerable<string> names, string prefix)
    {
        foreach (var name in names)
        {
            var text = Path.GetFileName(name)[prefix.Length..];
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                yield return number;
            }
        }
    }
}
