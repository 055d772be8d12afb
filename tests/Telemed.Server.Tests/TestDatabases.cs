using System.Collections.Concurrent;
using Telemed.TestKit.Postgres;

namespace Telemed.Server.Tests;

/// <summary>
/// The database of each test's server: a file in its data directory or, where <c>TELEMED_TEST_DATABASE</c> is <c>postgres</c>, a
/// database of its own on PostgreSQL, found again by who starts a server on the same data. Made once for the run.
/// </summary>
public sealed class TestDatabases : IAsyncDisposable
{
    private static TestDatabases? _current;

    private readonly PostgresFixture _postgres = new();
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _connections = new(StringComparer.Ordinal);
    private readonly bool _isPostgres;

    /// <summary>Reads what is wanted from the environment.</summary>
    public TestDatabases()
    {
        _isPostgres = Environment.GetEnvironmentVariable("TELEMED_TEST_DATABASE") switch
        {
            null or "" or "sqlite" => false,
            "postgres" => true,
            var other => throw new InvalidOperationException($"TELEMED_TEST_DATABASE is '{other}'; there are sqlite and postgres."),
        };
        _current = this;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _postgres.DisposeAsync();

    /// <summary>The settings of a server on this directory.</summary>
    internal static async Task<string[]> SettingsAsync(string directory) => _current is { _isPostgres: true } here
        ? [$"ConnectionStrings:Telemed={await here._connections.GetOrAdd(directory, _ => new(here._postgres.CreateDatabaseAsync)).Value}"]
        : [];
}
