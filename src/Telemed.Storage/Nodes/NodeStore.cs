using System.Data.Common;
using Dapper;
using Telemed.Consults.Nodes;

namespace Telemed.Storage.Nodes;

/// <summary>
/// The nodes and their rooms. Time is the database's, so that a node whose clock is wrong holds nothing longer than it may.
/// </summary>
internal sealed class NodeStore(Database database) : INodeStore
{
    private const string Place =
        """
        SELECT r.consult AS Consult, r.node AS Node, r.epoch AS Epoch,
          CASE WHEN n.until_at >= {now} THEN 1 ELSE 0 END AS Alive
        FROM room_leases r LEFT JOIN nodes n ON n.name = r.node
        """;

    public Task<IReadOnlyDictionary<ConsultId, int>> BeatAsync(ServerNode node, TimeSpan lease, CancellationToken cancellation) =>
        database.WriteAsync(
            async (connection, transaction) =>
            {
                await connection.ExecuteAsync(
                    Sql(
                        """
                        INSERT INTO nodes (name, public_url, rooms, participants, percent_busy, draining, recording_store, version, seen_at, until_at)
                        VALUES (@Name, @PublicUrl, @Rooms, @Participants, @PercentBusy, @Draining, @RecordingStore, @Version, {now}, {now} + @Lease)
                        ON CONFLICT (name) DO UPDATE SET public_url = excluded.public_url, rooms = excluded.rooms,
                          participants = excluded.participants, percent_busy = excluded.percent_busy, draining = excluded.draining,
                          recording_store = excluded.recording_store, version = excluded.version, seen_at = excluded.seen_at,
                          until_at = excluded.until_at
                        """),
                    new
                    {
                        node.Name,
                        node.PublicUrl,
                        node.Rooms,
                        node.Participants,
                        node.PercentBusy,
                        Draining = node.IsDraining ? 1 : 0,
                        node.RecordingStore,
                        node.Version,
                        Lease = (long)lease.TotalMilliseconds,
                    },
                    transaction);
                var rows = await connection.QueryAsync<PlaceRow>(
                    Sql(Place + " WHERE r.node = @Name"), new { node.Name }, transaction);
                return (IReadOnlyDictionary<ConsultId, int>)rows.ToDictionary(row => new ConsultId(row.Consult), row => (int)row.Epoch);
            },
            cancellation);

    public async Task<IReadOnlyList<NodeRow>> ListAsync(CancellationToken cancellation)
    {
        await using var connection = await database.ReadAsync(cancellation);
        var rows = await connection.QueryAsync<ServerNodeRow>(Sql(
            """
            SELECT name AS Name, public_url AS PublicUrl, rooms AS Rooms, participants AS Participants, percent_busy AS PercentBusy,
              draining AS Draining, recording_store AS RecordingStore, version AS Version, seen_at AS SeenAt,
              CASE WHEN until_at >= {now} THEN 1 ELSE 0 END AS Alive
            FROM nodes ORDER BY name
            """));
        return [.. rows.Select(row => row.ToNode())];
    }

    public Task LeaveAsync(string node, CancellationToken cancellation) => database.WriteAsync(
        [
            new("DELETE FROM room_leases WHERE node = @node", ("node", node)),
            new("DELETE FROM nodes WHERE name = @node", ("node", node)),
        ],
        announce: false,
        cancellation);

    public async Task<RoomPlace?> FindRoomAsync(ConsultId consult, CancellationToken cancellation)
    {
        await using var connection = await database.ReadAsync(cancellation);
        return await FindAsync(connection, null, consult);
    }

    public Task<RoomPlace?> ClaimRoomAsync(ConsultId consult, string node, CancellationToken cancellation) =>
        database.WriteAsync(
            async (connection, transaction) =>
            {
                // One statement decides between two that ask at once; each of them then reads who has it.
                var asked = new { Consult = consult.Value, Node = node };
                await connection.ExecuteAsync(
                    Sql(
                        """
                        INSERT INTO room_leases (consult, node, epoch)
                        SELECT @Consult, @Node, 1 FROM nodes WHERE name = @Node AND until_at >= {now}
                        ON CONFLICT (consult) DO UPDATE SET node = excluded.node, epoch = room_leases.epoch + 1
                        WHERE room_leases.node <> excluded.node
                          AND NOT EXISTS (SELECT 1 FROM nodes n WHERE n.name = room_leases.node AND n.until_at >= {now})
                        """),
                    asked,
                    transaction);
                var place = await FindAsync(connection, transaction, consult);
                return place is { IsAlive: true } ? place : null;
            },
            cancellation);

    public Task ReleaseRoomAsync(ConsultId consult, string node, int epoch, CancellationToken cancellation) =>
        database.WriteAsync(
            [
                new(
                    "DELETE FROM room_leases WHERE consult = @consult AND node = @node AND epoch = @epoch",
                    ("consult", consult.Value),
                    ("node", node),
                    ("epoch", epoch)),
            ],
            announce: false,
            cancellation);

    public async Task<IReadOnlyList<ConsultId>> ListOrphansAsync(CancellationToken cancellation)
    {
        await using var connection = await database.ReadAsync(cancellation);
        var rows = await connection.QueryAsync<string>(Sql(
            """
            SELECT r.consult FROM room_leases r LEFT JOIN nodes n ON n.name = r.node
            WHERE n.until_at IS NULL OR n.until_at < {now} ORDER BY r.consult
            """));
        return [.. rows.Select(one => new ConsultId(one))];
    }

    private async Task<RoomPlace?> FindAsync(DbConnection connection, DbTransaction? transaction, ConsultId consult) =>
        (await connection.QuerySingleOrDefaultAsync<PlaceRow>(
            Sql(Place + " WHERE r.consult = @Consult"), new { Consult = consult.Value }, transaction))?.ToPlace();

    private string Sql(string text) => text.Replace("{now}", database.Now, StringComparison.Ordinal);

    private sealed class PlaceRow
    {
        public string Consult { get; init; } = "";

        public string Node { get; init; } = "";

        public long Epoch { get; init; }

        public long Alive { get; init; }

        public RoomPlace ToPlace() => new(new(Consult), Node, (int)Epoch, Alive != 0);
    }

    private sealed class ServerNodeRow
    {
        public string Name { get; init; } = "";

        public string? PublicUrl { get; init; }

        public long Rooms { get; init; }

        public long Participants { get; init; }

        public long PercentBusy { get; init; }

        public long Draining { get; init; }

        public string RecordingStore { get; init; } = "";

        public string Version { get; init; } = "";

        public long SeenAt { get; init; }

        public long Alive { get; init; }

        public NodeRow ToNode() => new(
            new(Name, PublicUrl, (int)Rooms, (int)Participants, (int)PercentBusy, Draining != 0, RecordingStore, Version),
            Instant.To(SeenAt),
            Alive != 0);
    }
}
