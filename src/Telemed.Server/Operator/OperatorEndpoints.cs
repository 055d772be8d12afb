using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Telemed.Consults.Access;
using Telemed.Server.Audit;
using Telemed.Server.Consults;
using Telemed.Server.Json;
using Telemed.Server.Problems;
using Telemed.Server.Rooms;
using Telemed.Server.SignIn;

namespace Telemed.Server.Operator;

/// <summary>What operators ask. Nothing here names a patient or a case, but for the opaque ids of rooms and recordings.</summary>
internal static class OperatorEndpoints
{
    private static readonly TimeSpan MostDays = TimeSpan.FromDays(400);
    private const int LongestNote = 200;

    private static readonly string[] HistoryColumns =
    [
        "start", "looks", "score", "scoreMedian", "scoreLow", "lossPercent", "lossP50", "lossP95",
        "tripMs", "tripP50", "tripP95", "jitterMs", "jitterP50", "jitterP95",
    ];

    private static readonly string[] RingColumns = ["day", "accepted", "declined", "expired", "medianSeconds", "p95Seconds"];

    /// <summary>Maps <c>/api/operator</c>.</summary>
    public static void MapOperator(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/operator").RequireAuthorization(SessionCookie.SchemeName)
            .AddEndpointFilter<AuditFilter>().AddEndpointFilter(OperatorsAlone);
        group.MapGet("/links", Links).WithSummary("The links of everybody in a room on this node, as last measured.");
        group.MapGet("/overview", LookAsync).Produces<OperatorView>().WithSummary("How the network is doing now.");
        group.MapGet("/sites/{id}/history", HistoryAsync).WithSummary("A site's links over time.");
        group.MapGet("/sites/{id}/history.csv", HistoryCsvAsync).WithSummary("A site's links over time, as a table.");
        group.MapGet("/rings.csv", RingsCsvAsync).WithSummary("The rings of each day, as a table.");
        group.MapGet("/alarms", AlarmsAsync).WithSummary("The alarms that stand, and the latest that were cleared.");
        group.MapPost("/alarms/{id}/acknowledge", AcknowledgeAsync).WithSummary("Takes an alarm on.");
    }

    private static async ValueTask<object?> OperatorsAlone(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.Arguments.OfType<Desk>().Any(desk => AccessPolicy.May(desk.Who.Roles, DeskAction.Operate))
            ? await next(context)
            : new ProblemResult(ProblemKind.Forbidden);

    private static Results<Ok<IReadOnlyList<RoomLinks>>, ProblemResult> Links(Desk desk, RoomDirectory rooms) =>
        TypedResults.Ok(rooms.Links());

    /// <summary>At once and not in pieces: a region's sites are some megabytes.</summary>
    private static async Task<FileContentHttpResult> LookAsync(Desk desk, OperatorDesk operators) => TypedResults.Bytes(
        JsonSerializer.SerializeToUtf8Bytes(await operators.LookAsync(desk.Now, desk.Cancelled), Wire.Options),
        "application/json; charset=utf-8");

    private static async Task<Results<Ok<HistoryView>, ProblemResult>> HistoryAsync(
        string id, DateTimeOffset? from, DateTimeOffset? until, Desk desk, OperatorDesk operators) =>
        (await FindHistoryAsync(id, from, until, desk, operators)).TryGet(out var history, out var refusal)
            ? TypedResults.Ok(history)
            : new ProblemResult(refusal);

    private static async Task<Results<FileContentHttpResult, ProblemResult>> HistoryCsvAsync(
        string id, DateTimeOffset? from, DateTimeOffset? until, Desk desk, OperatorDesk operators) =>
        (await FindHistoryAsync(id, from, until, desk, operators)).TryGet(out var history, out var refusal)
            ? CsvFile.Of("site-history.csv", HistoryColumns, history.Rows.Select(Cells))
            : new ProblemResult(refusal);

    private static async Task<Answer<HistoryView>> FindHistoryAsync(
        string id, DateTimeOffset? from, DateTimeOffset? until, Desk desk, OperatorDesk operators)
    {
        if (Span(from, until, desk) is not { } span)
        {
            return Refusal.InvalidField("from", "range");
        }

        return await operators.HistoryAsync(new(id), span.From, span.Until, desk.Now, desk.Cancelled) is { } history
            ? history
            : ProblemKind.NotFound;
    }

    private static async Task<Results<FileContentHttpResult, ProblemResult>> RingsCsvAsync(
        DateTimeOffset? from, DateTimeOffset? until, Desk desk, OperatorDesk operators) =>
        Span(from, until, desk) is { } span
            ? CsvFile.Of("rings.csv", RingColumns, (await operators.RingsAsync(span.From, span.Until, desk.Cancelled))
                .Select(one => (IReadOnlyList<object?>)
                    [one.Day, one.Accepted, one.Declined, one.Expired, one.MedianSeconds, one.P95Seconds]))
            : new ProblemResult(Refusal.InvalidField("from", "range"));

    private static async Task<Results<Ok<IReadOnlyList<AlarmView>>, ProblemResult>> AlarmsAsync(Desk desk, OperatorDesk operators) =>
        TypedResults.Ok(await operators.AlarmsAsync(desk.Cancelled));

    private static async Task<Results<Ok<AlarmView>, ProblemResult>> AcknowledgeAsync(
        string id, AcknowledgeBody body, Desk desk, OperatorDesk operators)
    {
        if (body.Note?.Length > LongestNote)
        {
            return new ProblemResult(Refusal.InvalidField("note", "length"));
        }

        return await operators.AcknowledgeAsync(id, desk.Who, body.Note, desk.Now, desk.Cancelled) is { } alarm
            ? TypedResults.Ok(alarm)
            : new ProblemResult(ProblemKind.NotFound);
    }

    private static (DateTimeOffset From, DateTimeOffset Until)? Span(DateTimeOffset? from, DateTimeOffset? until, Desk desk)
    {
        var end = until ?? desk.Now;
        var begin = from ?? end.AddDays(-7);
        return begin < end && end - begin <= MostDays ? (begin, end) : null;
    }

    private static IReadOnlyList<object?> Cells(HistoryRow row) =>
    [
        row.Start, row.Looks, row.Score, row.ScoreMedian, row.ScoreLow, row.LossPercent, row.LossP50, row.LossP95,
        row.TripMs, row.TripP50, row.TripP95, row.JitterMs, row.JitterP50, row.JitterP95,
    ];
}
