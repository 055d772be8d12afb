using System.CommandLine;
using System.Data.Common;
using System.Security.Cryptography;
using Telemed.Storage;
using Telemed.Storage.Keys;

namespace Telemed.Cli.Commands;

/// <summary><c>telemed migrate</c>: brings a database's schema up to date before the servers start on it.</summary>
internal static class MigrateCommand
{
    private const int MasterKeyLength = 32;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var database = new Option<string?>("--database") { Description = "A PostgreSQL connection string; without it, the SQLite file in the data directory." };
        var data = new Option<DirectoryInfo>("--data")
        {
            Description = "The server's data directory.",
            DefaultValueFactory = _ => new DirectoryInfo("data"),
        };
        var command = new Command("migrate", "Brings a database's schema up to date. Repeating it does no harm.") { database, data };
        command.SetAction((parsed, stop) => RunAsync(parsed.GetValue(database), parsed.GetRequiredValue(data), stop));
        return command;
    }

    private static async Task<int> RunAsync(string? connectionString, DirectoryInfo data, CancellationToken stop)
    {
        if (string.IsNullOrWhiteSpace(connectionString) && !data.Exists)
        {
            throw new CliException($"there is no data directory {data.FullName}", ExitCodes.Usage);
        }

        var options = new StorageOptions { ConnectionString = connectionString, SqliteFile = Path.Combine(data.FullName, "telemed.db") };
        try
        {
            // Migrations seal nothing: any key will do for opening.
            await using var opened = await ConsultDatabase.OpenAsync(
                options, new FixedMasterKey(RandomNumberGenerator.GetBytes(MasterKeyLength)), stop);
        }
        catch (Exception fault) when (fault is DbException or ArgumentException or System.Net.Sockets.SocketException or TimeoutException)
        {
            throw new CliException($"the database cannot be brought up to date: {fault.Message.ReplaceLineEndings(" ")}");
        }

        Console.WriteLine("the schema is up to date");
        return ExitCodes.Done;
    }
}
