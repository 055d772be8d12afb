using Microsoft.AspNetCore.Http.HttpResults;
using Telemed.Consults.Desk;
using Telemed.Consults.Views;
using Telemed.Server.Problems;
using Telemed.Server.SignIn;
using Desk = Telemed.Server.Consults.Desk;

namespace Telemed.Server.Sites;

/// <summary>What the houses' links were like before their appointments.</summary>
internal static class SiteEndpoints
{
    /// <summary>Maps <c>/api/sites</c>.</summary>
    public static void MapSites(this IEndpointRouteBuilder routes) => routes.MapGet("/api/sites/probes", ListAsync)
        .RequireAuthorization(SessionCookie.SchemeName)
        .WithSummary("The links of the houses before the appointments of the last day and of the next hour.");

    private static async Task<Results<Ok<IReadOnlyList<SiteProbeView>>, ProblemResult>> ListAsync(Desk desk, SiteDesk sites) =>
        await sites.ListAsync(desk.Who, desk.Now, desk.Cancelled) is { } list
            ? TypedResults.Ok(list)
            : new ProblemResult(ProblemKind.Forbidden);
}
