using System.Diagnostics;
using System.Text.Json;
using Dapper;

namespace Telemed.Storage.Directories;

/// <summary>The network and the sign-in records in the database; the network is read once per version of it.</summary>
internal sealed class DirectoryStore(Database database, IMasterKeys masters) : IDirectory
{
    /// <summary>A change made on another node is seen this late at most; one made here at once.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);

    private sealed record Cached(long Version, Network Network, long LookedAt);

    private readonly Lock _gate = new();
    private volatile Cached? _cached;
    private int _replaced;

    public async Task<Network> LoadAsync(CancellationToken cancellation)
    {
        if (_cached is { } recent && Stopwatch.GetElapsedTime(recent.LookedAt) < LookAgain)
        {
            return recent.Network;
        }

        var looked = Stopwatch.GetTimestamp();
        var replaced = Volatile.Read(ref _replaced);
        var versions = await database.QueryAsync(
            new("SELECT version FROM network_version WHERE id = 1"), row => row.GetInt64(0), cancellation);
        var version = versions[0];
        if (_cached is { } cached && cached.Version == version)
        {
            return Keep(cached with { LookedAt = looked }, replaced);
        }

        await using var connection = await database.ReadAsync(cancellation);
        var institutions = await connection.QueryAsync<string>("SELECT body FROM institutions");
        var services = await connection.QueryAsync<string>("SELECT body FROM services");
        var people = await connection.QueryAsync<string>("SELECT body FROM people");
        var rota = await connection.QueryAsync<RotaRow>(
            "SELECT person AS Person, service AS Service, from_at AS FromAt, until_at AS UntilAt FROM rota");
        var rules = (await connection.QueryAsync<RuleRow>("SELECT kind AS Kind, body AS Body FROM rota_rules"))
            .ToLookup(row => row.Kind, row => row.Body, StringComparer.Ordinal);
        var resources = await connection.QueryAsync<string>("SELECT body FROM resources");
        var calendar = await connection.QueryAsync<string>("SELECT body FROM calendar_days");
        var network = new Network(
            institutions.Select(body => JsonSerializer.Deserialize(body, FactTypes.Json.Institution)!),
            services.Select(body => JsonSerializer.Deserialize(body, FactTypes.Json.Service)!),
            people.Select(body => JsonSerializer.Deserialize(body, FactTypes.Json.StaffMember)!),
            rota.Select(row => new RotaShift(
                new(row.Person), new(row.Service), Instant.To(row.FromAt), Instant.To(row.UntilAt))),
            new(
                [.. rules["weekly"].Select(body => JsonSerializer.Deserialize(body, FactTypes.Json.WeeklyBlock)!)],
                [.. rules["off"].Select(body => JsonSerializer.Deserialize(body, FactTypes.Json.DayOff)!)],
                [.. rules["substitution"].Select(body => JsonSerializer.Deserialize(body, FactTypes.Json.Substitution)!)]),
            resources.Select(body => JsonSerializer.Deserialize(body, FactTypes.Json.Resource)!),
            new(calendar.Select(body => JsonSerializer.Deserialize(body, FactTypes.Json.CalendarDays)!)));
        return Keep(new(version, network, looked), replaced);
    }

    public async Task ReplaceAsync(Network network, CancellationToken cancellation)
    {
        var statements = new List<Statement>
        {
            new("UPDATE network_version SET version = version + 1 WHERE id = 1"),
            new("DELETE FROM institutions"),
            new("DELETE FROM services"),
            new("DELETE FROM people"),
            new("DELETE FROM rota"),
            new("DELETE FROM rota_rules"),
            new("DELETE FROM resources"),
            new("DELETE FROM calendar_days"),
        };
        statements.AddRange(network.Institutions.Select(one => new Statement(
            "INSERT INTO institutions (id, body) VALUES (@id, @body)",
            ("id", one.Id.Value),
            ("body", JsonSerializer.Serialize(one, FactTypes.Json.Institution)))));
        statements.AddRange(network.Services.Select(one => new Statement(
            "INSERT INTO services (code, body) VALUES (@code, @body)",
            ("code", one.Code.Value),
            ("body", JsonSerializer.Serialize(one, FactTypes.Json.Service)))));
        statements.AddRange(network.People.Select(one => new Statement(
            "INSERT INTO people (id, user_name, body) VALUES (@id, @user, @body)",
            ("id", one.Id.Value),
            ("user", Normal(one.User)),
            ("body", JsonSerializer.Serialize(one, FactTypes.Json.StaffMember)))));
        statements.AddRange(network.Rota.Select(one => new Statement(
            "INSERT INTO rota (person, service, from_at, until_at) VALUES (@person, @service, @from, @until)",
            ("person", one.Person.Value),
            ("service", one.Service.Value),
            ("from", Instant.From(one.From)),
            ("until", Instant.From(one.Until)))));
        statements.AddRange(Rules(network).Select(rule => new Statement(
            "INSERT INTO rota_rules (kind, body) VALUES (@kind, @body)", ("kind", rule.Kind), ("body", rule.Body))));
        statements.AddRange(network.Resources.Select(one => new Statement(
            "INSERT INTO resources (id, body) VALUES (@id, @body)",
            ("id", one.Id.Value),
            ("body", JsonSerializer.Serialize(one, FactTypes.Json.Resource)))));
        statements.AddRange(network.Calendar.Days.Select(one => new Statement(
            "INSERT INTO calendar_days (body) VALUES (@body)", ("body", JsonSerializer.Serialize(one, FactTypes.Json.CalendarDays)))));
        statements.Add(new("DELETE FROM sign_ins WHERE person NOT IN (SELECT id FROM people)"));
        statements.Add(new("DELETE FROM second_factors WHERE person NOT IN (SELECT id FROM people)"));
        await database.WriteAsync(statements, cancellation);
        lock (_gate)
        {
            _replaced++;
            _cached = null;
        }
    }

    public async Task<SignIn?> FindSignInAsync(string user, CancellationToken cancellation)
    {
        await using var connection = await database.ReadAsync(cancellation);
        var row = await connection.QuerySingleOrDefaultAsync<SignInRow>(
            """
            SELECT p.id AS Person, p.user_name AS UserName, s.password_hash AS PasswordHash
            FROM people p LEFT JOIN sign_ins s ON s.person = p.id WHERE p.user_name = @user
            """,
            new { user = Normal(user) });
        return row is null ? null : new(new(row.Person), row.UserName, row.PasswordHash);
    }

    public Task SetPasswordAsync(PersonId person, string hash, CancellationToken cancellation) =>
        database.WriteAsync(
            [
                new(
                    """
                    INSERT INTO sign_ins (person, password_hash, failures) VALUES (@person, @hash, 0)
                    ON CONFLICT (person) DO UPDATE SET password_hash = excluded.password_hash
                    """,
                    ("person", person.Value),
                    ("hash", hash)),
            ],
            cancellation);

    public async Task<SecondFactor?> FindSecondFactorAsync(PersonId person, CancellationToken cancellation)
    {
        await using var connection = await database.ReadAsync(cancellation);
        var row = await connection.QuerySingleOrDefaultAsync<SecondFactorRow>(
            """
            SELECT secret AS Secret, master_key AS MasterKey, is_on AS IsOn, last_step AS LastStep
            FROM second_factors WHERE person = @person
            """,
            new { person = person.Value });
        return row is not null && masters.Find(row.MasterKey) is { } master
            ? new(CaseKey.Open(master.Bytes.Span, row.Secret, Context(person)), row.IsOn == 1, row.LastStep)
            : null;
    }

    public Task SetSecondFactorAsync(
        PersonId person, ReadOnlyMemory<byte>? secret, bool on, CancellationToken cancellation) => database.WriteAsync(
            secret is { } bytes
                ?
                [
                    new(
                        """
                        INSERT INTO second_factors (person, secret, master_key, is_on, last_step)
                        VALUES (@person, @secret, @master, @on, 0)
                        ON CONFLICT (person) DO UPDATE
                          SET secret = excluded.secret, master_key = excluded.master_key, is_on = excluded.is_on
                        """,
                        ("person", person.Value),
                        ("secret", CaseKey.Seal(masters.Current.Bytes.Span, bytes.Span, Context(person))),
                        ("master", masters.Current.Id),
                        ("on", on ? 1L : 0L)),
                ]
                : [new("DELETE FROM second_factors WHERE person = @person", ("person", person.Value))],
            cancellation);

    public Task<bool> UseStepAsync(PersonId person, long step, CancellationToken cancellation) => database.WriteAsync(
        async (connection, transaction) => await connection.ExecuteAsync(
            "UPDATE second_factors SET last_step = @step WHERE person = @person AND last_step < @step",
            new { person = person.Value, step },
            transaction) == 1,
        cancellation);

    /// <summary>Keeps what was read, unless the network was replaced here meanwhile.</summary>
    private Network Keep(Cached read, int replaced)
    {
        lock (_gate)
        {
            if (replaced == _replaced)
            {
                _cached = read;
            }
        }

        return read.Network;
    }

    /// <summary>The rules of the rota; the calendar too, which the version before reads here and this one in a table of its own.</summary>
    private static IEnumerable<(string Kind, string Body)> Rules(Network network) =>
    [
        .. network.Rules.Weekly.Select(one => ("weekly", JsonSerializer.Serialize(one, FactTypes.Json.WeeklyBlock))),
        .. network.Rules.DaysOff.Select(one => ("off", JsonSerializer.Serialize(one, FactTypes.Json.DayOff))),
        .. network.Rules.Substitutions.Select(one => ("substitution", JsonSerializer.Serialize(one, FactTypes.Json.Substitution))),
        .. network.Calendar.Days.Select(one => ("calendar", JsonSerializer.Serialize(one, FactTypes.Json.CalendarDays))),
    ];

    private static string Context(PersonId person) => "second-factor|" + person.Value;

    private static string Normal(string user) => user.Trim().ToLowerInvariant();
}
