using System.Data.Common;
using System.Text.Json;
using Dapper;
using Telemed.Consults.Library;

namespace Telemed.Storage.Library;

/// <summary>The copies in the database, each sealed with a key of its own that the master key wraps (E2).</summary>
internal sealed class CaseLibrary(Database database, IMasterKeys masters) : ICaseLibrary, IDisposable
{
    /// <summary>Copies that are looked through at a time while words are looked for.</summary>
    private const int AtATime = 1_000;

    /// <summary>Copies that are read and opened at a time.</summary>
    private const int OpenedAtATime = 100;

    private const string Columns = "SELECT id AS Id, day AS Day, master_key AS MasterKey, wrapped AS Wrapped, data AS Data FROM library_copies";

    /// <summary>What the first search of an hour costs is opening every copy.</summary>
    private static readonly TimeSpan WordsLast = TimeSpan.FromHours(1);

    private readonly OpenedWords _opened = new(WordsLast);

    /// <inheritdoc/>
    public void Dispose() => _opened.Dispose();

    public Task StageAsync(LibraryCopy copy, DateTimeOffset now, CancellationToken cancellation)
    {
        var (master, key, id) = (masters.Current, CaseKey.Create(), copy.Id.Value);
        var data = JsonSerializer.SerializeToUtf8Bytes(copy, FactTypes.Json.LibraryCopy);
        return database.WriteAsync(
            [
                new(
                    """
                    INSERT INTO library_copies (id, service, day, released, master_key, wrapped, data)
                    VALUES (@id, @service, @day, 0, @master, @wrapped, @data)
                    """,
                    ("id", id),
                    ("service", copy.Service.Value),
                    ("day", LibraryPlace.DayOf(now)),
                    ("master", master.Id),
                    ("wrapped", CaseKey.Seal(master.Bytes.Span, key, KeyContext(id))),
                    ("data", CaseKey.Seal(key, data, DataContext(id)))),
            ],
            cancellation);
    }

    public Task DropAsync(CopyId id, CancellationToken cancellation) => database.WriteAsync(
        [new("DELETE FROM library_copies WHERE id = @id AND released = 0", ("id", id.Value))], cancellation);

    public Task SweepAsync(DateTimeOffset now, CancellationToken cancellation) => database.WriteAsync(
        [new("DELETE FROM library_copies WHERE released = 0 AND day < @day", ("day", LibraryPlace.DayOf(now) - 1))], cancellation);

    public async Task<IReadOnlyList<CopyId>> ListGoneAsync(IReadOnlyCollection<CopyId> ids, CancellationToken cancellation)
    {
        await using var connection = await database.ReadAsync(cancellation);
        var there = new HashSet<string>(StringComparer.Ordinal);
        foreach (var some in ids.Select(one => one.Value).Chunk(500))
        {
            there.UnionWith(await connection.QueryAsync<string>(
                $"SELECT id FROM library_copies WHERE {database.OneOf("id", "ids")}", new { ids = some }));
        }

        return [.. ids.Where(one => !there.Contains(one.Value))];
    }

    public async Task<byte[]?> FindKeyAsync(CopyId id, CancellationToken cancellation) =>
        await ReadAsync("id = @id", id, cancellation) is { } row ? Unwrap(row) : null;

    public async Task<LibraryCopy?> FindAsync(CopyId id, CancellationToken cancellation) =>
        await ReadAsync("id = @id AND released = 1", id, cancellation) is { } row ? Open(row) : null;

    public async Task<LibraryPage> SearchAsync(LibraryQuery query, CancellationToken cancellation)
    {
        await using var connection = await database.ReadAsync(cancellation);
        var found = new List<LibraryPlace>();
        var some = query.Words.Count == 0 ? query.Most + 1 : AtATime;
        for (var (from, more) = (query.After, true); more && found.Count <= query.Most;)
        {
            var places = await ListAsync(connection, query.Service, from, some);
            more = query.Words.Count > 0 && places.Count == some;
            from = places.Count == 0 ? from : places[^1];
            var words = query.Words.Count == 0 ? null : await WordsOfAsync(connection, places);
            found.AddRange(words is null ? places : places.Where(one => words.TryGetValue(one.Copy.Value, out var text) && query.Matches(text)));
        }

        List<string> shown = [.. found.Take(query.Most).Select(one => one.Copy.Value)];
        var copies = (await ReadAsync(connection, shown)).ToDictionary(row => row.Id, Open, StringComparer.Ordinal);
        return new(
            [.. shown.Select(copies.GetValueOrDefault).OfType<LibraryCopy>()],
            found.Count > query.Most ? found[query.Most - 1] : null);
    }

    /// <summary>To what the link from a case to its copy is bound.</summary>
    internal static string LinkContext(string caseId) => "library-link|" + caseId;

    private static string KeyContext(string id) => "library-key|" + id;

    private static string DataContext(string id) => "library|" + id;

    private async Task<CopyRow?> ReadAsync(string condition, CopyId id, CancellationToken cancellation)
    {
        await using var connection = await database.ReadAsync(cancellation);
        return await connection.QuerySingleOrDefaultAsync<CopyRow>($"{Columns} WHERE {condition}", new { id = id.Value });
    }

    /// <summary>Where the next copies are, after a place: an index alone is read.</summary>
    private static async Task<List<LibraryPlace>> ListAsync(
        DbConnection connection, ServiceCode? service, LibraryPlace? from, int most)
    {
        var ofService = service is null ? "" : "service = @service AND ";
        var after = from is null ? "" : "(day < @day OR (day = @day AND id > @id)) AND ";
        var rows = await connection.QueryAsync<(long Day, string Id)>(
            $"SELECT day, id FROM library_copies WHERE {ofService}{after}released = 1 ORDER BY day DESC, id LIMIT @most",
            new { service = service?.Value, day = from?.Day, id = from?.Copy.Value, most });
        return [.. rows.Select(row => new LibraryPlace(row.Day, new(row.Id)))];
    }

    /// <summary>What is searched of these copies, by copy; those that were not opened before are now.</summary>
    private async Task<Dictionary<string, string>> WordsOfAsync(DbConnection connection, IEnumerable<LibraryPlace> places)
    {
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        var closed = new List<string>();
        foreach (var id in places.Select(one => one.Copy.Value))
        {
            if (_opened.Find(id) is { } known)
            {
                words.Add(id, known);
            }
            else
            {
                closed.Add(id);
            }
        }

        foreach (var ids in closed.Chunk(OpenedAtATime))
        {
            foreach (var row in await ReadAsync(connection, ids))
            {
                words.Add(row.Id, LibraryQuery.TextOf(Open(row)));
                _opened.Keep(row.Id, words[row.Id]);
            }
        }

        return words;
    }

    private Task<IEnumerable<CopyRow>> ReadAsync(DbConnection connection, IReadOnlyCollection<string> ids) => ids.Count == 0
        ? Task.FromResult<IEnumerable<CopyRow>>([])
        : connection.QueryAsync<CopyRow>(
            $"{Columns} WHERE {database.OneOf("id", "ids")} AND released = 1", new { ids = ids.ToArray() });

    private byte[] Unwrap(CopyRow row) => CaseKey.Unwrap(masters, KeyContext(row.Id), row.MasterKey, row.Wrapped)!;

    private LibraryCopy Open(CopyRow row) =>
        JsonSerializer.Deserialize(CaseKey.Open(Unwrap(row), row.Data, DataContext(row.Id)), FactTypes.Json.LibraryCopy)!;
}
