using System.Data.Common;
using System.Net;
using System.Net.Http.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;
using Telemed.TestKit.Postgres;

namespace Telemed.Server.Tests;

/// <summary>While a region is updated, an older node meets cases that a newer one has written into.</summary>
public sealed class NewerVersionTests(PostgresFixture postgres)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_case_with_a_fact_of_a_newer_version_is_refused_as_such_and_what_happens_elsewhere_is_heard(bool region)
    {
        var database = region ? await postgres.CreateDatabaseAsync() : null;
        await using var server = await TestServer.StartAsync(
            database is null ? [] : [$"ConnectionStrings:Telemed={database}"]);
        await using var liu = await Person.SignInAsync(server, Person.ClinicDoctor);
        await using var zhao = await Person.SignInAsync(server, Person.Specialist);
        await using var wang = await Person.SignInAsync(server, Person.OtherSpecialist);
        var consult = await zhao.AcceptAsync(liu);
        var (room, _) = await liu.EnterAsync(consult);
        var desk = await wang.DeskAsync();
        await wang.Client.PutAsJsonAsync("/api/availability/me", new { available = true });

        await using (DbConnection connection = database is null
            ? new SqliteConnection($"Data Source={Path.Combine(server.Data, "telemed.db")};Pooling=False;Default Timeout=10")
            : new NpgsqlConnection(database))
        {
            await connection.ExecuteAsync(
                """
                INSERT INTO events (stream, version, at, actor, type, data, hash)
                SELECT id, version + 1, 0, 'someone', 'consult.of-tomorrow/1', '?', hash FROM streams WHERE id = @stream;
                UPDATE streams SET version = version + 1 WHERE id = @stream
                """,
                new { stream = "consult/" + consult });
        }

        foreach (var answer in (HttpResponseMessage[])
            [
                await liu.Client.GetAsync($"/api/consults/{consult}"),
                await zhao.PostAsync($"/api/consults/{consult}/end", new { commandId = Person.NewId() }),
                await zhao.PostAsync($"/api/consults/{consult}/join", new { }),
            ])
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.Equal("newer-version", await TestServer.ProblemAsync(answer));
            Assert.NotNull(answer.Headers.RetryAfter);
        }

        Assert.Equal("newer-version", await room.RefusalAsync("Chat", new { messageId = Person.NewId(), text = "?" }));
        await liu.RequestAsync("neurology");
        await desk.EventAsync("Ring"); // After the fact that nobody here can read.
        Assert.Equal(1, server.Faults); // That one, once.
        Assert.DoesNotContain("NewerVersionException", server.Log.Text, StringComparison.Ordinal);
    }
}
