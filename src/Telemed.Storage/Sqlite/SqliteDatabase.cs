using System.Data;
using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Telemed.Storage.Sqlite;

/// <summary>
/// SQLite in write-ahead mode: any number of readers beside one writer, which this process keeps to itself with a
/// semaphore, so that writers queue here and not inside the library's busy loop.
/// </summary>
internal sealed class SqliteDatabase : Database
{
    private const int ConstraintFault = 19;
    private const int BusyFault = 5;

    private readonly string _connectionString;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CommitSignal _signal = new();
    private SqliteConnection? _writer;

    internal SqliteDatabase(string file) => _connectionString = new SqliteConnectionStringBuilder
    {
        DataSource = file,
        Mode = SqliteOpenMode.ReadWriteCreate,
        Cache = SqliteCacheMode.Private,
        DefaultTimeout = 10,
        Pooling = true,
    }.ToString();

    internal override string Folder => "Sqlite";

    internal override string SkipLocked => "";

    internal override string FeedTransaction => "0";

    internal override string FeedCondition => "e.position > @sequence AND @transaction = 0";

    internal override string FeedOrder => "e.position";

    internal override string? FeedHidden => null;

    internal override long Heard => _signal.Heard;

    internal override string OneOf(string column, string parameter) => $"{column} IN @{parameter}";

    /// <summary>What a reader needs is in the connection string; the settings below are a writer's, and cost as much as a read.</summary>
    internal override async Task<DbConnection> ReadAsync(CancellationToken cancellation)
    {
        var connection = new SqliteConnection(_connectionString);
        await connection.OpenAsync(cancellation);
        return connection;
    }

    internal override async Task WriteAsync(
        IReadOnlyList<Statement> statements, bool announce, CancellationToken cancellation)
    {
        await WriteAsync(
            (connection, transaction) =>
            {
                foreach (var statement in statements)
                {
                    Run((SqliteConnection)connection, (SqliteTransaction)transaction, statement);
                }

                return Task.FromResult(0);
            },
            cancellation);
        if (announce)
        {
            _signal.Raise();
        }
    }

    internal override async Task<T> WriteAsync<T>(
        Func<DbConnection, DbTransaction, Task<T>> body, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            _writer ??= await OpenWriterAsync(cancellation);
            await using var transaction = _writer.BeginTransaction(deferred: false);
            var result = await body(_writer, transaction);
            await transaction.CommitAsync(CancellationToken.None);
            return result;
        }
        finally
        {
            _turn.Release();
        }
    }

    internal override async Task MigrateAsync(IReadOnlyList<Migration> migrations, CancellationToken cancellation)
    {
        await using (var connection = await OpenWriterAsync(cancellation))
        {
            await connection.ExecuteAsync("PRAGMA journal_mode = WAL");
        }

        await WriteAsync(
            async (connection, transaction) =>
            {
                await connection.ExecuteAsync(
                    "CREATE TABLE IF NOT EXISTS schema_migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL)",
                    transaction: transaction);
                var done = (await connection.QueryAsync<int>(
                    "SELECT number FROM schema_migrations", transaction: transaction)).ToHashSet();
                foreach (var one in migrations.Where(one => !done.Contains(one.Number)))
                {
                    await connection.ExecuteAsync(one.Text, transaction: transaction);
                    await connection.ExecuteAsync(
                        "INSERT INTO schema_migrations (number, name) VALUES (@Number, @Name)",
                        new { one.Number, one.Name },
                        transaction);
                }

                return 0;
            },
            cancellation);
    }

    internal override WriteFault Classify(DbException fault) => fault is not SqliteException sqlite
        ? WriteFault.Other
        : (sqlite.SqliteErrorCode, sqlite.Message) switch
        {
            (ConstraintFault, var text) when text.Contains("commands.", StringComparison.Ordinal) =>
                WriteFault.Duplicate,
            (ConstraintFault, var text) when text.Contains("events.", StringComparison.Ordinal)
                || text.Contains("streams.", StringComparison.Ordinal)
                || text.Contains("case_keys.", StringComparison.Ordinal) => WriteFault.Conflict,
            (BusyFault, _) => WriteFault.Conflict,
            _ => WriteFault.Other,
        };

    internal override Task WaitAsync(long seen, TimeSpan atMost, CancellationToken cancellation) =>
        _signal.WaitAsync(seen, atMost, cancellation);

    public override async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync();
        if (_writer is not null)
        {
            await _writer.DisposeAsync();
        }

        SqliteConnection.ClearPool(new SqliteConnection(_connectionString));
        _turn.Dispose();
    }

    private async Task<SqliteConnection> OpenWriterAsync(CancellationToken cancellation)
    {
        var connection = new SqliteConnection(_connectionString);
        await connection.OpenAsync(cancellation);

        // FULL: a command that was answered is on the disk, also when the power goes. Secure delete: the place of a
        // destroyed key is overwritten.
        await connection.ExecuteAsync(
            """
            PRAGMA synchronous = FULL; PRAGMA busy_timeout = 10000; PRAGMA temp_store = MEMORY;
            PRAGMA secure_delete = ON
            """);
        return connection;
    }

    private static void Run(SqliteConnection connection, SqliteTransaction transaction, Statement statement)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = statement.Text;
        command.CommandType = CommandType.Text;
        foreach (var (name, value) in statement.Values)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        command.ExecuteNonQuery();
    }
}
