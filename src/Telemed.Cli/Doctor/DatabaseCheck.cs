using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Telemed.Cli.Doctor;

/// <summary>Whether the database answers.</summary>
internal static class DatabaseCheck
{
    /// <summary>Asks PostgreSQL, or the embedded SQLite without one, for its version.</summary>
    public static async Task<Finding> RunAsync(string? connectionString, CancellationToken stop)
    {
        const string What = "database";
        try
        {
            if (string.IsNullOrWhiteSpace(connectionString))
            {
                await using var sqlite = new SqliteConnection("Data Source=:memory:");
                return new Finding(true, What, $"SQLite {await AskAsync(sqlite, "SELECT sqlite_version()", stop)}, embedded");
            }

            await using var postgres = new NpgsqlConnection(connectionString);
            return new Finding(true, What, $"PostgreSQL {await AskAsync(postgres, "SHOW server_version", stop)}");
        }
        catch (Exception fault) when (fault is DbException or ArgumentException or System.Net.Sockets.SocketException or TimeoutException)
        {
            return new Finding(false, What, fault.Message.ReplaceLineEndings(" "));
        }
    }

    private static async Task<string> AskAsync(DbConnection connection, string question, CancellationToken stop)
    {
        await connection.OpenAsync(stop);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // both questions are constants above
        command.CommandText = question;
#pragma warning restore CA2100
        return (string?)await command.ExecuteScalarAsync(stop) ?? "of unknown version";
    }
}
