using System.Data.Common;

namespace Telemed.Storage.Sql;

/// <summary>What differs between the two databases. Callable from any thread.</summary>
internal abstract class Database : IAsyncDisposable
{
    /// <summary>The folder of its migrations, as it stands in the names of embedded resources.</summary>
    internal abstract string Folder { get; }

    /// <summary>Follows a SELECT of clocks to be leased: other workers' rows are passed over, not waited for.</summary>
    internal abstract string SkipLocked { get; }

    /// <summary>Selects <c>Transaction</c> of the feed's place, for the alias <c>e</c> of events.</summary>
    internal abstract string FeedTransaction { get; }

    /// <summary>
    /// A condition on the alias <c>e</c> of events: later than <c>@transaction, @sequence</c>, and final.
    /// </summary>
    internal abstract string FeedCondition { get; }

    /// <summary>The feed's order for the alias <c>e</c> of events.</summary>
    internal abstract string FeedOrder { get; }

    /// <summary>Selects 1 when facts exist that are committed or under way, but not yet final for readers.</summary>
    internal abstract string? FeedHidden { get; }

    /// <summary>The database's own time, whole milliseconds since 1970-01-01 UTC.</summary>
    internal abstract string Now { get; }

    /// <summary>Goes before a statement with <see cref="Epoch"/>, in its transaction; null when nothing need.</summary>
    internal abstract string? TakeEpoch { get; }

    /// <summary>A number above all that it was before.</summary>
    internal abstract string Epoch { get; }

    /// <summary>
    /// Goes before what only one transaction at a time may do about <c>@name</c>, in each of them; null when transactions that
    /// write are one at a time anyway.
    /// </summary>
    internal abstract string? Alone { get; }

    /// <summary>A condition that a column is one of the strings of an array parameter.</summary>
    internal abstract string OneOf(string column, string parameter);

    /// <summary>A connection for reading; the caller disposes it.</summary>
    internal abstract Task<DbConnection> ReadAsync(CancellationToken cancellation);

    /// <summary>The rows of a question asked often: it is prepared once for each connection.</summary>
    internal abstract Task<List<T>> QueryAsync<T>(
        Statement question, Func<DbDataReader, T> read, CancellationToken cancellation);

    /// <summary>Runs the statements in one transaction; all of them, or none and an exception.</summary>
    internal abstract Task WriteAsync(IReadOnlyList<Statement> statements, CancellationToken cancellation);

    /// <summary>
    /// Commits the sections, all of them or none and an exception, and tells those who wait for commits.
    /// </summary>
    /// <param name="sections">The sections, in the order of their keys.</param>
    /// <param name="cancellation">Gives up what has not gone to the database yet.</param>
    internal abstract Task AppendAsync(IReadOnlyList<Section> sections, CancellationToken cancellation);

    /// <summary>Runs a body that reads and writes in one transaction.</summary>
    internal abstract Task<T> WriteAsync<T>(
        Func<DbConnection, DbTransaction, Task<T>> body, CancellationToken cancellation);

    /// <summary>Runs the migrations that have not run, one node at a time.</summary>
    internal abstract Task MigrateAsync(IReadOnlyList<Migration> migrations, CancellationToken cancellation);

    /// <summary>What a failed write means.</summary>
    internal abstract WriteFault Classify(DbException fault);

    /// <summary>Completes when a commit was heard of after <paramref name="seen"/>, or after the time given.</summary>
    internal abstract Task WaitAsync(long seen, TimeSpan atMost, CancellationToken cancellation);

    /// <summary>Counts the commits heard of.</summary>
    internal abstract long Heard { get; }

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
