using System.Collections.Concurrent;
using System.Data.Common;
using System.Text.Json;
using Dapper;
using Telemed.Consults.Access;

namespace Telemed.Storage.Facts;

/// <summary>The store of facts over one of the two databases.</summary>
internal sealed class FactStore(Database database, IMasterKeys masters, ConsultCache held) : IConsultStore
{
    /// <summary>Clocks of a kind that a newer version brought are left, unleased, to the nodes that know it.</summary>
    private static readonly string Due =
        $"due_at <= @now AND (lease_until IS NULL OR lease_until <= @now) AND kind IN ('{string.Join("', '", Enum.GetNames<ClockKind>())}')";

    /// <summary>Doctors as this process knew them last: a few thousand at most.</summary>
    private readonly ConcurrentDictionary<PersonId, Loaded<DoctorAvailability>> _doctors = new();

    public async Task<Loaded<ConsultState>> LoadConsultAsync(ConsultId id, CancellationToken cancellation) =>
        (await KnowAsync(id, cancellation)).Loaded;

    public Loaded<ConsultState>? FindHeld(ConsultId id) => held.Find(id)?.Loaded;

    public Loaded<DoctorAvailability>? FindHeld(PersonId id) => _doctors.GetValueOrDefault(id);

    public async Task<ConsultHistory> ReadConsultAsync(ConsultId id, CancellationToken cancellation) =>
        (await KnowAsync(id, cancellation)).History;

    public async Task<ConsultHistory> ReadConsultAsync(
        ConsultId id, int written, CancellationToken cancellation) =>
        held.Find(id) is { } known && known.Version >= written
            ? known.History
            : (await KnowAsync(id, cancellation)).History;

    public async Task<Loaded<DoctorAvailability>> LoadDoctorAsync(PersonId id, CancellationToken cancellation)
    {
        var rows = await database.QueryAsync(
            new(
                """
                SELECT s.version, s.hash, d.state
                FROM streams s JOIN doctors d ON d.person = @person WHERE s.id = @stream
                """,
                ("person", id.Value),
                ("stream", StreamId.Of(id).ToString())),
            row => new Loaded<DoctorAvailability>(
                ReadDoctor(row.GetString(2)), (int)row.GetInt64(0), row.GetFieldValue<byte[]>(1)),
            cancellation);
        var loaded = rows.Count == 0 ? new(DoctorAvailability.Unknown, 0, default) : rows[0];
        _doctors[id] = loaded;
        return loaded;
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

        // A case and its follow-up go in one batch, each under its own key; a recording goes under its case's.
        var cases = new Dictionary<string, KnownConsult>(StringComparer.Ordinal);
        foreach (var append in batch.Streams.OrderBy(one => one is not StreamAppend.ToConsult))
        {
            if (CaseOf(append) is { } caseId && !cases.ContainsKey(caseId))
            {
                cases[caseId] = await CaseAsync(statements, caseId, append, cancellation);
            }
        }

        var after = new List<(ConsultId Id, KnownConsult Known)>();
        foreach (var append in Ordered(batch))
        {
            var known = CaseOf(append) is { } caseId ? cases[caseId] : KnownConsult.Nothing;
            var written = statements.Add(append, CaseOf(append), known);
            if (append is StreamAppend.ToConsult consult && known.Version == append.Expected && known.Key is not null)
            {
                after.Add((consult.Id, known.With([.. written.Facts.Cast<ConsultEvent>()], written.Hash)));
            }
        }

        try
        {
            await database.AppendAsync(statements.Sections, cancellation);
        }
        catch (DbException fault) when (database.Classify(fault) is not WriteFault.Other)
        {
            return database.Classify(fault) switch
            {
                WriteFault.Duplicate => AppendOutcome.Duplicate,
                WriteFault.Booked => AppendOutcome.Booked,
                WriteFault.ResourceBooked => AppendOutcome.ResourceBooked,
                _ => AppendOutcome.Conflict,
            };
        }

        after.ForEach(one => held.Put(one.Id, one.Known));
        foreach (var (id, doctor) in statements.Doctors)
        {
            _doctors[id] = doctor;
        }

        return AppendOutcome.Committed;
    }

    public async Task<CommandRecord?> FindCommandAsync(PersonId actor, CommandId id, CancellationToken cancellation)
    {
        var rows = await database.QueryAsync(
            new(
                "SELECT kind, stream, at FROM commands WHERE actor = @actor AND id = @id",
                ("actor", actor.Value),
                ("id", id.Value)),
            row => new CommandRecord(actor, id, row.GetString(0), row.GetString(1), Instant.To(row.GetInt64(2))),
            cancellation);
        return rows.Count == 0 ? null : rows[0];
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

        return rows.ConvertAll(row => new DoctorRow(
            new(row.Key),
            (int)row.Version,
            _doctors.GetValueOrDefault(new(row.Key)) is { } known && known.Version == row.Version
                ? known.State
                : ReadDoctor(row.State)));
    }

    public async Task<IReadOnlyList<Booking>> ListBookingsAsync(
        IReadOnlyCollection<PersonId> people, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation)
    {
        var rows = await BookingsAsync(
            $"""
            SELECT person AS Whose, place AS Place FROM bookings
            WHERE {database.OneOf("person", "ids")} AND place >= @from AND place < @until ORDER BY place, person
            """,
            people.Select(one => one.Value),
            string.Empty,
            from,
            until,
            cancellation);
        return rows.ConvertAll(row => new Booking(new(row.Whose), Instant.To(row.Place)));
    }

    public async Task<IReadOnlyList<ResourceBooking>> ListResourceBookingsAsync(
        IReadOnlyCollection<ResourceId> resources,
        ConsultId except,
        DateTimeOffset from,
        DateTimeOffset until,
        CancellationToken cancellation)
    {
        var rows = await BookingsAsync(
            $"""
            SELECT resource AS Whose, place AS Place FROM resource_bookings
            WHERE {database.OneOf("resource", "ids")} AND consult <> @except AND place >= @from AND place < @until
            ORDER BY place, resource
            """,
            resources.Select(one => one.Value),
            except.Value,
            from,
            until,
            cancellation);
        return rows.ConvertAll(row => new ResourceBooking(new(row.Whose), Instant.To(row.Place)));
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
                  WHERE {Due}
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
                [new("DELETE FROM presence WHERE until <= @at", ("at", at))], cancellation);
        }

        return gone.ConvertAll(PersonId.From);
    }

    /// <summary>The fact of a row, its personal parts opened.</summary>
    internal IFact Read(EventRow row) => Read(
        row,
        row.CaseId is { } id && held.Find(new(id)) is { } known && known.HasKeyOf(new(0, row.MasterKey, row.Wrapped))
            ? known.Key
            : CaseKey.Unwrap(masters, row.CaseId, row.MasterKey, row.Wrapped));

    private static IFact Read(EventRow row, byte[]? key)
    {
        var type = FactTypes.Find(row.Type); // First: how a newer version seals its facts is not known either.
        return (IFact)JsonSerializer.Deserialize(PersonalSeal.Open(row.Data, key, $"{row.Stream}|{row.Version}"), type)!;
    }

    /// <summary>The consult as it is: what is held of it, when nobody has written since, and else what followed.</summary>
    private async Task<KnownConsult> KnowAsync(ConsultId id, CancellationToken cancellation)
    {
        var stream = StreamId.Of(id).ToString();
        var heads = await database.QueryAsync(
            new(
                """
                SELECT s.version, k.master_key, k.wrapped
                FROM streams s LEFT JOIN case_keys k ON k.case_id = s.case_id WHERE s.id = @stream
                """,
                ("stream", stream)),
            row => new StreamHead(
                (int)row.GetInt64(0),
                row.IsDBNull(1) ? null : row.GetString(1),
                row.IsDBNull(2) ? null : row.GetFieldValue<byte[]>(2)),
            cancellation);
        if (heads.Count == 0)
        {
            return KnownConsult.Nothing;
        }

        var known = held.Find(id) is { } last && last.HasKeyOf(heads[0]) && last.Version <= heads[0].Version
            ? last
            : KnownConsult.Nothing with
            {
                MasterKey = heads[0].MasterKey,
                Wrapped = heads[0].Wrapped,
                Key = CaseKey.Unwrap(masters, id.Value, heads[0].MasterKey, heads[0].Wrapped),
            };
        if (known.Version == heads[0].Version)
        {
            return known;
        }

        var rows = await RowsAsync(stream, known.Version, cancellation);
        var now = known.With(rows.ConvertAll(row => (ConsultEvent)Read(row, known.Key)), rows[^1].Hash);
        held.Put(id, now);
        return now;
    }

    private Task<List<EventRow>> RowsAsync(string stream, int after, CancellationToken cancellation) =>
        database.QueryAsync(
            new(
                "SELECT version, type, data, hash FROM events WHERE stream = @stream AND version > @after ORDER BY version",
                ("stream", stream),
                ("after", (long)after)),
            row => new EventRow
            {
                Stream = stream,
                Version = row.GetInt64(0),
                Type = row.GetString(1),
                Data = row.GetString(2),
                Hash = row.GetFieldValue<byte[]>(3),
            },
            cancellation);

    /// <summary>
    /// Looks without a lock first: most of the time nothing is due, and a look costs a writer nothing.
    /// </summary>
    private async Task<bool> AnyDueAsync(object values, CancellationToken cancellation)
    {
        await using var connection = await database.ReadAsync(cancellation);
        return await connection.QueryFirstOrDefaultAsync<long?>(
            $"SELECT 1 FROM clocks WHERE {Due} LIMIT 1",
            values) is not null;
    }

    private async Task<List<BookingRecord>> BookingsAsync(
        string sql,
        IEnumerable<string> whose,
        string except,
        DateTimeOffset from,
        DateTimeOffset until,
        CancellationToken cancellation)
    {
        await using var connection = await database.ReadAsync(cancellation);
        var rows = new List<BookingRecord>();
        foreach (var ids in whose.Chunk(500))
        {
            rows.AddRange(await connection.QueryAsync<BookingRecord>(
                sql, new { ids, except, from = Instant.From(from), until = Instant.From(until) }));
        }

        return rows;
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

    /// <summary>The case with the key that seals its facts: a new consult's is made here and stored with it.</summary>
    private async Task<KnownConsult> CaseAsync(
        AppendStatements statements, string caseId, StreamAppend append, CancellationToken cancellation)
    {
        if (append is StreamAppend.ToConsult { Expected: 0 } first)
        {
            var (master, key) = (masters.Current, CaseKey.Create());
            var wrapped = CaseKey.Seal(master.Bytes.Span, key, caseId);
            statements.AddKey(caseId, master.Id, wrapped, first.Facts[0].At);
            return KnownConsult.Nothing with { MasterKey = master.Id, Wrapped = wrapped, Key = key };
        }

        // What the append rests on was looked up a moment ago, its key with it.
        if (append is StreamAppend.ToConsult next && held.Find(next.Id) is { } known && known.Version == next.Expected)
        {
            return known;
        }

        var keys = await database.QueryAsync(
            new("SELECT master_key, wrapped FROM case_keys WHERE case_id = @case", ("case", caseId)),
            row => CaseKey.Unwrap(
                masters, caseId, row.GetString(0), row.IsDBNull(1) ? null : row.GetFieldValue<byte[]>(1)),
            cancellation);
        return KnownConsult.Nothing with { Key = keys.Count == 0 ? null : keys[0] };
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
            row is { ClockKind: { } kind, ClockDue: { } due } && Enum.TryParse<ClockKind>(kind, out var known)
                ? new(known, Instant.To(due))
                : null, // A node of a newer version may have set one of a kind that is not known here.
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
            label)
        {
            AskedToInterpret = People(all, OfferRecord.InterpreterAsked, OfferRecord.Interpreter),
            Interpreter = People(all, OfferRecord.Interpreter) is [var interpreter, ..] ? interpreter : null,
            FinishedAt = AccessPolicy.IsFinished(Enum.Parse<ConsultStatus>(row.State))
                ? Instant.To(row.FinishedAt ?? row.Since) // The version before did not say when.
                : null,
            RemovedViewers = People(all, OfferRecord.ViewerOut),
        };
    }

    private static List<PersonId> People(List<OfferRecord> offers, params string[] states) =>
        [.. offers
            .Where(offer => states.Contains(offer.Status))
            .Select(offer => new PersonId(offer.Person))
            .Distinct()];
}
