using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Telemed.Consults.Views;
using Telemed.Server.Audit;
using Telemed.Server.Consults;
using Telemed.Server.Problems;
using Telemed.Server.SignIn;

namespace Telemed.Server.Oversight;

/// <summary>What those see who oversee and see no case: opened glasses, and counts.</summary>
internal static class OversightEndpoints
{
    private static readonly TimeSpan MostDays = TimeSpan.FromDays(400);

    /// <summary>Maps <c>/api/glasses</c> and <c>/api/counts</c>.</summary>
    public static void MapOversight(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api").RequireAuthorization(SessionCookie.SchemeName)
            .AddEndpointFilter<AuditFilter>();
        group.MapGet("/glasses", ListAsync).WithSummary("Who opened a case in need, for the privacy officer.");
        group.MapPost("/glasses/review", ReviewAsync).WithSummary("The privacy officer's finding.");
        group.MapGet("/orders", OrdersAsync).WithSummary("The orders in force and what can be played by them, for the regulator.");
        group.MapGet("/samples", SamplesAsync).WithSummary("The recordings that were drawn, for the quality reviewer.");
        group.MapGet("/settlements.csv", SettlementsAsync).WithSummary("Who pays how much, without a patient, for the administrator.");
        group.MapGet("/counts", CountAsync).WithSummary("How many consults of each kind, for the regulator.");
    }

    private static async Task<Results<Ok<IReadOnlyList<GlassView>>, ProblemResult>> ListAsync(Desk desk) =>
        (await desk.Consults.ListGlassesAsync(desk.Who, desk.Now, desk.Cancelled)).ToAnswer()
            .TryGet(out var views, out var refusal) ? TypedResults.Ok(views) : new ProblemResult(refusal);

    private static async Task<Results<Ok<GlassView>, ProblemResult>> ReviewAsync(GlassReviewBody body, Desk desk)
    {
        var answer = await desk.AskAsync(body.CommandId, (d, caller, ct) => d.ReviewGlassAsync(
            caller, new(body.Consult), body.Person, body.At, body.Justified, ct));
        return answer.TryGet(out var view, out var refusal) ? TypedResults.Ok(view) : new ProblemResult(refusal);
    }

    private static async Task<Results<Ok<IReadOnlyList<OrderedView>>, ProblemResult>> OrdersAsync(Desk desk) =>
        (await desk.Consults.ListOrdersAsync(desk.Who, desk.Now, desk.Cancelled)).ToAnswer()
            .TryGet(out var views, out var refusal) ? TypedResults.Ok(views) : new ProblemResult(refusal);

    private static async Task<Results<Ok<IReadOnlyList<SampleView>>, ProblemResult>> SamplesAsync(Desk desk) =>
        (await desk.Consults.ListSampleAsync(desk.Who, desk.Now, desk.Cancelled)).ToAnswer()
            .TryGet(out var views, out var refusal) ? TypedResults.Ok(views) : new ProblemResult(refusal);

    private static async Task<Results<FileContentHttpResult, ProblemResult>> SettlementsAsync(
        Desk desk, DateTimeOffset? from, DateTimeOffset? until)
    {
        var end = until ?? desk.Now;
        var begin = from ?? end.AddDays(-30);
        if (begin >= end || end - begin > MostDays)
        {
            return new ProblemResult(Refusal.InvalidField("from", "range"));
        }

        // With a byte order mark: spreadsheets know by it that the text is UTF-8.
        return (await desk.Consults.ExportSettlementsAsync(desk.Who, begin, end, desk.Cancelled)).ToAnswer()
            .TryGet(out var csv, out var refusal)
                ? TypedResults.File(
                    [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(csv)], "text/csv; charset=utf-8", "settlements.csv")
                : new ProblemResult(refusal);
    }

    private static async Task<Results<Ok<IReadOnlyList<CountRow>>, ProblemResult>> CountAsync(
        Desk desk, DateTimeOffset? from, DateTimeOffset? until)
    {
        var end = until ?? desk.Now;
        var begin = from ?? end.AddDays(-30);
        if (begin >= end || end - begin > MostDays)
        {
            return new ProblemResult(Refusal.InvalidField("from", "range"));
        }

        return (await desk.Consults.CountAsync(desk.Who, begin, end, desk.Cancelled)).ToAnswer()
            .TryGet(out var counts, out var refusal) ? TypedResults.Ok(counts) : new ProblemResult(refusal);
    }
}
