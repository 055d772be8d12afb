using Dapper;

namespace Telemed.Storage.Keys;

/// <summary>The keys of cases in the database.</summary>
internal sealed class CaseKeys(Database database, IMasterKeys masters, ConsultCache held) : ICaseKeys
{
    public async Task<byte[]?> FindAsync(ConsultId consult, CancellationToken cancellation)
    {
        await using var connection = await database.ReadAsync(cancellation);
        var row = await connection.QuerySingleOrDefaultAsync<KeyRow>(
            "SELECT case_id AS CaseId, master_key AS MasterKey, wrapped AS Wrapped FROM case_keys WHERE case_id = @id",
            new { id = consult.Value });
        return row is null ? null : CaseKey.Unwrap(masters, row.CaseId, row.MasterKey, row.Wrapped);
    }

    public async Task<bool> DestroyAsync(ConsultId consult, DateTimeOffset now, CancellationToken cancellation)
    {
        var id = consult.Value;
        var done = await database.WriteAsync(
            async (connection, transaction) =>
            {
                var destroyed = await connection.ExecuteAsync(
                    """
                    UPDATE case_keys SET wrapped = NULL, destroyed_at = @at
                    WHERE case_id = @id AND wrapped IS NOT NULL
                    """,
                    new { at = Instant.From(now), id },
                    transaction);
                await connection.ExecuteAsync(
                    """UPDATE consult_rows SET label = '{"personal":null}' WHERE id = @id""", new { id }, transaction);
                return destroyed == 1;
            },
            cancellation);
        held.Drop(consult); // Nothing personal of it stays in memory; other nodes find the key changed.
        return done;
    }
}
