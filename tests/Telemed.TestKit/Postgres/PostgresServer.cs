using System.Diagnostics;

namespace Telemed.TestKit.Postgres;

/// <summary>
/// A PostgreSQL server of the test run's own: made in a temporary folder, reached through a socket in it, and gone with
/// it. As root it runs as user postgres, which PostgreSQL insists on. Complains clearly where no PostgreSQL is
/// installed.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private readonly string _folder;
    private readonly string _binaries;
    private int _databases;

    private PostgresServer(string folder, string binaries)
    {
        _folder = folder;
        _binaries = binaries;
    }

    /// <summary>Starts a server; takes one to three seconds.</summary>
    /// <exception cref="InvalidOperationException">PostgreSQL is not installed, or does not start: the text says
    /// why.</exception>
    public static async Task<PostgresServer> StartAsync()
    {
        var binaries = Find();
        var folder = Directory.CreateTempSubdirectory("telemed-pg-").FullName;
        if (Environment.UserName == "root")
        {
            await RunAsync("chown", "postgres", folder);
        }

        var server = new PostgresServer(folder, binaries);
        var data = Path.Combine(folder, "data");
        await server.RunBinaryAsync(
            "initdb", "--auth=trust", "--username=telemed", "--encoding=UTF8", "--no-locale", "--no-sync", "-D", data);
        await server.RunBinaryAsync(
            "pg_ctl",
            "start",
            "-w",
            "-D",
            data,
            "-l",
            Path.Combine(folder, "log"),
            "-o",
            $"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off -c max_connections=200");
        return server;
    }

    /// <summary>Makes an empty database; its connection string.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = "t" + Interlocked.Increment(ref _databases);
        await RunBinaryAsync("createdb", "-h", _folder, "-U", "telemed", name);
        return $"Host={_folder};Username=telemed;Database={name};Maximum Pool Size=40";
    }

    /// <summary>Dumps a database while it is in use, as an operator would, and restores the dump as another.</summary>
    /// <returns>The other's connection string.</returns>
    public async Task<string> CopyAsync(string connection)
    {
        var name = NameOf(connection);
        var dump = Path.Combine(_folder, name + ".dump");
        await RunBinaryAsync("pg_dump", "-h", _folder, "-U", "telemed", "--format=custom", "-f", dump, name);
        var copy = await CreateDatabaseAsync();
        await RunBinaryAsync("pg_restore", "-h", _folder, "-U", "telemed", "--exit-on-error", "-d", NameOf(copy), dump);
        File.Delete(dump);
        return copy;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await RunBinaryAsync("pg_ctl", "stop", "-m", "immediate", "-D", Path.Combine(_folder, "data"));
        Directory.Delete(_folder, recursive: true);
    }

    private static string NameOf(string connection) =>
        connection.Split(';').Single(part => part.StartsWith("Database=", StringComparison.Ordinal))["Database=".Length..];

    private static string Find()
    {
        var found = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql")
                .Select(version => Path.Combine(version, "bin"))
                .Where(bin => File.Exists(Path.Combine(bin, "initdb")))
                .OrderDescending()
                .FirstOrDefault()
            : null;
        return found ?? throw new InvalidOperationException(
            "These tests need PostgreSQL, and there is none under /usr/lib/postgresql: apt-get install postgresql-15.");
    }

    private Task RunBinaryAsync(string name, params string[] arguments)
    {
        var binary = Path.Combine(_binaries, name);
        return Environment.UserName == "root"
            ? RunAsync("runuser", ["-u", "postgres", "--", binary, .. arguments])
            : RunAsync(binary, arguments);
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        // The server inherits what pg_ctl holds: reading its pipes to the end would wait for the server's end.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "\"$0\" \"$@\" >/dev/null 2>\"$TELEMED_ERRORS\" </dev/null",
            program, .. arguments])
        {
            WorkingDirectory = "/",
        };
        var errors = Path.GetTempFileName();
        start.Environment["TELEMED_ERRORS"] = errors;
        try
        {
            using var process = Process.Start(start)!;
            await process.WaitForExitAsync();
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException(
                    $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: "
                    + await File.ReadAllTextAsync(errors));
            }
        }
        finally
        {
            File.Delete(errors);
        }
    }
}
