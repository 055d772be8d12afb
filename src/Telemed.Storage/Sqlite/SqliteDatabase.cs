using System.Collections.Concurrent;
using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Telemed.Storage.Sqlite;

/// <summary>
/// SQLite in write-ahead mode: any number of readers beside one writer, for which writes queue here and not inside the
/// library's busy loop.
/// </summary>
internal sealed class SqliteDatabase : Database
{
    private const int ConstraintFault = 19;
    private const int BusyFault = 5;

    private readonly string _connectionString;
    private readonly CommitSignal _signal = new();
    private readonly ConcurrentBag<SqliteStatements> _readers = [];
    private readonly SqliteWriter _writer;

    internal SqliteDatabase(string file)
    {
        _connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = file,
            Mode = SqliteOpenMode.ReadWriteCreate,
            Cache = SqliteCacheMode.Private,
            DefaultTimeout = 10,
            Pooling = true,
        }.ToString();
        _writer = new SqliteWriter(OpenWriter);
    }

    internal override string Folder => "Sqlite";

    internal override string SkipLocked => "";

    internal override string FeedTransaction => "0";

    internal override string FeedCondition => "e.position > @sequence AND @transaction = 0";

    internal override string FeedOrder => "e.position";

    internal override string? FeedHidden => null;

    internal override long Heard => _signal.Heard;

    internal override string? TakeEpoch => "UPDATE room_epochs SET last = last + 1";

    internal override string Epoch => "(SELECT last FROM room_epochs)";

    internal override string? Alone => null;

    internal override string Now => "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)";

    internal override string OneOf(string column, string parameter) => $"{column} IN @{parameter}";

    /// <summary>What a reader needs is in the connection string; the settings below are a writer's, and cost as much as a read.</summary>
    internal override async Task<DbConnection> ReadAsync(CancellationToken cancellation)
    {
        var connection = new SqliteConnection(_connectionString);
        await connection.OpenAsync(cancellation);
        return connection;
    }

    internal override Task<List<T>> QueryAsync<T>(
        Statement question, Func<DbDataReader, T> read, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var reader = _readers.TryTake(out var idle) ? idle : new SqliteStatements(OpenReader());
        try
        {
            return Task.FromResult(reader.Query(question, read));
        }
        finally
        {
            _readers.Add(reader);
        }
    }

    internal override Task WriteAsync(IReadOnlyList<Statement> statements, CancellationToken cancellation) =>
        _writer.WriteAsync([new(string.Empty, statements)], cancellation);

    internal override async Task AppendAsync(IReadOnlyList<Section> sections, CancellationToken cancellation)
    {
        await _writer.WriteAsync(sections, cancellation);
        _signal.Raise();
    }

    internal override Task<T> WriteAsync<T>(
        Func<DbConnection, DbTransaction, Task<T>> body, CancellationToken cancellation) =>
        _writer.WriteAsync(body, cancellation);

    internal override async Task MigrateAsync(IReadOnlyList<Migration> migrations, CancellationToken cancellation)
    {
        await using (var connection = OpenWriter())
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
            (ConstraintFault, var text) when text.Contains("resource_bookings.", StringComparison.Ordinal) =>
                WriteFault.ResourceBooked,
            (ConstraintFault, var text) when text.Contains("bookings.", StringComparison.Ordinal) => WriteFault.Booked,
            (ConstraintFault, var text) when text.Contains("events.", StringComparison.Ordinal)
                || text.Contains("streams.", StringComparison.Ordinal)
                || text.Contains("case_keys.", StringComparison.Ordinal) => WriteFault.Conflict,
            (BusyFault, _) => WriteFault.Conflict,
            _ => WriteFault.Other,
        };

    internal override Task WaitAsync(long seen, TimeSpan atMost, CancellationToken cancellation) =>
        _signal.WaitAsync(seen, atMost, cancellation);

    public override ValueTask DisposeAsync()
    {
        _writer.Dispose();
        while (_readers.TryTake(out var reader))
        {
            reader.Dispose();
        }

        SqliteConnection.ClearPool(new SqliteConnection(_connectionString));
        return ValueTask.CompletedTask;
    }

    private SqliteConnection OpenReader()
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        return connection;
    }

    private SqliteConnection OpenWriter()
    {
        var connection = OpenReader();

        // FULL: a command that was answered is on the disk, also when the power goes. Secure delete: the place of a
        // destroyed key is overwritten.
        connection.Execute(
            """
            PRAGMA synchronous = FULL; PRAGMA busy_timeout = 10000; PRAGMA temp_store = MEMORY;
            PRAGMA secure_delete = ON
            """);
        return connection;
    }
}
