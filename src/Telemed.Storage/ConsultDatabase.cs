using Telemed.Consults.Library;
using Telemed.Consults.Nodes;
using Telemed.Consults.Operations;
using Telemed.Storage.Directories;
using Telemed.Storage.Feed;
using Telemed.Storage.Library;
using Telemed.Storage.Nodes;
using Telemed.Storage.Operations;
using Telemed.Storage.Postgres;
using Telemed.Storage.Sqlite;

namespace Telemed.Storage;

/// <summary>
/// The product's database, SQLite or PostgreSQL, with its schema up to date. One per process; callable from any thread;
/// dispose it last.
/// </summary>
public sealed class ConsultDatabase : IAsyncDisposable
{
    /// <summary>Consults held in memory: enough for what moves at one time, some ten megabytes.</summary>
    private const int MostHeld = 512;

    private readonly Database _database;
    private readonly CaseLibrary _library;

    private ConsultDatabase(Database database, IMasterKeys masters, TimeSpan nodeLease)
    {
        _database = database;
        var held = new ConsultCache(MostHeld);
        var store = new FactStore(database, masters, held);
        Store = store;
        Feed = new FactFeed(database, store);
        Directory = new DirectoryStore(database, masters);
        Keys = new CaseKeys(database, masters, held);
        Nodes = new NodeStore(database, nodeLease);
        Sessions = new SessionStore(database, masters);
        Operations = new OperationsStore(database);
        Probes = new SiteProbes(database);
        _library = new CaseLibrary(database, masters);
    }

    /// <summary>Facts, read models and clocks.</summary>
    public IConsultStore Store { get; }

    /// <summary>The facts in commit order, for pushes.</summary>
    public IFactFeed Feed { get; }

    /// <summary>People, institutions, services, rota and sign-in records.</summary>
    public IDirectory Directory { get; }

    /// <summary>The nodes that share the database, and the rooms they run.</summary>
    public INodeStore Nodes { get; }

    /// <summary>What nodes share of sessions.</summary>
    public ISessionStore Sessions { get; }

    /// <summary>What operators look at.</summary>
    public IOperationsStore Operations { get; }

    /// <summary>Links of the houses before appointments.</summary>
    public ISiteProbes Probes { get; }

    /// <summary>Copies of cases without names.</summary>
    public ICaseLibrary Library => _library;

    /// <summary>The keys of cases.</summary>
    public ICaseKeys Keys { get; }

    /// <summary>
    /// Opens the database and runs the migrations that have not run; nodes that start together wait for each other.
    /// </summary>
    /// <exception cref="ArgumentException">The options name no database.</exception>
    /// <exception cref="System.Data.Common.DbException">The database cannot be reached or changed.</exception>
    public static async Task<ConsultDatabase> OpenAsync(
        StorageOptions options, IMasterKeys masters, CancellationToken cancellation = default)
    {
        if (options.Faults() is { Count: > 0 } faults)
        {
            throw new ArgumentException(string.Join(' ', faults), nameof(options));
        }

        Database database = string.IsNullOrWhiteSpace(options.ConnectionString)
            ? new SqliteDatabase(options.SqliteFile!)
            : new PostgresDatabase(options.ConnectionString);
        try
        {
            await database.MigrateAsync(Migration.Load(database.Folder), cancellation);
            return new ConsultDatabase(database, masters, options.NodeLease);
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>Walks every chain of hashes; the faults found, empty when all is whole (U2).</summary>
    public Task<IReadOnlyList<ChainFault>> VerifyAsync(CancellationToken cancellation = default) =>
        new ChainVerifier(_database).VerifyAsync(cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _library.Dispose();
        return _database.DisposeAsync();
    }
}
