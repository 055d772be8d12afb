using System.Security.Cryptography;
using Telemed.Consults.Ids;
using Telemed.Consults.Operations;
using Telemed.Server.Operator;
using Telemed.Storage;
using Telemed.Storage.Keys;

namespace Telemed.Server.Tests;

/// <summary>What is held in memory of sites' links.</summary>
public sealed class SitesSeenTests : IAsyncLifetime
{
    private static readonly InstitutionId East = new("east");
    private static readonly InstitutionId West = new("west");
    private static readonly DateTimeOffset Begin = new(2026, 3, 2, 4, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("telemed-seen-").FullName;
    private ConsultDatabase _database = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _database = await ConsultDatabase.OpenAsync(
        new() { SqliteFile = Path.Combine(_folder, "telemed.db") }, new FixedMasterKey(RandomNumberGenerator.GetBytes(32)), Cancelled);

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Of_words_that_are_no_longer_the_present_only_the_latest_of_a_site_is_held()
    {
        using var seen = new SitesSeen(_database.Operations);
        await SayAsync(East, "a", Begin, score: 4);
        await SayAsync(East, "b", Begin.AddSeconds(10), score: 2);
        Assert.Equal(["a", "b"], await NodesAsync(Begin.AddSeconds(20)));

        await SayAsync(East, "c", Begin.AddMinutes(2), score: 3);
        Assert.Equal(["c"], await NodesAsync(Begin.AddMinutes(2)));

        // An old word that is read late takes the place of no later one.
        await SayAsync(East, "d", Begin.AddMinutes(1), score: 3);
        Assert.Equal(["c"], await NodesAsync(Begin.AddMinutes(4)));

        async Task<IEnumerable<string>> NodesAsync(DateTimeOffset now) =>
            (await seen.ReadAsync(now, Cancelled))[East].Looks.Select(one => one.Node).Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_site_that_was_not_seen_for_as_long_as_the_store_keeps_is_forgotten_and_one_that_was_is_known()
    {
        using var seen = new SitesSeen(_database.Operations);
        await SayAsync(East, "a", Begin, score: 4);
        await SayAsync(West, "a", Begin.AddDays(300), score: 2);

        var both = await seen.ReadAsync(Begin.AddDays(300), Cancelled);
        Assert.Equal((4.0, 4, Begin), (both[East].Score, both[East].ScoreMedian, both[East].LookedAt));
        var later = await seen.ReadAsync(Begin.AddDays(1) + LinkSpans.KeepDays, Cancelled);

        Assert.Equal([West], later.Keys);
    }

    private Task SayAsync(InstitutionId site, string node, DateTimeOffset at, int score)
    {
        var links = new LinkTallies();
        links.Add(new(1, 90, 5, score));
        return _database.Operations.AddLinksAsync([(site, links)], [new(site, node, at, 1, new(1, 90, 5, score))], at, Cancelled);
    }
}
