using Microsoft.AspNetCore.Http.HttpResults;
using Telemed.Consults.Institutions;
using Telemed.Server.Consults;
using Telemed.Server.Problems;
using Telemed.Server.Rooms;
using Telemed.Server.SignIn;

namespace Telemed.Server.Operator;

/// <summary>What operators ask of a running node. Nothing here names a patient or a case.</summary>
internal static class OperatorEndpoints
{
    /// <summary>Maps <c>/api/operator</c>.</summary>
    public static void MapOperator(this IEndpointRouteBuilder routes) => routes
        .MapGroup("/api/operator")
        .RequireAuthorization(SessionCookie.SchemeName)
        .MapGet("/links", Links)
        .WithSummary("The links of everybody in a room on this node, as last measured.");

    private static Results<Ok<IReadOnlyList<RoomLinks>>, ProblemResult> Links(Desk desk, RoomDirectory rooms) =>
        desk.Who.Is(Role.Operator) ? TypedResults.Ok(rooms.Links()) : new ProblemResult(ProblemKind.Forbidden);
}
