using Dapper;
using Microsoft.Data.Sqlite;

namespace Telemed.Storage;

/// <summary>A copy of an SQLite database that is in use, as it stood at one moment.</summary>
public static class SqliteSnapshot
{
    /// <summary>Writes the copy and puts it on the disk; whoever reads or writes the database meanwhile goes on.</summary>
    /// <exception cref="System.Data.Common.DbException">It cannot be read, or the copy exists.</exception>
    public static async Task WriteAsync(string file, string copy, CancellationToken cancellation = default)
    {
        var source = new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadWrite, Pooling = false };
        await using (var connection = new SqliteConnection(source.ToString()))
        {
            await connection.OpenAsync(cancellation);
            await connection.ExecuteAsync("VACUUM INTO @copy", new { copy });
        }

        await using var written = new FileStream(copy, FileMode.Open, FileAccess.ReadWrite);
        written.Flush(flushToDisk: true);
    }
}
