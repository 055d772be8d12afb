using System.CommandLine;
using System.Data.Common;
using System.Security.Cryptography;
using Telemed.Storage;
using Telemed.Storage.Audit;
using Telemed.Storage.Keys;

namespace Telemed.Cli.Commands;

/// <summary><c>telemed audit verify</c>: whether the audit file, its anchors and the chains of facts are whole.</summary>
internal static class AuditCommand
{
    /// <summary>The command with its subcommand.</summary>
    public static Command Create() => new("audit", "Looks into what people did and looked at.") { Verify() };

    private static Command Verify()
    {
        var data = new Option<DirectoryInfo>("--data")
        {
            Description = "The server's data directory.",
            DefaultValueFactory = _ => new DirectoryInfo("data"),
        };
        var anchors = new Option<DirectoryInfo?>("--anchors") { Description = "Where the daily anchors are kept, when not beside the file." };
        var database = new Option<string?>("--database")
        {
            Description = "A PostgreSQL connection string; without it, the SQLite file in the data directory, when there is one.",
        };
        var command = new Command("verify", "Finds any removed, changed or added entry of the audit file, and any broken chain of facts.")
        {
            data, anchors, database,
        };
        command.SetAction((parsed, stop) => RunAsync(
            parsed.GetRequiredValue(data), parsed.GetValue(anchors), parsed.GetValue(database), stop));
        return command;
    }

    private static async Task<int> RunAsync(
        DirectoryInfo data, DirectoryInfo? anchors, string? database, CancellationToken stop)
    {
        if (!data.Exists)
        {
            throw new CliException($"there is no data directory {data.FullName}", ExitCodes.Usage);
        }

        var faults = new List<string>(AuditVerifier.VerifyDirectory(Path.Combine(data.FullName, "audit"), anchors?.FullName));
        var file = Path.Combine(data.FullName, "telemed.db");
        if (database is not null || File.Exists(file))
        {
            faults.AddRange(await FactsAsync(new() { ConnectionString = database, SqliteFile = file }, stop));
        }

        foreach (var fault in faults)
        {
            Console.WriteLine(fault);
        }

        Console.WriteLine(faults.Count == 0 ? "whole" : "NOT WHOLE");
        return faults.Count == 0 ? ExitCodes.Done : ExitCodes.NotInOrder;
    }

    private static async Task<IEnumerable<string>> FactsAsync(StorageOptions options, CancellationToken stop)
    {
        try
        {
            // The chains hash what is sealed as it is stored: any key will do.
            await using var opened = await ConsultDatabase.OpenAsync(
                options, new FixedMasterKey(RandomNumberGenerator.GetBytes(32)), stop);
            return (await opened.VerifyAsync(stop)).Select(fault => fault.ToString()!);
        }
        catch (Exception fault) when (fault is DbException or ArgumentException or System.Net.Sockets.SocketException or TimeoutException)
        {
            throw new CliException($"the database cannot be read: {fault.Message.ReplaceLineEndings(" ")}");
        }
    }
}
