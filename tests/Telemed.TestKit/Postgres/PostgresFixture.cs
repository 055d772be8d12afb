namespace Telemed.TestKit.Postgres;

/// <summary>One PostgreSQL server for the whole run, started by the first test that asks.</summary>
public sealed class PostgresFixture : IAsyncDisposable
{
    private readonly Lazy<Task<PostgresServer>> _server = new(PostgresServer.StartAsync);

    /// <summary>Makes an empty database; its connection string.</summary>
    public async Task<string> CreateDatabaseAsync() => await (await _server.Value).CreateDatabaseAsync();

    /// <summary>Copies a database; the copy's connection string.</summary>
    public async Task<string> CopyAsync(string connection) => await (await _server.Value).CopyAsync(connection);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated)
        {
            await (await _server.Value).DisposeAsync();
        }
    }
}
