using System.CommandLine;
using System.Data.Common;
using Telemed.Cli.Backup;

namespace Telemed.Cli.Commands;

/// <summary>
/// <c>telemed backup</c> and <c>telemed restore</c>: the data directory with its embedded database, files, recordings and
/// audit trail. A PostgreSQL is backed up by its own tools, first; then this does the rest.
/// </summary>
internal static class BackupCommand
{
    /// <summary>The command that copies.</summary>
    public static Command CreateBackup()
    {
        var data = Folder("--data", "The server's data directory; the server may run.");
        var to = Folder("--to", "Where the copy goes: a directory that is empty or does not exist.");
        var secrets = new Option<bool>("--with-secrets") { Description = "The master key too. Whoever has both can read everything." };
        var command = new Command("backup", "Copies a data directory: the embedded database, files, recordings, audit trail.") { data, to, secrets };
        command.SetAction((parsed, stop) => RunAsync("copied", () => DataBackup.MakeAsync(
            parsed.GetRequiredValue(data).FullName, parsed.GetRequiredValue(to).FullName, parsed.GetValue(secrets), stop)));
        return command;
    }

    /// <summary>The command that copies back.</summary>
    public static Command CreateRestore()
    {
        var from = Folder("--from", "The copy.");
        var data = Folder("--data", "The data directory to be: empty, or not there.");
        var command = new Command("restore", "Puts a copy back after checking every file's hash.") { from, data };
        command.SetAction((parsed, stop) => RunAsync("restored", () => DataBackup.RestoreAsync(
            parsed.GetRequiredValue(from).FullName, parsed.GetRequiredValue(data).FullName, stop)));
        return command;
    }

    private static Option<DirectoryInfo> Folder(string name, string description) =>
        new(name) { Description = description, Required = true };

    private static async Task<int> RunAsync(string done, Func<Task<int>> run)
    {
        try
        {
            Console.WriteLine($"{await run()} files {done}");
            return ExitCodes.Done;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or DbException or System.Text.Json.JsonException)
        {
            throw new CliException(fault.Message.ReplaceLineEndings(" "));
        }
    }
}
