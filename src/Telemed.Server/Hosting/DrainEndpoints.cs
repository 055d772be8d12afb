using Microsoft.AspNetCore.Http.HttpResults;
using Telemed.Consults.Institutions;
using Telemed.Media;
using Telemed.Server.Problems;
using Telemed.Server.SignIn;

namespace Telemed.Server.Hosting;

/// <summary>
/// Draining: before a node is stopped for an update, it opens no more rooms and says that it is not ready, and those that are
/// open end in their own time. For operators.
/// </summary>
internal static class DrainEndpoints
{
    /// <summary>Maps <c>/api/operator/drain</c>.</summary>
    public static void MapDrain(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/operator/drain").RequireAuthorization(SessionCookie.SchemeName);
        group.MapGet("", Find).WithSummary("Whether the node is being drained, and what is still open.");
        group.MapPut("", Set).WithSummary("Begins to drain the node, or ends that.");
    }

    private static Results<Ok<DrainView>, ProblemResult> Find(Consults.Desk desk, MediaNode media) =>
        desk.Who.Is(Role.Operator) ? TypedResults.Ok(DrainView.Of(media)) : new ProblemResult(ProblemKind.Forbidden);

    private static Results<Ok<DrainView>, ProblemResult> Set(DrainBody body, Consults.Desk desk, MediaNode media)
    {
        if (!desk.Who.Is(Role.Operator))
        {
            return new ProblemResult(ProblemKind.Forbidden);
        }

        media.IsDraining = body.Draining;
        return TypedResults.Ok(DrainView.Of(media));
    }
}
