using Dapper;

namespace Telemed.Storage.Facts;

/// <summary>Walks every chain of hashes, stream by stream.</summary>
internal sealed class ChainVerifier(Database database)
{
    private const int Page = 1_000;

    /// <summary>The faults found; empty when every chain is whole.</summary>
    internal async Task<IReadOnlyList<ChainFault>> VerifyAsync(CancellationToken cancellation)
    {
        var faults = new List<ChainFault>();
        await using var connection = await database.ReadAsync(cancellation);
        var walk = new ChainWalk(faults);
        var (stream, version) = ("", 0L);
        while (true)
        {
            var rows = (await connection.QueryAsync<EventRow>(
                """
                SELECT stream AS Stream, version AS Version, at AS At, actor AS Actor, type AS Type, data AS Data,
                  hash AS Hash
                FROM events WHERE (stream, version) > (@stream, @version) ORDER BY stream, version LIMIT @Page
                """,
                new { stream, version, Page })).AsList();
            if (rows.Count == 0)
            {
                break;
            }

            rows.ForEach(walk.Add);
            (stream, version) = (rows[^1].Stream, rows[^1].Version);
        }

        var heads = await connection.QueryAsync<SnapshotRow>(
            "SELECT id AS Key, version AS Version, hash AS Hash FROM streams");
        walk.Close(heads);
        return faults;
    }
}
