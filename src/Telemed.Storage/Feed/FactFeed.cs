using System.Runtime.CompilerServices;
using Dapper;

namespace Telemed.Storage.Feed;

/// <summary>
/// The feed over the table of facts. Readers wait for the signal of a commit, and look by themselves now and then, in
/// case a signal was lost on the way.
/// </summary>
internal sealed class FactFeed(Database database, FactStore store) : IFactFeed
{
    private const int Page = 200;
    private static readonly TimeSpan LookAnyway = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookForHidden = TimeSpan.FromMilliseconds(20);

    public async Task<FeedPosition> HeadAsync(CancellationToken cancellation)
    {
        await using var connection = await database.ReadAsync(cancellation);
        var row = await connection.QueryFirstOrDefaultAsync<EventRow>(
            $"""
            SELECT {database.FeedTransaction} AS Tx, e.position AS Position FROM events e
            WHERE {database.FeedCondition}
            ORDER BY {Backwards(database.FeedOrder)} LIMIT 1
            """,
            new { transaction = 0L, sequence = 0L });
        return row is null ? FeedPosition.Start : new(row.Tx, row.Position);
    }

    public async Task<IReadOnlyList<Fact>> ReadAsync(FeedPosition after, int most, CancellationToken cancellation)
    {
        await using var connection = await database.ReadAsync(cancellation);
        var rows = await connection.QueryAsync<EventRow>(
            $"""
            SELECT {database.FeedTransaction} AS Tx, e.position AS Position, e.stream AS Stream,
              e.version AS Version, e.at AS At, e.type AS Type, e.data AS Data,
              k.case_id AS CaseId, k.master_key AS MasterKey, k.wrapped AS Wrapped
            FROM events e
            LEFT JOIN streams s ON s.id = e.stream LEFT JOIN case_keys k ON k.case_id = s.case_id
            WHERE {database.FeedCondition}
            ORDER BY {database.FeedOrder} LIMIT @most
            """,
            new { transaction = after.Transaction, sequence = after.Sequence, most });
        return rows.AsList().ConvertAll(row => new Fact(
            new(row.Tx, row.Position), StreamId.Parse(row.Stream), (int)row.Version, Read(row)));
    }

    public async IAsyncEnumerable<Fact> FollowAsync(
        FeedPosition after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var at = after;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var heard = database.Heard;
            var facts = await ReadAsync(at, Page, cancellation);
            foreach (var fact in facts)
            {
                at = fact.Position;
                yield return fact;
            }

            if (facts.Count == 0)
            {
                var wait = await AnyHiddenAsync(cancellation) ? LookForHidden : LookAnyway;
                await database.WaitAsync(heard, wait, cancellation);
            }
        }
    }

    /// <summary>
    /// Whether facts are committed that readers must not see yet, because an earlier transaction is still under way.
    /// Nobody announces when that one ends without a fact, so such a reader looks again soon.
    /// </summary>
    private async Task<bool> AnyHiddenAsync(CancellationToken cancellation)
    {
        if (database.FeedHidden is not { } sql)
        {
            return false;
        }

        await using var connection = await database.ReadAsync(cancellation);
        return await connection.QueryFirstOrDefaultAsync<long?>(sql) is not null;
    }

    private IFact Read(EventRow row)
    {
        try
        {
            return store.Read(row);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return new UnreadableFact(Instant.To(row.At)); // Damaged, or written by a newer program.
        }
    }

    private static string Backwards(string order) => string.Join(" DESC, ", order.Split(", ")) + " DESC";
}
