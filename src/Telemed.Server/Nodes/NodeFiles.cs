using System.Security.Cryptography;
using System.Text;
using Telemed.Media.Recording;
using Telemed.Server.Files;
using Telemed.Server.Secrets;

namespace Telemed.Server.Nodes;

/// <summary>
/// The directories that all nodes of a region share: a mark in each of them tells whether two nodes mean the same one, whatever
/// they call it.
/// </summary>
internal static class NodeFiles
{
    private const string MarkFile = ".store";

    /// <summary>The marks of both directories, made where they are missing.</summary>
    public static string Mark(RecordingOptions recording, CaseFileOptions files) =>
        $"{Mark(recording.Directory)}-{Mark(files.Directory)}";

    private static string Mark(string directory)
    {
        Directory.CreateDirectory(directory);
        return Encoding.ASCII.GetString(PrivateFiles.ReadOrCreate(
            Path.Combine(directory, MarkFile),
            () => Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)))));
    }
}
