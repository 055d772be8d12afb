using System.Data.Common;
using System.Text;
using Dapper;
using Telemed.Storage.Library;

namespace Telemed.Storage.Keys;

/// <summary>The keys of cases in the database.</summary>
internal sealed class CaseKeys(Database database, IMasterKeys masters, ConsultCache held) : ICaseKeys
{
    private const string KeyOf =
        "SELECT case_id AS CaseId, master_key AS MasterKey, wrapped AS Wrapped FROM case_keys WHERE case_id = @id";

    public async Task<byte[]?> FindAsync(ConsultId consult, CancellationToken cancellation)
    {
        await using var connection = await database.ReadAsync(cancellation);
        var row = await connection.QuerySingleOrDefaultAsync<KeyRow>(KeyOf, new { id = consult.Value });
        return row is null ? null : CaseKey.Unwrap(masters, row.CaseId, row.MasterKey, row.Wrapped);
    }

    public async Task<bool> DestroyAsync(ConsultId consult, DateTimeOffset now, CancellationToken cancellation)
    {
        var id = consult.Value;
        var done = await database.WriteAsync(
            async (connection, transaction) =>
            {
                // An append that releases a copy of the case is before this or after it, and looks for the key.
                await connection.ExecuteAsync(
                    "UPDATE streams SET version = version WHERE id = @stream", new { stream = StreamId.Of(consult).ToString() }, transaction);
                await EndCopyAsync(connection, transaction, id);
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

    /// <summary>The copy in the case library goes with the case: once the link to it is noise, nobody could take it out any more.</summary>
    private async Task EndCopyAsync(DbConnection connection, DbTransaction transaction, string id)
    {
        var link = await connection.QuerySingleOrDefaultAsync<byte[]>(
            "SELECT link FROM library_links WHERE case_id = @id", new { id }, transaction);
        var row = link is null ? null : await connection.QuerySingleOrDefaultAsync<KeyRow>(KeyOf, new { id }, transaction);
        if (row is null || CaseKey.Unwrap(masters, row.CaseId, row.MasterKey, row.Wrapped) is not { } key)
        {
            return;
        }

        var copy = Encoding.ASCII.GetString(CaseKey.Open(key, link, CaseLibrary.LinkContext(id)));
        await connection.ExecuteAsync("DELETE FROM library_copies WHERE id = @copy", new { copy }, transaction);
        await connection.ExecuteAsync("DELETE FROM library_links WHERE case_id = @id", new { id }, transaction);
    }
}
