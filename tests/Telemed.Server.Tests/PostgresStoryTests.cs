using Telemed.TestKit.Postgres;

namespace Telemed.Server.Tests;

/// <summary>The same consult over PostgreSQL.</summary>
public sealed class PostgresStoryTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_consult_from_the_request_to_the_acknowledged_opinion_on_PostgreSQL()
    {
        await StoryTests.TellAsync([$"ConnectionStrings:Telemed={await postgres.CreateDatabaseAsync()}"]);
    }
}
