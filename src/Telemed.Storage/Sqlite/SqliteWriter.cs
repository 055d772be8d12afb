using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Telemed.Storage.Sqlite;

/// <summary>
/// The one writer of this process, a thread of its own: what waits while a commit goes to the disk is committed together
/// the next time, each part under a savepoint, so that one which fails leaves the others. A write is answered when it is on
/// the disk. Callable from any thread.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    /// <summary>Parts of one commit: bounds how long the first of them waits for the last.</summary>
    private const int Most = 64;

    private readonly BlockingCollection<WaitingWrite> _waiting = [];
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Func<SqliteConnection> _open;
    private readonly Thread _thread;
    private SqliteStatements? _statements;

    /// <summary>A writer over a connection that is opened when it is first needed.</summary>
    internal SqliteWriter(Func<SqliteConnection> open)
    {
        _open = open;
        _thread = new(Loop) { Name = "telemed-sqlite", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Runs the statements in one transaction; all of them, or none and an exception.</summary>
    internal async Task WriteAsync(IReadOnlyList<Section> sections, CancellationToken cancellation)
    {
        var write = new WaitingWrite(sections);
        _waiting.Add(write, cancellation);
        await using (cancellation.Register(() => write.GiveUp(cancellation)))
        {
            await write.Done;
        }
    }

    /// <summary>Runs a body that reads and writes in a transaction of its own.</summary>
    internal async Task<T> WriteAsync<T>(
        Func<DbConnection, DbTransaction, Task<T>> body, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            var connection = Statements().Connection;
            await using var transaction = connection.BeginTransaction(deferred: false);
            var result = await body(connection, transaction);
            await transaction.CommitAsync(CancellationToken.None);
            return result;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _waiting.CompleteAdding();
        _thread.Join();
        _statements?.Dispose();
        _waiting.Dispose();
        _turn.Dispose();
    }

    private SqliteStatements Statements() => _statements ??= new(_open());

    private void Loop()
    {
        foreach (var first in _waiting.GetConsumingEnumerable())
        {
            _turn.Wait();
            try
            {
                WriteGroup(first);
            }
            finally
            {
                _turn.Release();
            }
        }
    }

    private void WriteGroup(WaitingWrite first)
    {
        var group = new List<WaitingWrite>();
        for (var next = first; next is not null && group.Count < Most; next = _waiting.TryTake(out var more) ? more : null)
        {
            if (next.Take())
            {
                group.Add(next);
            }
        }

        try
        {
            Commit(group);
            group.ForEach(one => one.Finish());
        }
        catch (Exception fault)
        {
            // Whatever it was, it is those that wait who must hear of it; the thread goes on for the next.
            group.ForEach(one => one.Fail(fault));
        }
    }

    private void Commit(List<WaitingWrite> group)
    {
        if (group.Count == 0)
        {
            return;
        }

        var statements = Statements();
        using var transaction = statements.Connection.BeginTransaction(deferred: false);
        foreach (var write in group)
        {
            Part(statements, transaction, write);
        }

        if (group.Exists(one => one.Fault is null))
        {
            transaction.Commit();
        }
    }

    /// <summary>
    /// One part; its fault is its own, unless the whole transaction is gone with it, as when the disk is full.
    /// </summary>
    private static void Part(SqliteStatements statements, SqliteTransaction transaction, WaitingWrite write)
    {
        statements.Run("SAVEPOINT part", transaction);
        try
        {
            foreach (var statement in write.Sections.SelectMany(one => one.Statements))
            {
                statements.Run(statement, transaction);
            }
        }
        catch (SqliteException fault) when (raw.sqlite3_get_autocommit(statements.Connection.Handle) == 0)
        {
            write.Fault = fault;
            statements.Run("ROLLBACK TO part", transaction);
        }

        statements.Run("RELEASE part", transaction);
    }
}
