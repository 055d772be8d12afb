using System.Data.Common;
using Dapper;
using Telemed.Consults.Nodes;

namespace Telemed.Storage.Nodes;

/// <summary>
/// The nodes and their rooms. Time is the database's, so that a node whose clock is wrong holds nothing longer than it may.
/// </summary>
internal sealed class NodeStore(Database database, TimeSpan lease) : INodeStore
{
    private const string Place =
        """
        SELECT r.consult AS Consult, r.node AS Node, r.epoch AS Epoch, r.takeovers AS Takeovers, n.public_url AS PublicUrl,
          CASE WHEN n.until_at >= {now} THEN 1 ELSE 0 END AS Alive, {now} - COALESCE(n.seen_at, 0) AS Unheard
        FROM room_leases r LEFT JOIN nodes n ON n.name = r.node
        """;

    private const string Columns =
        "instance = @Instance, public_url = @PublicUrl, near = @Near, rooms = @Rooms, participants = @Participants, percent_busy = @PercentBusy, "
        + "draining = @Draining, files = @Files, version = @Version, seen_at = {now}, until_at = {now} + @Lease";

    private const string Enter =
        "INSERT INTO nodes (name, instance, public_url, near, rooms, participants, percent_busy, draining, files, version, seen_at, until_at) "
        + "VALUES (@Name, @Instance, @PublicUrl, @Near, @Rooms, @Participants, @PercentBusy, @Draining, @Files, @Version, {now}, {now} + @Lease) ";

    public TimeSpan Lease => lease;

    public Task<IReadOnlyDictionary<ConsultId, long>> RegisterAsync(ServerNode node, CancellationToken cancellation) =>
        database.WriteAsync(
            async (connection, transaction) =>
            {
                await connection.ExecuteAsync(Sql(Enter + "ON CONFLICT (name) DO UPDATE SET " + Columns), Parameters(node), transaction);
                return await HeldAsync(connection, transaction, node.Name);
            },
            cancellation);

    public Task<IReadOnlyDictionary<ConsultId, long>?> BeatAsync(ServerNode node, CancellationToken cancellation) =>
        database.WriteAsync<IReadOnlyDictionary<ConsultId, long>?>(
            async (connection, transaction) =>
                // A node that was struck off, because nobody heard of it for a day, is entered again; who has another's name is not.
                await connection.ExecuteAsync(
                    Sql(Enter + "ON CONFLICT (name) DO UPDATE SET " + Columns + " WHERE nodes.instance = excluded.instance"),
                    Parameters(node),
                    transaction) == 0
                        ? null
                        : await HeldAsync(connection, transaction, node.Name),
            cancellation);

    public async Task<IReadOnlyList<NodeRow>> ListAsync(CancellationToken cancellation)
    {
        await using var connection = await database.ReadAsync(cancellation);
        var rows = await connection.QueryAsync<ServerNodeRow>(Sql(
            """
            SELECT name AS Name, instance AS Instance, public_url AS PublicUrl, near AS Near, rooms AS Rooms, participants AS Participants,
              percent_busy AS PercentBusy, draining AS Draining, files AS Files, version AS Version, seen_at AS SeenAt,
              CASE WHEN until_at >= {now} THEN 1 ELSE 0 END AS Alive
            FROM nodes ORDER BY name
            """));
        return [.. rows.Select(row => row.ToNode())];
    }

    public Task LeaveAsync(string node, string instance, CancellationToken cancellation) => database.WriteAsync(
        [
            new(
                "DELETE FROM room_leases WHERE node = @node AND EXISTS (SELECT 1 FROM nodes WHERE name = @node AND instance = @instance)",
                ("node", node),
                ("instance", instance)),
            new("DELETE FROM nodes WHERE name = @node AND instance = @instance", ("node", node), ("instance", instance)),
        ],
        cancellation);

    public Task PruneAsync(CancellationToken cancellation) => database.WriteAsync(
        [
            new(
                Sql("DELETE FROM nodes WHERE seen_at < {now} - @day AND NOT EXISTS (SELECT 1 FROM room_leases r WHERE r.node = nodes.name)"),
                ("day", (long)TimeSpan.FromDays(1).TotalMilliseconds)),
        ],
        cancellation);

    public async Task<RoomPlace?> FindRoomAsync(ConsultId consult, CancellationToken cancellation)
    {
        await using var connection = await database.ReadAsync(cancellation);
        return await FindAsync(connection, null, consult);
    }

    public Task<RoomPlace?> ClaimRoomAsync(
        ConsultId consult, string node, string instance, bool replacesDead, CancellationToken cancellation) =>
        database.WriteAsync(
            async (connection, transaction) =>
            {
                var asked = new
                {
                    Consult = consult.Value,
                    Node = node,
                    Instance = instance,
                    Lease = (long)lease.TotalMilliseconds,
                    Replaces = replacesDead ? 1 : 0,
                };
                if (await connection.ExecuteAsync(
                    Sql("UPDATE nodes SET seen_at = {now}, until_at = {now} + @Lease WHERE name = @Node AND instance = @Instance"),
                    asked,
                    transaction) == 0)
                {
                    return null;
                }

                await TakeEpochAsync(connection, transaction);

                // One statement decides between two that ask at once; each of them then reads who has it.
                await connection.ExecuteAsync(
                    Sql(
                        """
                        INSERT INTO room_leases (consult, node, epoch, takeovers) VALUES (@Consult, @Node, {epoch}, 0)
                        ON CONFLICT (consult) DO UPDATE SET node = excluded.node, takeovers = room_leases.takeovers + 1,
                          epoch = excluded.epoch
                        WHERE room_leases.node <> excluded.node AND @Replaces = 1
                          AND NOT EXISTS (SELECT 1 FROM nodes n WHERE n.name = room_leases.node AND n.until_at >= {now})
                        """),
                    asked,
                    transaction);
                return await FindAsync(connection, transaction, consult);
            },
            cancellation);

    public Task<bool> HandOverAsync(ConsultId consult, string node, long epoch, string to, CancellationToken cancellation) =>
        database.WriteAsync(
            async (connection, transaction) =>
            {
                await TakeEpochAsync(connection, transaction);
                return await connection.ExecuteAsync(
                    Sql(
                        """
                        UPDATE room_leases SET node = @To, takeovers = takeovers + 1, epoch = {epoch}
                        WHERE consult = @Consult AND node = @Node AND epoch = @Epoch
                          AND EXISTS (SELECT 1 FROM nodes n WHERE n.name = @To AND n.until_at >= {now} AND n.draining = 0)
                        """),
                    new { Consult = consult.Value, Node = node, Epoch = epoch, To = to },
                    transaction) == 1;
            },
            cancellation);

    public Task ReleaseRoomAsync(ConsultId consult, string node, long epoch, CancellationToken cancellation) =>
        database.WriteAsync(
            [
                new(
                    "DELETE FROM room_leases WHERE consult = @consult AND node = @node AND epoch = @epoch",
                    ("consult", consult.Value),
                    ("node", node),
                    ("epoch", epoch)),
            ],
            cancellation);

    public async Task<IReadOnlyList<RoomPlace>> ListRoomsAsync(bool orphans, CancellationToken cancellation)
    {
        await using var connection = await database.ReadAsync(cancellation);
        var rows = await connection.QueryAsync<PlaceRow>(Sql(
            Place + (orphans ? " WHERE n.until_at IS NULL OR n.until_at < {now}" : "") + " ORDER BY r.consult"));
        return [.. rows.Select(one => one.ToPlace())];
    }

    private object Parameters(ServerNode node) => new
    {
        node.Name,
        node.Instance,
        node.PublicUrl,
        Near = node.Near?.Value,
        node.Rooms,
        node.Participants,
        node.PercentBusy,
        Draining = node.IsDraining ? 1 : 0,
        node.Files,
        node.Version,
        Lease = (long)lease.TotalMilliseconds,
    };

    private async Task<IReadOnlyDictionary<ConsultId, long>> HeldAsync(DbConnection connection, DbTransaction transaction, string node)
    {
        var rows = await connection.QueryAsync<PlaceRow>(Sql(Place + " WHERE r.node = @node"), new { node }, transaction);
        return rows.ToDictionary(row => new ConsultId(row.Consult), row => row.Epoch);
    }

    private async Task<RoomPlace?> FindAsync(DbConnection connection, DbTransaction? transaction, ConsultId consult) =>
        (await connection.QuerySingleOrDefaultAsync<PlaceRow>(
            Sql(Place + " WHERE r.consult = @Consult"), new { Consult = consult.Value }, transaction))?.ToPlace();

    private Task TakeEpochAsync(DbConnection connection, DbTransaction transaction) =>
        database.TakeEpoch is { } statement ? connection.ExecuteAsync(statement, transaction: transaction) : Task.CompletedTask;

    private string Sql(string text) => text
        .Replace("{now}", database.Now, StringComparison.Ordinal)
        .Replace("{epoch}", database.Epoch, StringComparison.Ordinal);

    private sealed class PlaceRow
    {
        public string Consult { get; init; } = "";

        public string Node { get; init; } = "";

        public long Epoch { get; init; }

        public long Takeovers { get; init; }

        public string? PublicUrl { get; init; }

        public long Alive { get; init; }

        public long Unheard { get; init; }

        public RoomPlace ToPlace() =>
            new(new(Consult), Node, Epoch, (int)Takeovers, PublicUrl, Alive != 0, TimeSpan.FromMilliseconds(Unheard));
    }

    private sealed class ServerNodeRow
    {
        public string Name { get; init; } = "";

        public string Instance { get; init; } = "";

        public string? PublicUrl { get; init; }

        public string? Near { get; init; }

        public long Rooms { get; init; }

        public long Participants { get; init; }

        public long PercentBusy { get; init; }

        public long Draining { get; init; }

        public string Files { get; init; } = "";

        public string Version { get; init; } = "";

        public long SeenAt { get; init; }

        public long Alive { get; init; }

        public NodeRow ToNode() => new(
            new(Name, Instance, PublicUrl, Near is null ? null : new(Near), (int)Rooms, (int)Participants, (int)PercentBusy, Draining != 0, Files, Version),
            Instant.To(SeenAt),
            Alive != 0);
    }
}
