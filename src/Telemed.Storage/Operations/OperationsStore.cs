using System.Globalization;
using Dapper;
using Telemed.Consults.Operations;

namespace Telemed.Storage.Operations;

/// <summary>What operators look at. Counts are added by the database, so that nodes need not agree on who adds.</summary>
internal sealed class OperationsStore(Database database) : IOperationsStore
{
    private const string AlarmColumns =
        """
        id AS Id, kind AS Kind, subject AS Subject, severity AS Severity, value AS Value, raised_at AS RaisedAt,
        cleared_at AS ClearedAt, acknowledged_at AS AcknowledgedAt, acknowledged_by AS AcknowledgedBy, note AS Note
        """;

    private const int MostRings = 20_000;
    private const int MostListed = 500;
    private static readonly TimeSpan KeepHealth = TimeSpan.FromDays(7);

    public Task AddLinksAsync(
        IReadOnlyCollection<(InstitutionId Site, LinkTallies Links)> measured,
        IReadOnlyCollection<SiteLook> looks,
        DateTimeOffset at,
        CancellationToken cancellation)
    {
        // In the order of sites, so that two nodes never wait for each other in a circle.
        Statement[] statements =
        [
            .. measured.OrderBy(one => one.Site.Value, StringComparer.Ordinal).SelectMany(one => Enum.GetValues<LinkGrain>().Select(
                grain => new Statement(LinkColumns.Upsert, LinkColumns.Values(one.Site, grain, at, one.Links)))),
            .. looks.OrderBy(one => one.Site.Value, StringComparer.Ordinal).Select(ToStatement),
        ];
        return statements.Length == 0 ? Task.CompletedTask : database.WriteAsync(statements, cancellation);
    }

    public async Task<IReadOnlyList<SiteSpan>> ListSpansAsync(
        InstitutionId site, LinkGrain grain, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation) =>
        await database.QueryAsync(
            new Statement(
                $"""
                SELECT {LinkColumns.Selected} FROM site_links l
                WHERE l.site = @site AND l.grain = @grain AND l.start_at >= @from AND l.start_at < @until ORDER BY l.start_at
                """,
                ("site", site.Value),
                ("grain", grain.ToString()),
                ("from", Instant.From(from)),
                ("until", Instant.From(until))),
            LinkColumns.Read,
            cancellation);

    public async Task<IReadOnlyList<SiteSpan>> ListLastDaysAsync(DateTimeOffset since, CancellationToken cancellation) =>
        await database.QueryAsync(
            new Statement(
                $"""
                SELECT {LinkColumns.Selected} FROM site_links l
                JOIN (SELECT site, MAX(start_at) AS last FROM site_links WHERE grain = @grain AND start_at >= @since GROUP BY site) d
                  ON d.site = l.site AND d.last = l.start_at
                WHERE l.grain = @grain AND l.start_at >= @since ORDER BY l.site
                """,
                ("grain", nameof(LinkGrain.Day)),
                ("since", Instant.From(since))),
            LinkColumns.Read,
            cancellation);

    public async Task<IReadOnlyList<SiteLook>> ListLooksAsync(DateTimeOffset since, CancellationToken cancellation)
    {
        await using var connection = await database.ReadAsync(cancellation);
        var rows = await connection.QueryAsync<LookRecord>(
            """
            SELECT site AS Site, node AS Node, seen_at AS SeenAt, people AS People, score AS Score, loss AS Loss, trip AS Trip,
              jitter AS Jitter
            FROM site_looks WHERE seen_at >= @since ORDER BY site, node
            """,
            new { since = Instant.From(since) });
        return [.. rows.Select(row => row.ToLook())];
    }

    public async Task<DateTimeOffset> ReadClockAsync(CancellationToken cancellation)
    {
        await using var connection = await database.ReadAsync(cancellation);
        return Instant.To(await connection.ExecuteScalarAsync<long>($"SELECT {database.Now}"));
    }

    public Task ReportAsync(
        string node, int percentFull, int clockSkewMs, long faults, CancellationToken cancellation) => database.WriteAsync(
        [
            new(
                $"""
                INSERT INTO node_health (node, seen_at, percent_full, clock_skew_ms, faults)
                VALUES (@node, {database.Now}, @full, @skew, @faults)
                ON CONFLICT (node) DO UPDATE SET seen_at = excluded.seen_at, percent_full = excluded.percent_full,
                  clock_skew_ms = excluded.clock_skew_ms, faults = excluded.faults
                """,
                ("node", node),
                ("full", (long)percentFull),
                ("skew", (long)clockSkewMs),
                ("faults", faults)),
        ],
        cancellation);

    public async Task<IReadOnlyList<NodeHealth>> ListHealthAsync(CancellationToken cancellation)
    {
        await using var connection = await database.ReadAsync(cancellation);
        var rows = await connection.QueryAsync<(string Node, long SeenAt, long Full, long Skew, long Faults)>(
            """
            SELECT node, seen_at, CAST(percent_full AS BIGINT), CAST(clock_skew_ms AS BIGINT), faults FROM node_health ORDER BY node
            """);
        return [.. rows.Select(row => new NodeHealth(row.Node, Instant.To(row.SeenAt), (int)row.Full, (int)row.Skew, row.Faults))];
    }

    public async Task<IReadOnlyList<PersonId>> ListPresentAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        await using var connection = await database.ReadAsync(cancellation);
        var rows = await connection.QueryAsync<string>(
            "SELECT DISTINCT person FROM presence WHERE until >= @now ORDER BY person", new { now = Instant.From(now) });
        return [.. rows.Select(one => new PersonId(one))];
    }

    public async Task<IReadOnlyList<WaitingRow>> ListWaitingAsync(CancellationToken cancellation)
    {
        await using var connection = await database.ReadAsync(cancellation);
        var rows = await connection.QueryAsync<(string Urgency, string State, long Number, long Oldest)>(
            """
            SELECT urgency, state, COUNT(*), MIN(COALESCE(submitted_at, since)) FROM consult_rows
            WHERE state IN ('Submitted', 'UnderReview', 'Dispatching', 'Offered', 'Unstaffed')
            GROUP BY urgency, state ORDER BY urgency, state
            """);
        return [.. rows.Select(row => new WaitingRow(
            Enum.Parse<Urgency>(row.Urgency), Enum.Parse<ConsultStatus>(row.State), (int)row.Number, Instant.To(row.Oldest)))];
    }

    public async Task<IReadOnlyList<RingRow>> ListRingsAsync(
        DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation)
    {
        await using var connection = await database.ReadAsync(cancellation);
        var rows = await connection.QueryAsync<(long Made, long? Answered, string Status)>(
            """
            SELECT made_at, answered_at, status FROM offers
            WHERE made_at >= @from AND made_at < @until AND open = 0 ORDER BY made_at DESC LIMIT @most
            """,
            new { from = Instant.From(from), until = Instant.From(until), most = MostRings });
        return [.. rows.Select(row => new RingRow(
            Instant.To(row.Made), Instant.To(row.Answered), Enum.Parse<OfferStatus>(row.Status)))];
    }

    public async Task<IReadOnlyList<OpenRecording>> ListRecordingsAsync(CancellationToken cancellation)
    {
        await using var connection = await database.ReadAsync(cancellation);
        var rows = new List<OpenRecording>();
        foreach (var status in (RecordingStatus[])[RecordingStatus.On, RecordingStatus.Paused, RecordingStatus.Failed, RecordingStatus.Finalizing])
        {
            var some = await connection.QueryAsync<(string Id, long RequestedAt)>(
                "SELECT id, requested_at FROM recordings WHERE status = @status ORDER BY requested_at DESC LIMIT @most",
                new { status = status.ToString(), most = MostListed });
            rows.AddRange(some.Select(row => new OpenRecording(new(row.Id), status, Instant.To(row.RequestedAt))));
        }

        return rows;
    }

    public async Task<IReadOnlyList<PlannedRow>> ListPlannedAsync(
        DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation)
    {
        await using var connection = await database.ReadAsync(cancellation);
        var rows = await connection.QueryAsync<(long StartsAt, string Service, string Institution, string? Specialist)>(
            """
            SELECT starts_at, service, institution, specialist FROM consult_rows
            WHERE state = 'Scheduled' AND starts_at >= @from AND starts_at < @until ORDER BY starts_at, id LIMIT @most
            """,
            new { from = Instant.From(from), until = Instant.From(until), most = MostListed });
        return [.. rows.Select(row => new PlannedRow(
            Instant.To(row.StartsAt),
            new(row.Service),
            new(row.Institution),
            row.Specialist is { } lead ? new PersonId(lead) : null))];
    }

    public Task<bool> ClaimWatchAsync(string node, TimeSpan lease, CancellationToken cancellation) => database.WriteAsync(
        async (connection, transaction) => await connection.ExecuteAsync(
            $"""
            INSERT INTO watch_lease (id, node, until_at) VALUES (1, @node, {database.Now} + @lease)
            ON CONFLICT (id) DO UPDATE SET node = excluded.node, until_at = excluded.until_at
            WHERE watch_lease.node = excluded.node OR watch_lease.until_at < {database.Now}
            """,
            new { node, lease = (long)lease.TotalMilliseconds },
            transaction) == 1,
        cancellation);

    public Task SettleAlarmsAsync(
        IReadOnlyCollection<AlarmCondition> conditions, DateTimeOffset now, CancellationToken cancellation) => database.WriteAsync(
        async (connection, transaction) =>
        {
            var standing = await connection.QueryAsync<(string Kind, string Subject)>(
                "SELECT kind, subject FROM alarms WHERE cleared_at IS NULL", transaction: transaction);
            var at = Instant.From(now);
            foreach (var gone in standing.Where(
                one => !conditions.Any(condition => condition.Kind.ToString() == one.Kind && condition.Subject == one.Subject)))
            {
                await connection.ExecuteAsync(
                    "UPDATE alarms SET cleared_at = @at WHERE kind = @Kind AND subject = @Subject AND cleared_at IS NULL",
                    new { at, gone.Kind, gone.Subject },
                    transaction);
            }

            foreach (var one in conditions)
            {
                await connection.ExecuteAsync(
                    """
                    INSERT INTO alarms (id, kind, subject, severity, value, raised_at)
                    VALUES (@id, @kind, @Subject, @severity, @Value, @at)
                    ON CONFLICT (kind, subject) WHERE cleared_at IS NULL DO UPDATE SET value = excluded.value,
                      severity = CASE WHEN alarms.severity > excluded.severity THEN alarms.severity ELSE excluded.severity END
                    """,
                    new
                    {
                        id = Guid.CreateVersion7().ToString("N", CultureInfo.InvariantCulture),
                        kind = one.Kind.ToString(),
                        one.Subject,
                        severity = (int)one.Severity,
                        one.Value,
                        at,
                    },
                    transaction);
            }

            return 0;
        },
        cancellation);

    public async Task<IReadOnlyList<Alarm>> ListAlarmsAsync(int most, CancellationToken cancellation)
    {
        await using var connection = await database.ReadAsync(cancellation);
        var rows = await connection.QueryAsync<AlarmRecord>(
            $"""
            SELECT {AlarmColumns} FROM alarms
            ORDER BY CASE WHEN cleared_at IS NULL THEN 0 ELSE 1 END, raised_at DESC, id DESC LIMIT @most
            """,
            new { most });
        return [.. rows.Select(row => row.ToAlarm())];
    }

    public Task<Alarm?> AcknowledgeAsync(
        string id, PersonId by, string? note, DateTimeOffset now, CancellationToken cancellation) => database.WriteAsync(
        async (connection, transaction) =>
        {
            await connection.ExecuteAsync(
                """
                UPDATE alarms SET acknowledged_at = @at, acknowledged_by = @by, note = @note
                WHERE id = @id AND acknowledged_at IS NULL
                """,
                new { id, by = by.Value, note, at = Instant.From(now) },
                transaction);
            return (await connection.QuerySingleOrDefaultAsync<AlarmRecord>(
                $"SELECT {AlarmColumns} FROM alarms WHERE id = @id", new { id }, transaction))?.ToAlarm();
        },
        cancellation);

    public Task PruneAsync(DateTimeOffset now, CancellationToken cancellation) => database.WriteAsync(
        [
            Old("site_links WHERE grain = 'Hour' AND start_at < @before", now - LinkSpans.KeepHours),
            Old("site_links WHERE grain = 'Day' AND start_at < @before", now - LinkSpans.KeepDays),
            Old("site_looks WHERE seen_at < @before", now - LinkSpans.KeepDays),
            Old("alarms WHERE cleared_at < @before", now - LinkSpans.KeepDays),
            Old("node_health WHERE seen_at < @before", now - KeepHealth),
        ],
        cancellation);

    public async Task<IReadOnlyList<CountDay>> CountDaysAsync(
        DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation)
    {
        await using var connection = await database.ReadAsync(cancellation);
        var rows = await connection.QueryAsync<(long Day, string Institution, string Service, string Lane, string State, long Number)>(
            """
            SELECT (submitted_at + 28800000) / 86400000, institution, service, lane, state, COUNT(*)
            FROM consult_rows WHERE submitted_at >= @from AND submitted_at < @until
            GROUP BY (submitted_at + 28800000) / 86400000, institution, service, lane, state ORDER BY 1, 2, 3, 4, 5
            """,
            new { from = Instant.From(from), until = Instant.From(until) });
        return [.. rows.Select(row => new CountDay(
            DateOnly.FromDateTime(DateTime.UnixEpoch.AddDays(row.Day)),
            new(new(row.Institution), new(row.Service), Enum.Parse<Lane>(row.Lane), Enum.Parse<ConsultStatus>(row.State), (int)row.Number)))];
    }

    private static Statement Old(string rows, DateTimeOffset before) =>
        new("DELETE FROM " + rows, ("before", Instant.From(before)));

    private static Statement ToStatement(SiteLook look) => new(
        """
        INSERT INTO site_looks (site, node, seen_at, people, score, loss, trip, jitter)
        VALUES (@site, @node, @seen, @people, @score, @loss, @trip, @jitter)
        ON CONFLICT (site, node) DO UPDATE SET seen_at = excluded.seen_at, people = excluded.people, score = excluded.score,
          loss = excluded.loss, trip = excluded.trip, jitter = excluded.jitter
        """,
        ("site", look.Site.Value),
        ("node", look.Node),
        ("seen", Instant.From(look.SeenAt)),
        ("people", (long)look.People),
        ("score", (long)look.Worst.Score),
        ("loss", (long)Math.Round(look.Worst.LossPercent * 10)),
        ("trip", look.Worst.RoundTripMs is { } trip ? (long)Math.Round(trip) : (long?)null),
        ("jitter", (long)Math.Round(look.Worst.JitterMs)));
}
