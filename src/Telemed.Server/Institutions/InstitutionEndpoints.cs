using Telemed.Consults.Institutions;
using Telemed.Consults.Stores;
using Telemed.Server.SignIn;

namespace Telemed.Server.Institutions;

/// <summary>The network as every signed-in person may see it.</summary>
internal static class InstitutionEndpoints
{
    /// <summary>Maps <c>/api/institutions</c> and <c>/api/services</c>.</summary>
    public static void MapInstitutions(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api").RequireAuthorization(SessionCookie.SchemeName);
        group.MapGet("/institutions", async (IDirectory directory, CancellationToken ct) =>
            (await directory.LoadAsync(ct)).Institutions.Select(View)).WithSummary("The institutions, top of the tree first.");
        group.MapGet("/services", async (IDirectory directory, CancellationToken ct) =>
            (await directory.LoadAsync(ct)).Services).WithSummary("The services that can be asked for.");
    }

    private static InstitutionView View(Institution one) =>
        new(one.Id, one.Name, one.Level, one.Type, one.Parent, one.Services, one.MayAsk);
}
