using Telemed.TestKit.Postgres;

[assembly: AssemblyFixture(typeof(Telemed.Storage.Tests.PostgresFixture))]

namespace Telemed.Storage.Tests;

/// <summary>One PostgreSQL server for the whole run, started by the first test that asks.</summary>
public sealed class PostgresFixture : IAsyncDisposable
{
    private readonly Lazy<Task<PostgresServer>> _server = new(PostgresServer.StartAsync);

    public async Task<string> CreateDatabaseAsync() => await (await _server.Value).CreateDatabaseAsync();

    public async Task<string> CopyAsync(string connection) => await (await _server.Value).CopyAsync(connection);

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated)
        {
            await (await _server.Value).DisposeAsync();
        }
    }
}
