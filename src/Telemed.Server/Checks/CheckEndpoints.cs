using Microsoft.AspNetCore.Http.HttpResults;
using Telemed.Server.Consults;
using Telemed.Server.Problems;
using Telemed.Server.SignIn;
using Telemed.Server.Tokens;

namespace Telemed.Server.Checks;

/// <summary>The measurement of a link before a call.</summary>
internal static class CheckEndpoints
{
    private const int LongestOffer = 200_000;

    /// <summary>Maps <c>/api/check</c>.</summary>
    public static void MapChecks(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/check").RequireAuthorization(SessionCookie.SchemeName);
        group.MapPost("/", OpenAsync).WithSummary("Begins to measure the own link through the relay.");
        group.MapPost("/{id}/offer", AnswerAsync).WithSummary("Answers one of its two connections.");
        group.MapDelete("/{id}", CloseAsync).WithSummary("Ends the measurement.");
    }

    private static async Task<Results<Ok<CheckOpened>, ProblemResult>> OpenAsync(
        Desk desk, LinkChecks checks, TurnServers turn)
    {
        var opened = await checks.OpenAsync(desk.Who.Id);
        return opened.TryGet(out var id, out var refusal)
            ? TypedResults.Ok(new CheckOpened(id, turn.For(desk.Now)))
            : new ProblemResult(refusal);
    }

    private static async Task<Results<Ok<CheckAnswer>, ProblemResult>> AnswerAsync(
        CheckOffer body, string id, Desk desk, LinkChecks checks)
    {
        if (body.OfferSdp.Length > LongestOffer)
        {
            return new ProblemResult(Refusal.InvalidField("offerSdp", "length"));
        }

        var answered = await checks.AnswerAsync(desk.Who.Id, id, body, desk.Cancelled);
        return answered.TryGet(out var answer, out var refusal) ? TypedResults.Ok(answer) : new ProblemResult(refusal);
    }

    private static async Task<NoContent> CloseAsync(string id, Desk desk, LinkChecks checks)
    {
        await checks.CloseAsync(desk.Who.Id, id);
        return TypedResults.NoContent();
    }
}
