using System.CommandLine;
using Telemed.Media.Recording;

namespace Telemed.Cli.Commands;

/// <summary>Where a command finds the master keys: the same three ways as the server's.</summary>
internal static class MasterKeyOptions
{
    /// <summary>A file.</summary>
    public static readonly Option<FileInfo?> File = new("--master-key")
    {
        Description = "The master keys' file, when it is not 'secrets/master.key' in the data directory.",
    };

    /// <summary>An environment variable.</summary>
    public static readonly Option<string?> Variable = new("--master-key-variable")
    {
        Description = "The environment variable that holds the master keys, instead of a file.",
    };

    /// <summary>A program that prints them.</summary>
    public static readonly Option<string?> Program = new("--master-key-command")
    {
        Description = "The program that prints the master keys, instead of a file: an absolute path and arguments, in one text.",
    };

    /// <summary>Options of recordings with the master keys that were named, and nothing else.</summary>
    public static RecordingOptions Read(ParseResult parsed) => new()
    {
        MasterKeyFile = parsed.GetValue(File)?.FullName,
        MasterKeyVariable = parsed.GetValue(Variable),
        MasterKeyCommand = parsed.GetValue(Program),
    };
}
