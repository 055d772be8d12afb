using System.Data.Common;
using Dapper;
using Npgsql;

namespace Telemed.Storage.Postgres;

/// <summary>
/// PostgreSQL: an append goes with what else waits in one batch, one round trip, one transaction. Commits are heard of by
/// LISTEN on one connection of its own, which is opened anew when it breaks; readers also look by themselves now and then.
/// They are announced after the commit and several at once: a NOTIFY within it would let one transaction commit at a time.
/// </summary>
internal sealed class PostgresDatabase : Database
{
    private const string Channel = "telemed_facts";

    /// <summary>
    /// A node that is cut off or stands still in the middle of a transaction would hold its locks, and everybody's feed with them, until TCP
    /// gives up; nothing here thinks for so long between two statements.
    /// </summary>
    private const string ForgetsCutNodes = "-c idle_in_transaction_session_timeout=5s";

    /// <summary>
    /// How long one statement may take, in seconds: each of them takes milliseconds over a full store, so that one which takes this long
    /// waits for something that does not come.
    /// </summary>
    private const int StatementSeconds = 30;

    /// <summary>What a migration may take, and a node that waits for another's: as long as it needs.</summary>
    private const int Unlimited = 0;

    /// <summary>The advisory lock that one migrating node holds; any constant does.</summary>
    private const long MigrationLock = 0x74656C656D6564;

    private readonly NpgsqlDataSource _source;
    private readonly PostgresAppends _appends;
    private readonly CommitSignal _signal = new();
    private readonly CommitSignal _own = new();
    private readonly CancellationTokenSource _closing = new();
    private Task _listening = Task.CompletedTask;
    private Task _announcing = Task.CompletedTask;

    internal PostgresDatabase(string connectionString)
    {
        _source = NpgsqlDataSource.Create(Settings(connectionString));
        _appends = new(CommitAsync);
    }

    /// <summary>The operator's connection string, and ours where it says nothing.</summary>
    internal static NpgsqlConnectionStringBuilder Settings(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString)
        {
            NoResetOnClose = true, // Nothing here changes a session's settings.
        };
        builder.MaxAutoPrepare = builder.ShouldSerialize("Max Auto Prepare") ? builder.MaxAutoPrepare : 100;
        builder.CommandTimeout = builder.ShouldSerialize("Command Timeout") ? builder.CommandTimeout : StatementSeconds;

        // Of two settings of one name the later holds: the operator's, which the driver takes from the environment only when
        // the connection string has none.
        builder.Options = $"{ForgetsCutNodes} {builder.Options ?? Environment.GetEnvironmentVariable("PGOPTIONS")}".TrimEnd();
        return builder;
    }

    internal override string Folder => "Postgres";

    internal override string SkipLocked => "FOR UPDATE SKIP LOCKED";

    internal override string FeedTransaction => "e.txid";

    internal override string FeedCondition =>
        "(e.txid, e.position) > (@transaction, @sequence) "
        + "AND e.txid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint";

    internal override string FeedOrder => "e.txid, e.position";

    internal override string? FeedHidden =>
        "SELECT 1 FROM events e WHERE e.txid >= pg_snapshot_xmin(pg_current_snapshot())::text::bigint LIMIT 1";

    internal override string Now => "(extract(epoch FROM clock_timestamp()) * 1000)::bigint";

    internal override string? Alone => "SELECT pg_advisory_xact_lock(hashtextextended(@name, 0))";

    internal override string? TakeEpoch => null;

    internal override string Epoch => "nextval('room_epochs')";

    internal override long Heard => _signal.Heard;

    internal override string OneOf(string column, string parameter) => $"{column} = ANY(@{parameter})";

    internal override async Task<DbConnection> ReadAsync(CancellationToken cancellation) =>
        await _source.OpenConnectionAsync(cancellation);

    internal override async Task<List<T>> QueryAsync<T>(
        Statement question, Func<DbDataReader, T> read, CancellationToken cancellation)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellation);
        await using var command = new NpgsqlCommand(Positional.Of(question.Text).Text, connection);
        Positional.Of(question.Text).Fill(command.Parameters, question);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    internal override async Task WriteAsync(IReadOnlyList<Statement> statements, CancellationToken cancellation)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellation);
        await using var batch = new NpgsqlBatch(connection);
        foreach (var statement in statements)
        {
            batch.BatchCommands.Add(Positional.ToCommand(statement));
        }

        await batch.ExecuteNonQueryAsync(cancellation);
    }

    internal override Task AppendAsync(IReadOnlyList<Section> sections, CancellationToken cancellation) =>
        _appends.AppendAsync(sections, cancellation);

    internal override async Task<T> WriteAsync<T>(
        Func<DbConnection, DbTransaction, Task<T>> body, CancellationToken cancellation)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var result = await body(connection, transaction);
        await transaction.CommitAsync(CancellationToken.None);
        return result;
    }

    internal override async Task MigrateAsync(IReadOnlyList<Migration> migrations, CancellationToken cancellation)
    {
        await WriteAsync(
            async (connection, transaction) =>
            {
                await connection.ExecuteAsync(
                    "SELECT pg_advisory_xact_lock(@MigrationLock)", new { MigrationLock }, transaction, Unlimited);
                await connection.ExecuteAsync(
                    "CREATE TABLE IF NOT EXISTS schema_migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL)",
                    transaction: transaction);
                var done = (await connection.QueryAsync<int>(
                    "SELECT number FROM schema_migrations", transaction: transaction)).ToHashSet();
                foreach (var one in migrations.Where(one => !done.Contains(one.Number)))
                {
                    await connection.ExecuteAsync(one.Text, transaction: transaction, commandTimeout: Unlimited);
                    await connection.ExecuteAsync(
                        "INSERT INTO schema_migrations (number, name) VALUES (@Number, @Name)",
                        new { one.Number, one.Name },
                        transaction);
                }

                return 0;
            },
            cancellation);
        _listening = ListenAsync(_closing.Token);
        _announcing = AnnounceAsync(_closing.Token);
    }

    internal override WriteFault Classify(DbException fault) => fault is not PostgresException postgres
        ? WriteFault.Other
        : postgres switch
        {
            { SqlState: PostgresErrorCodes.UniqueViolation, TableName: "commands" } => WriteFault.Duplicate,
            { SqlState: PostgresErrorCodes.UniqueViolation, TableName: "bookings" } => WriteFault.Booked,
            { SqlState: PostgresErrorCodes.UniqueViolation, TableName: "resource_bookings" } => WriteFault.ResourceBooked,
            { SqlState: PostgresErrorCodes.UniqueViolation, TableName: "events" or "streams" or "case_keys" } =>
                WriteFault.Conflict,
            { SqlState: PostgresErrorCodes.NotNullViolation, TableName: "streams" } => WriteFault.Conflict,
            { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure } =>
                WriteFault.Conflict,
            _ => WriteFault.Other,
        };

    internal override Task WaitAsync(long seen, TimeSpan atMost, CancellationToken cancellation) =>
        _signal.WaitAsync(seen, atMost, cancellation);

    public override async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _listening;
        await _announcing;
        _closing.Dispose();
        await _source.DisposeAsync();
    }

    private async Task CommitAsync(IReadOnlyList<Statement> statements)
    {
        await WriteAsync(statements, CancellationToken.None);
        _signal.Raise();
        _own.Raise();
    }

    private async Task ListenAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await using var connection = await _source.OpenConnectionAsync(cancellation);
                connection.Notification += (_, _) => _signal.Raise();
                await connection.ExecuteAsync($"LISTEN {Channel}");

                // What was committed while nobody listened is found by whoever waits.
                _signal.Raise();
                while (true)
                {
                    await connection.WaitAsync(cancellation);
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception fault) when (fault is NpgsqlException or IOException)
            {
                // The database is away: try again shortly. Readers look by themselves meanwhile.
                await PauseAsync(cancellation);
            }
        }
    }

    /// <summary>Tells other nodes of this node's commits; those that follow while it is told go out together.</summary>
    private async Task AnnounceAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await using var connection = await _source.OpenConnectionAsync(cancellation);
                await using var notify = new NpgsqlCommand($"SELECT pg_notify('{Channel}', '')", connection);
                for (var told = 0L; ;)
                {
                    await _own.WaitAsync(told, Timeout.InfiniteTimeSpan, cancellation);
                    told = _own.Heard;
                    await notify.ExecuteNonQueryAsync(cancellation);
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception fault) when (fault is NpgsqlException or IOException)
            {
                // The database is away: try again shortly. Readers on other nodes look by themselves meanwhile.
                await PauseAsync(cancellation);
            }
        }
    }

    private static async Task PauseAsync(CancellationToken cancellation)
    {
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(1), cancellation);
        }
        catch (OperationCanceledException)
        {
            // Closing.
        }
    }
}
