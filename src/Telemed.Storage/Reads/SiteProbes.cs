using Dapper;

namespace Telemed.Storage.Reads;

/// <summary>Reads what appends have written of the houses' links.</summary>
internal sealed class SiteProbes(Database database) : ISiteProbes
{
    private const int MostLatest = 5_000;

    public async Task<IReadOnlyList<SiteProbeRow>> ListAsync(
        InstitutionId? institution, DateTimeOffset from, DateTimeOffset until, int most, CancellationToken cancellation)
    {
        var house = institution is null ? "" : "institution = @institution AND ";
        await using var connection = await database.ReadAsync(cancellation);
        var rows = await connection.QueryAsync<SiteProbeRecord>(
            $"""
            SELECT consult AS Consult, institution AS Institution, starts_at AS StartsAt, asked_at AS AskedAt,
              until AS Until, answered_at AS AnsweredAt, mode AS Mode, up AS Up, down AS Down, loss AS Loss,
              round_trip AS RoundTrip, jitter AS Jitter, path AS Path
            FROM site_probes WHERE {house}asked_at >= @from AND asked_at < @until
            ORDER BY asked_at DESC, consult LIMIT @most
            """,
            new { institution = institution?.Value, from = Instant.From(from), until = Instant.From(until), most });
        return [.. rows.Select(Row)];
    }

    public async Task<IReadOnlyList<SiteProbeScore>> ListLatestAsync(
        DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation)
    {
        await using var connection = await database.ReadAsync(cancellation);
        var rows = await connection.QueryAsync<(string Institution, long Asked, long Until, long? Score)>(
            """
            SELECT institution, asked_at, until, score FROM site_probes
            WHERE asked_at >= @from AND asked_at < @until ORDER BY asked_at DESC, consult LIMIT @most
            """,
            new { from = Instant.From(from), until = Instant.From(until), most = MostLatest });
        return
        [
            .. rows.DistinctBy(row => row.Institution).Select(row => new SiteProbeScore(
                new(row.Institution), Instant.To(row.Asked), Instant.To(row.Until), (int?)row.Score)),
        ];
    }

    private static SiteProbeRow Row(SiteProbeRecord row) => new(
        new(row.Consult),
        new(row.Institution),
        Instant.To(row.StartsAt),
        Instant.To(row.AskedAt),
        Instant.To(row.Until),
        row.AnsweredAt is { } at ? Instant.To(at) : null,
        row.Mode is { } mode
            ? new(
                Enum.Parse<SiteLinkMode>(mode),
                (int?)row.Up,
                (int?)row.Down,
                row.Loss,
                (int?)row.RoundTrip,
                (int?)row.Jitter,
                row.Path)
            : null);
}
