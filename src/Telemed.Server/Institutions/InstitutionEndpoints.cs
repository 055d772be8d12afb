using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Telemed.Consults.Institutions;
using Telemed.Consults.Stores;
using Telemed.Server.Json;
using Telemed.Server.SignIn;

namespace Telemed.Server.Institutions;

/// <summary>The network as every signed-in person may see it.</summary>
internal static class InstitutionEndpoints
{
    /// <summary>The answer for a network, made once: a region's has thousands of institutions, and seldom changes.</summary>
    private static readonly ConditionalWeakTable<Network, byte[]> Texts = [];

    /// <summary>Maps <c>/api/institutions</c> and <c>/api/services</c>.</summary>
    public static void MapInstitutions(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api").RequireAuthorization(SessionCookie.SchemeName);
        group.MapGet("/institutions", ListAsync).Produces<IReadOnlyList<InstitutionView>>()
            .WithSummary("The institutions, top of the tree first.");
        group.MapGet("/services", async (IDirectory directory, CancellationToken ct) =>
            (await directory.LoadAsync(ct)).Services).WithSummary("The services that can be asked for.");
    }

    private static async Task<FileContentHttpResult> ListAsync(IDirectory directory, CancellationToken ct) =>
        TypedResults.Bytes(Texts.GetValue(await directory.LoadAsync(ct), Write), "application/json; charset=utf-8");

    private static byte[] Write(Network network) =>
        JsonSerializer.SerializeToUtf8Bytes(network.Institutions.Select(View), Wire.Options);

    private static InstitutionView View(Institution one) =>
        new(one.Id, one.Name, one.Level, one.Type, one.Parent, one.Services, one.MayAsk);
}
