using System.Security.Cryptography;
using System.Text;
using Dapper;

namespace Telemed.Storage.Nodes;

/// <summary>Sessions in the database that the nodes share; keys lie there as noise to whoever has no master key.</summary>
internal sealed class SessionStore(Database database, IMasterKeys masters) : ISessionStore
{
    private const string Latest = "SELECT at FROM wrong_guesses WHERE name = @name ORDER BY at DESC LIMIT @most";

    public async Task<IReadOnlyList<string>> ListKeysAsync(CancellationToken cancellation)
    {
        await using var connection = await database.ReadAsync(cancellation);
        var rows = await connection.QueryAsync<SealedRow>(
            "SELECT name AS Name, master AS Master, sealed AS Sealed FROM session_keys ORDER BY name");
        return [.. rows.Select(Open)];
    }

    public Task KeepKeyAsync(string name, string text, CancellationToken cancellation)
    {
        var master = masters.Current;
        return database.WriteAsync(
            [
                new(
                    "INSERT INTO session_keys (name, master, sealed) VALUES (@name, @master, @sealed) "
                    + "ON CONFLICT (name) DO UPDATE SET master = excluded.master, sealed = excluded.sealed",
                    ("name", name),
                    ("master", master.Id),
                    ("sealed", CaseKey.Seal(master.Bytes.Span, Encoding.UTF8.GetBytes(text), Context(name)))),
            ],
            cancellation);
    }

    public Task EndAsync(string session, DateTimeOffset at, DateTimeOffset keep, CancellationToken cancellation) => database.WriteAsync(
        [
            new("DELETE FROM ended_sessions WHERE ended_at < @keep", ("keep", keep.ToUnixTimeMilliseconds())),
            new(
                "INSERT INTO ended_sessions (session, ended_at) VALUES (@session, @at) ON CONFLICT (session) DO NOTHING",
                ("session", session),
                ("at", at.ToUnixTimeMilliseconds())),
        ],
        cancellation);

    public async Task<IReadOnlyList<string>> ListEndedAsync(DateTimeOffset since, CancellationToken cancellation)
    {
        await using var connection = await database.ReadAsync(cancellation);
        return [.. await connection.QueryAsync<string>(
            "SELECT session FROM ended_sessions WHERE ended_at >= @Since", new { Since = since.ToUnixTimeMilliseconds() })];
    }

    public Task<IReadOnlyList<DateTimeOffset>> GuessAsync(
        string name, int most, Func<IReadOnlyList<DateTimeOffset>, bool> may, DateTimeOffset at, DateTimeOffset keep, CancellationToken cancellation)
    {
        var values = new { name = Digest(name), most, at = Instant.From(at), keep = Instant.From(keep) };
        return database.WriteAsync<IReadOnlyList<DateTimeOffset>>(
            async (connection, transaction) =>
            {
                if (database.Alone is { } alone)
                {
                    await connection.ExecuteAsync(alone, values, transaction);
                }

                var latest = (await connection.QueryAsync<long>(Latest, values, transaction)).Select(Instant.To).ToList();
                if (may(latest))
                {
                    await connection.ExecuteAsync("DELETE FROM wrong_guesses WHERE at < @keep", values, transaction);
                    await connection.ExecuteAsync("INSERT INTO wrong_guesses (name, at) VALUES (@name, @at)", values, transaction);
                }

                return latest;
            },
            cancellation);
    }

    public async Task<IReadOnlyList<DateTimeOffset>> ListGuessesAsync(string name, int most, CancellationToken cancellation)
    {
        await using var connection = await database.ReadAsync(cancellation);
        var rows = await connection.QueryAsync<long>(Latest, new { name = Digest(name), most });
        return [.. rows.Select(Instant.To)];
    }

    public Task ForgetGuessesAsync(string name, CancellationToken cancellation) => database.WriteAsync(
        [new("DELETE FROM wrong_guesses WHERE name = @name", ("name", Digest(name)))], cancellation);

    /// <summary>People type passwords, and anything of any length, where a name belongs: it is not kept as it is.</summary>
    private static string Digest(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));

    private static string Context(string name) => "session-key|" + name;

    private string Open(SealedRow row) => masters.Find(row.Master) is { } master
        ? Encoding.UTF8.GetString(CaseKey.Open(master.Bytes.Span, row.Sealed, Context(row.Name)))
        : throw new CryptographicException($"The master key {row.Master} is not at hand.");

    private sealed class SealedRow
    {
        public string Name { get; init; } = "";

        public string Master { get; init; } = "";

        public byte[] Sealed { get; init; } = [];
    }
}
