using System.Data.Common;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Npgsql;
using Telemed.Consults.Institutions;
using Telemed.Storage.Keys;

namespace Telemed.Storage.Tests;

/// <summary>A test over one of the two databases, empty at the start of each test.</summary>
public abstract class DatabaseTest : IAsyncDisposable
{
    internal static readonly FixedMasterKey Master = new(RandomNumberGenerator.GetBytes(32));

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Options of this test's database; the same for every call within one test.</summary>
    protected abstract Task<StorageOptions> OptionsAsync();

    private protected async Task<ConsultDatabase> OpenAsync() =>
        await ConsultDatabase.OpenAsync(await OptionsAsync(), Master, Cancellation);

    private protected async Task<World> OpenWorldAsync(Network? network = null, string worker = "w1") =>
        await World.OpenAsync(await OpenAsync(), network, worker);

    /// <summary>A connection beside the product, for looking and tampering.</summary>
    private protected async Task<DbConnection> ConnectAsync() => await ConnectAsync(await OptionsAsync());

    /// <summary>A connection beside the product to a database of these options.</summary>
    internal static async Task<DbConnection> ConnectAsync(StorageOptions options)
    {
        DbConnection connection = options.ConnectionString is { } text
            ? new NpgsqlConnection(text)
            : new SqliteConnection($"Data Source={options.SqliteFile};Pooling=False;Default Timeout=10");
        await connection.OpenAsync(Cancellation);
        return connection;
    }

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
