using Dapper;
using Npgsql;
using Telemed.Storage.Postgres;
using Telemed.TestKit.Postgres;

namespace Telemed.Storage.Tests;

/// <summary>What the operator's connection string says holds; ours holds where it says nothing.</summary>
public sealed class PostgresSettingsTests(PostgresFixture postgres)
{
    [Theory]
    [InlineData("", "5s", "0")]
    [InlineData("-c lock_timeout=3s", "5s", "3s")]
    [InlineData("-c idle_in_transaction_session_timeout=7s", "7s", "0")]
    [InlineData("-c lock_timeout=3s -c idle_in_transaction_session_timeout=0", "0", "3s")]
    public async Task Options_of_the_connection_string_hold_and_ours_where_it_has_none(string options, string idle, string wait)
    {
        var given = new NpgsqlConnectionStringBuilder(await postgres.CreateDatabaseAsync());
        if (options.Length > 0)
        {
            given.Options = options;
        }

        await using var connection = new NpgsqlConnection(PostgresDatabase.Settings(given.ConnectionString).ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);

        Assert.Equal(idle, await connection.ExecuteScalarAsync<string>("SHOW idle_in_transaction_session_timeout"));
        Assert.Equal(wait, await connection.ExecuteScalarAsync<string>("SHOW lock_timeout"));
    }

    [Theory]
    [InlineData("Host=db", 30)]
    [InlineData("Host=db;Command Timeout=10", 10)]
    [InlineData("Host=db;CommandTimeout=0;Max Auto Prepare=0", 0)]
    public void A_statement_may_take_as_long_as_the_connection_string_says_or_half_a_minute(string text, int seconds)
    {
        var settings = PostgresDatabase.Settings(text);

        Assert.Equal(seconds, settings.CommandTimeout);
        Assert.Equal(text.Contains("Prepare", StringComparison.Ordinal) ? 0 : 100, settings.MaxAutoPrepare);
        Assert.Contains($"Command Timeout={seconds}", settings.ConnectionString, StringComparison.Ordinal);
    }
}
