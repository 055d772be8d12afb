using Microsoft.AspNetCore.Http.HttpResults;
using Telemed.Consults.Access;
using Telemed.Consults.Institutions;
using Telemed.Consults.Operations;
using Telemed.Server.Audit;
using Telemed.Server.Consults;
using Telemed.Server.Problems;
using Telemed.Server.SignIn;

namespace Telemed.Server.Operator;

/// <summary>Counts by day, for a supervisor's own system: whole days of UTC+8 that are over.</summary>
internal static class CountFeedEndpoints
{
    private const int MostDays = 400;
    private const int UsualDays = 30;

    private static readonly string[] Columns = ["day", "institution", "service", "lane", "state", "count"];

    /// <summary>Maps <c>/api/counts/days</c> and the same as a table.</summary>
    public static void MapCountFeed(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/counts").RequireAuthorization(SessionCookie.SchemeName)
            .AddEndpointFilter<AuditFilter>();
        group.MapGet("/days", CountAsync).WithSummary("How many consults of each kind on each day, for the regulator.");
        group.MapGet("/days.csv", CountCsvAsync).WithSummary("The same as a table.");
    }

    private static async Task<Results<Ok<CountFeed>, ProblemResult>> CountAsync(
        DateOnly? from, DateOnly? until, Desk desk, IOperationsStore store) =>
        (await FindAsync(from, until, desk, store)).TryGet(out var feed, out var refusal)
            ? TypedResults.Ok(feed)
            : new ProblemResult(refusal);

    private static async Task<Results<FileContentHttpResult, ProblemResult>> CountCsvAsync(
        DateOnly? from, DateOnly? until, Desk desk, IOperationsStore store) =>
        (await FindAsync(from, until, desk, store)).TryGet(out var feed, out var refusal)
            ? CsvFile.Of("counts.csv", Columns, feed.Rows.Select(one => (IReadOnlyList<object?>)
                [one.Day, one.Institution, one.Service, Camel($"{one.Lane}"), Camel($"{one.State}"), one.Count]))
            : new ProblemResult(refusal);

    private static async Task<Answer<CountFeed>> FindAsync(DateOnly? from, DateOnly? until, Desk desk, IOperationsStore store)
    {
        if (!AccessPolicy.May(desk.Who.Roles, DeskAction.SeeCounts))
        {
            return ProblemKind.Forbidden;
        }

        var today = DayOf(desk.Now);
        var end = until is { } asked && asked < today ? asked : today;
        var begin = from ?? end.AddDays(-UsualDays);
        if (begin >= end || end.DayNumber - begin.DayNumber > MostDays)
        {
            return Refusal.InvalidField("from", "range");
        }

        var rows = await store.CountDaysAsync(BeginningOf(begin), BeginningOf(end), desk.Cancelled);
        return new CountFeed(CountFeed.Present, desk.Now, begin, end, [.. rows.Select(CountFeed.Row.Of)]);
    }

    private static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.ToOffset(NetworkTime.Offset).Date);

    private static DateTimeOffset BeginningOf(DateOnly day) => new(day, default, NetworkTime.Offset);

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
