using System.Data.Common;
using System.Text.Json;
using Dapper;

namespace Telemed.Storage.Facts;

/// <summary>The store of facts over one of the two databases.</summary>
internal sealed class FactStore(Database database, IMasterKeys masters) : IConsultStore
{
    private const string EventColumns =
        "e.version AS Version, e.stream AS Stream, e.at AS At, e.actor AS Actor, e.type AS Type, e.data AS Data, "
        + "e.hash AS Hash, k.case_id AS CaseId, k.master_key AS MasterKey, k.wrapped AS Wrapped";

    public async Task<Loaded<ConsultState>> LoadConsultAsync(ConsultId id, CancellationToken cancellation)
    {
        var rows = await RowsAsync(StreamId.Of(id), cancellation);
        var state = ConsultDecider.Fold(ReadAll(rows));
        return new(state, rows.Count, rows.Count == 0 ? default : rows[^1].Hash);
    }

    public async Task<IReadOnlyList<ConsultEvent>> ReadConsultAsync(ConsultId id, CancellationToken cancellation) =>
        [.. ReadAll(await RowsAsync(StreamId.Of(id), cancellation))];

    public async Task<Loaded<DoctorAvailability>> LoadDoctorAsync(PersonId id, CancellationToken cancellation)
    {
        await using var connection = await database.ReadAsync(cancellation);
        var row = await connection.QuerySingleOrDefaultAsync<SnapshotRow>(
            """
            SELECT s.version AS Version, s.hash AS Hash, d.state AS State
            FROM streams s JOIN doctors d ON d.person = @person WHERE s.id = @stream
            """,
            new { person = id.Value, stream = StreamId.Of(id).ToString() });
        return row is null
            ? new(DoctorAvailability.Unknown, 0, default)
            : new(ReadDoctor(row.State), (int)row.Version, row.Hash);
    }

    public async Task<Loaded<RecordingLife>> LoadRecordingAsync(RecordingId id, CancellationToken cancellation)
    {
        await using var connection = await database.ReadAsync(cancellation);
        var row = await connection.QuerySingleOrDefaultAsync<SnapshotRow>(
            """
            SELECT r.id AS Key, s.version AS Version, s.hash AS Hash, r.state AS State,
              k.case_id AS CaseId, k.master_key AS MasterKey, k.wrapped AS Wrapped
            FROM streams s JOIN recordings r ON r.id = @id LEFT JOIN case_keys k ON k.case_id = r.consult
            WHERE s.id = @stream
            """,
            new { id = id.Value, stream = StreamId.Of(id).ToString() });
        return row is null
            ? new(RecordingLife.Unknown, 0, default)
            : new(ReadRecording(row), (int)row.Version, row.Hash);
    }

    public async Task<AppendOutcome> AppendAsync(AppendBatch batch, CancellationToken cancellation)
    {
        var statements = new AppendStatements();
        if (batch.Command is { } command)
        {
            statements.Add(command);
        }

        // A case and its follow-up go in one batch, each under its own key.
        var keys = new Dictionary<string, byte[]?>(StringComparer.Ordinal);
        foreach (var append in batch.Streams)
        {
            if (CaseOf(append) is { } caseId && !keys.ContainsKey(caseId))
            {
                keys[caseId] = await KeyAsync(statements, caseId, append, cancellation);
            }
        }

        foreach (var append in Ordered(batch))
        {
            var caseId = CaseOf(append);
            statements.Add(append, caseId, caseId is null ? null : keys[caseId]);
        }

        try
        {
            await database.WriteAsync(statements.All, announce: true, cancellation);
            return AppendOutcome.Committed;
        }
        catch (DbException fault) when (database.Classify(fault) is not WriteFault.Other)
        {
            return database.Classify(fault) == WriteFault.Duplicate ? AppendOutcome.Duplicate : AppendOutcome.Conflict;
        }
    }

    public async Task<CommandRecord?> FindCommandAsync(PersonId actor, CommandId id, CancellationToken cancellation)
    {
        await using var connection = await database.ReadAsync(cancellation);
        var row = await connection.QuerySingleOrDefaultAsync<CommandRow>(
            "SELECT kind AS Kind, stream AS Stream, at AS At FROM commands WHERE actor = @actor AND id = @id",
            new { actor = actor.Value, id = id.Value });
        return row is null ? null : new(actor, id, row.Kind, row.Stream, Instant.To(row.At));
    }

    public async Task<IReadOnlyList<ConsultRow>> ListConsultsAsync(
        ConsultQuery query, CancellationToken cancellation)
    {
        if (query.States is { Count: 0 } || query.Services is { Count: 0 })
        {
            return [];
        }

        await using var connection = await database.ReadAsync(cancellation);
        var (sql, values) = ConsultListSql.Of(query, database);
        var rows = (await connection.QueryAsync<ConsultRecord>(sql, values)).AsList();
        if (rows.Count == 0)
        {
            return [];
        }

        var offers = new List<OfferRecord>();
        foreach (var ids in rows.Select(row => row.Id).Chunk(500))
        {
            offers.AddRange(await connection.QueryAsync<OfferRecord>(
                "SELECT consult AS Consult, person AS Person, status AS Status FROM offers WHERE "
                    + database.OneOf("consult", "ids"),
                new { ids }));
        }

        var byConsult = offers.ToLookup(offer => offer.Consult);
        return rows.ConvertAll(row => ReadRow(row, byConsult[row.Id]));
    }

    public async Task<IReadOnlyList<ConsultId>> ListRingsAsync(PersonId person, CancellationToken cancellation)
    {
        await using var connection = await database.ReadAsync(cancellation);
        var ids = await connection.QueryAsync<string>(
            "SELECT consult FROM offers WHERE person = @person AND open = 1", new { person = person.Value });
        return [.. ids.Select(ConsultId.From)];
    }

    public async Task<IReadOnlyList<DoctorRow>> ListDoctorsAsync(
        IReadOnlyCollection<PersonId> people, CancellationToken cancellation)
    {
        if (people.Count == 0)
        {
            return [];
        }

        await using var connection = await database.ReadAsync(cancellation);
        var rows = new List<SnapshotRow>();
        foreach (var ids in people.Select(person => person.Value).Chunk(500))
        {
            rows.AddRange(await connection.QueryAsync<SnapshotRow>(
                "SELECT person AS Key, version AS Version, state AS State FROM doctors WHERE "
                    + database.OneOf("person", "ids"),
                new { ids }));
        }

        return rows.ConvertAll(row => new DoctorRow(new(row.Key), (int)row.Version, ReadDoctor(row.State)));
    }

    public async Task<IReadOnlyList<RecordingRow>> ListRecordingsAsync(
        ConsultId consult, CancellationToken cancellation) => await RecordingsAsync(
            "r.consult = @consult", new { consult = consult.Value }, cancellation);

    public async Task<IReadOnlyList<RecordingRow>> ListRecordingsAsync(
        IReadOnlyCollection<RecordingStatus> states, CancellationToken cancellation) => states.Count == 0
            ? []
            : await RecordingsAsync(
                database.OneOf("r.status", "states"),
                new { states = states.Select(one => one.ToString()).ToArray() },
                cancellation);

    public async Task<IReadOnlyList<SettlementRow>> ListSettlementsAsync(
        DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation)
    {
        await using var connection = await database.ReadAsync(cancellation);
        var rows = await connection.QueryAsync<SettlementRecord>(
            """
            SELECT consult AS Consult, institution AS Institution, service AS Service, payer AS Payer, amount AS Amount, at AS At
            FROM settlements WHERE at >= @from AND at < @until ORDER BY at, consult
            """,
            new { from = Instant.From(from), until = Instant.From(until) });
        return [.. rows.Select(row => new SettlementRow(
            new(row.Consult),
            new(row.Institution),
            new(row.Service),
            Enum.Parse<Payer>(row.Payer),
            row.Amount,
            Instant.To(row.At)))];
    }

    public async Task<IReadOnlyList<GlassRow>> ListGlassesAsync(int most, CancellationToken cancellation)
    {
        await using var connection = await database.ReadAsync(cancellation);
        var rows = await connection.QueryAsync<GlassRecord>(
            """
            SELECT consult AS Consult, person AS Person, at AS At, reviewed_at AS ReviewedAt FROM glasses
            ORDER BY CASE WHEN reviewed_at IS NULL THEN 0 ELSE 1 END, at DESC LIMIT @most
            """,
            new { most });
        return [.. rows.Select(row => new GlassRow(
            new(row.Consult), new(row.Person), Instant.To(row.At), Instant.To(row.ReviewedAt)))];
    }

    public async Task<IReadOnlyList<CountRow>> CountAsync(
        DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation)
    {
        await using var connection = await database.ReadAsync(cancellation);
        var rows = await connection.QueryAsync<CountRecord>(
            """
            SELECT institution AS Institution, service AS Service, lane AS Lane, state AS State, COUNT(*) AS Number
            FROM consult_rows WHERE submitted_at >= @from AND submitted_at < @until
            GROUP BY institution, service, lane, state ORDER BY institution, service, lane, state
            """,
            new { from = Instant.From(from), until = Instant.From(until) });
        return [.. rows.Select(row => new CountRow(
            new(row.Institution),
            new(row.Service),
            Enum.Parse<Lane>(row.Lane),
            Enum.Parse<ConsultStatus>(row.State),
            (int)row.Number))];
    }

    public async Task<IReadOnlyList<DueClock>> ClaimClocksAsync(
        string worker, DateTimeOffset now, TimeSpan lease, int most, CancellationToken cancellation)
    {
        var values = new
        {
            worker,
            now = Instant.From(now),
            until = Instant.From(now + lease),
            most,
        };
        if (!await AnyDueAsync(values, cancellation))
        {
            return [];
        }

        var rows = await database.WriteAsync(
            (connection, transaction) => connection.QueryAsync<ClockRecord>(
                $"""
                UPDATE clocks SET lease_by = @worker, lease_until = @until
                WHERE (stream, kind, due_at) IN (
                  SELECT stream, kind, due_at FROM clocks
                  WHERE due_at <= @now AND (lease_until IS NULL OR lease_until <= @now)
                  ORDER BY due_at LIMIT @most {database.SkipLocked})
                RETURNING stream AS Stream, kind AS Kind, due_at AS DueAt
                """,
                values,
                transaction),
            cancellation);
        return [.. rows.Select(ReadClock).OrderBy(one => one.Clock.DueAt)];
    }

    public Task DropClockAsync(DueClock clock, CancellationToken cancellation) => database.WriteAsync(
        [
            new(
                "DELETE FROM clocks WHERE stream = @stream AND kind = @kind AND due_at = @due",
                ("stream", clock.Stream.ToString()),
                ("kind", clock.Clock.Kind.ToString()),
                ("due", Instant.From(clock.Clock.DueAt))),
        ],
        announce: false,
        cancellation);

    public Task KeepPresenceAsync(
        PersonId person, string connection, DateTimeOffset until, CancellationToken cancellation) =>
        database.WriteAsync(
            [
                new(
                    """
                    INSERT INTO presence (person, connection, until) VALUES (@person, @connection, @until)
                    ON CONFLICT (person, connection) DO UPDATE SET until = excluded.until
                    """,
                    ("person", person.Value),
                    ("connection", connection),
                    ("until", Instant.From(until))),
            ],
            announce: false,
            cancellation);

    public async Task<IReadOnlyList<PersonId>> ListAbsentAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var at = Instant.From(now);
        await using var connection = await database.ReadAsync(cancellation);
        var gone = (await connection.QueryAsync<string>(
            """
            SELECT person FROM doctors d WHERE present = 1
              AND NOT EXISTS (SELECT 1 FROM presence p WHERE p.person = d.person AND p.until > @at)
            """,
            new { at })).AsList();
        if (gone.Count > 0)
        {
            await database.WriteAsync(
                [new("DELETE FROM presence WHERE until <= @at", ("at", at))], announce: false, cancellation);
        }

        return gone.ConvertAll(PersonId.From);
    }

    /// <summary>The fact of a row, its personal parts opened.</summary>
    internal IFact Read(EventRow row) =>
        Read(row, CaseKey.Unwrap(masters, row.CaseId, row.MasterKey, row.Wrapped));

    private static IFact Read(EventRow row, byte[]? key) =>
        FactTypes.Read(row.Type, PersonalSeal.Open(row.Data, key, $"{row.Stream}|{row.Version}"));

    /// <summary>The facts of one consult's rows; they have one key, which is unwrapped once.</summary>
    private IEnumerable<ConsultEvent> ReadAll(List<EventRow> rows)
    {
        var key = rows.Count == 0 ? null : CaseKey.Unwrap(masters, rows[0].CaseId, rows[0].MasterKey, rows[0].Wrapped);
        return rows.Select(row => (ConsultEvent)Read(row, key));
    }

    private async Task<List<EventRow>> RowsAsync(StreamId stream, CancellationToken cancellation)
    {
        await using var connection = await database.ReadAsync(cancellation);
        var rows = await connection.QueryAsync<EventRow>(
            $"""
            SELECT {EventColumns} FROM events e
            LEFT JOIN streams s ON s.id = e.stream LEFT JOIN case_keys k ON k.case_id = s.case_id
            WHERE e.stream = @stream ORDER BY e.version
            """,
            new { stream = stream.ToString() });
        return rows.AsList();
    }

    /// <summary>
    /// Looks without a lock first: most of the time nothing is due, and a look costs a writer nothing.
    /// </summary>
    private async Task<bool> AnyDueAsync(object values, CancellationToken cancellation)
    {
        await using var connection = await database.ReadAsync(cancellation);
        return await connection.QueryFirstOrDefaultAsync<long?>(
            """
            SELECT 1 FROM clocks WHERE due_at <= @now AND (lease_until IS NULL OR lease_until <= @now) LIMIT 1
            """,
            values) is not null;
    }

    private async Task<List<RecordingRow>> RecordingsAsync(
        string condition, object values, CancellationToken cancellation)
    {
        await using var connection = await database.ReadAsync(cancellation);
        var rows = await connection.QueryAsync<SnapshotRow>(
            $"""
            SELECT r.id AS Key, r.version AS Version, r.state AS State,
              k.case_id AS CaseId, k.master_key AS MasterKey, k.wrapped AS Wrapped
            FROM recordings r LEFT JOIN case_keys k ON k.case_id = r.consult
            WHERE {condition} ORDER BY r.requested_at, r.id
            """,
            values);
        return rows.AsList().ConvertAll(row => new RecordingRow((int)row.Version, ReadRecording(row)));
    }

    /// <summary>The key that seals a case's facts: a new consult's is made here and stored with it.</summary>
    private async Task<byte[]?> KeyAsync(
        AppendStatements statements, string caseId, StreamAppend append, CancellationToken cancellation)
    {
        if (append is StreamAppend.ToConsult { Expected: 0 } first)
        {
            var key = CaseKey.Create();
            statements.AddKey(caseId, masters.Current, key, first.Facts[0].At);
            return key;
        }

        await using var connection = await database.ReadAsync(cancellation);
        var row = await connection.QuerySingleOrDefaultAsync<KeyRow>(
            """
            SELECT case_id AS CaseId, master_key AS MasterKey, wrapped AS Wrapped FROM case_keys
            WHERE case_id = @caseId
            """,
            new { caseId });
        return row is null ? null : CaseKey.Unwrap(masters, row.CaseId, row.MasterKey, row.Wrapped);
    }

    private static string? CaseOf(StreamAppend append) => append switch
    {
        StreamAppend.ToConsult consult => consult.Id.Value,
        StreamAppend.ToRecording recording => recording.After.Consult.Value,
        _ => null,
    };

    private static IEnumerable<StreamAppend> Ordered(AppendBatch batch) =>
        batch.Streams.OrderBy(append => append.Stream.ToString(), StringComparer.Ordinal);

    private static DoctorAvailability ReadDoctor(string state) =>
        JsonSerializer.Deserialize(state, FactTypes.Json.DoctorAvailability)!;

    private RecordingLife ReadRecording(SnapshotRow row) => JsonSerializer.Deserialize(
        PersonalSeal.Open(
            row.State, CaseKey.Unwrap(masters, row.CaseId, row.MasterKey, row.Wrapped), "row|" + row.Key),
        FactTypes.Json.RecordingLife)!;

    private static DueClock ReadClock(ClockRecord row) => new(
        StreamId.Parse(row.Stream), new(Enum.Parse<ClockKind>(row.Kind), Instant.To(row.DueAt)));

    private ConsultRow ReadRow(ConsultRecord row, IEnumerable<OfferRecord> offers)
    {
        var key = CaseKey.Unwrap(masters, row.Id, row.MasterKey, row.Wrapped);
        var label = JsonSerializer.Deserialize(
            PersonalSeal.Open(row.Label, key, "row|" + row.Id), FactTypes.Json.StoredLabel)?.Label;
        var all = offers.ToList();
        return new(
            new(row.Id),
            (int)row.Version,
            Enum.Parse<ConsultStatus>(row.State),
            Enum.Parse<Lane>(row.Lane),
            new(row.Service),
            Enum.Parse<Urgency>(row.Urgency),
            new(row.Requester),
            new(row.Institution),
            row.Specialist is null ? null : new PersonId(row.Specialist),
            Instant.To(row.CreatedAt),
            Instant.To(row.SubmittedAt),
            Instant.To(row.Since),
            row is { ClockKind: { } kind, ClockDue: { } due }
                ? new(Enum.Parse<ClockKind>(kind), Instant.To(due))
                : null,
            row.HasConsent == 1,
            row.HasOpinion == 1,
            row.Unrecorded == 1,
            People(all, nameof(OfferStatus.Offered)),
            People(
                all,
                nameof(OfferStatus.Declined),
                nameof(OfferStatus.Expired),
                nameof(OfferStatus.Withdrawn),
                nameof(OfferStatus.Released),
                OfferRecord.ExpertOut),
            Instant.To(row.StartsAt),
            (CaseMarks)row.Marks,
            People(all, OfferRecord.ExpertInvited),
            People(all, OfferRecord.ExpertIn),
            row.ReferredTo is null ? null : new InstitutionId(row.ReferredTo),
            label);
    }

    private static List<PersonId> People(List<OfferRecord> offers, params string[] states) =>
        [.. offers
            .Where(offer => states.Contains(offer.Status))
            .Select(offer => new PersonId(offer.Person))
            .Distinct()];
}
