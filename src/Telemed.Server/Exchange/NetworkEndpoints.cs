using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Telemed.Consults.Access;
using Telemed.Consults.Fhir;
using Telemed.Consults.Institutions;
using Telemed.Consults.Stores;
using Telemed.Server.Audit;
using Telemed.Server.Consults;
using Telemed.Server.Problems;
using Telemed.Server.SignIn;

namespace Telemed.Server.Exchange;

/// <summary>The network as tables and as FHIR, out and in again. For administrators; nothing of a patient is in it.</summary>
internal static class NetworkEndpoints
{
    /// <summary>The largest network that is taken, in bytes.</summary>
    private const int LargestNetwork = 16_777_216;

    /// <summary>Maps <c>/api/network</c>.</summary>
    public static void MapNetwork(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/network").RequireAuthorization(SessionCookie.SchemeName)
            .AddEndpointFilter<AuditFilter>();
        MapTable(group, "institutions", network => NetworkCsv.Write(network.Institutions));
        MapTable(group, "services", network => NetworkCsv.Write(network.Services));
        MapTable(group, "people", network => NetworkCsv.Write(network.People));
        MapTable(group, "rota", network => NetworkCsv.Write(network.Rota));
        MapTable(group, "rules", network => NetworkCsv.Write(network.Rules));
        MapTable(group, "resources", network => NetworkCsv.Write(network.Resources));
        MapTable(group, "calendar", network => NetworkCsv.Write(network.Calendar));
        group.MapGet("/fhir", FhirAsync).WithSummary("Institutions and people as a FHIR Bundle.");
        group.MapPost("/import", ImportAsync).WithMetadata(new RequestSizeLimitAttribute(LargestNetwork))
            .WithSummary("Puts a network in place, or says what is wrong with it.");
    }

    private static void MapTable(RouteGroupBuilder group, string part, Func<Network, string> write) =>
        group.MapGet($"/{part}.csv", async Task<Results<FileContentHttpResult, ProblemResult>> (Desk desk, IDirectory directory) =>
            AccessPolicy.May(desk.Who.Roles, DeskAction.KeepNetwork)
                ? TypedResults.File(
                    Bytes(write(await directory.LoadAsync(desk.Cancelled))),
                    "text/csv; charset=utf-8",
                    $"{part}.csv")
                : new ProblemResult(ProblemKind.Forbidden))
            .WithSummary($"The {part} as comma-separated values.");

    /// <summary>With a byte order mark: spreadsheets know by it that the Chinese is UTF-8.</summary>
    private static byte[] Bytes(string text) => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)];

    private static async Task<Results<JsonHttpResult<System.Text.Json.Nodes.JsonObject>, ProblemResult>> FhirAsync(
        Desk desk, IDirectory directory) => AccessPolicy.May(desk.Who.Roles, DeskAction.KeepNetwork)
            ? TypedResults.Json(FhirNetwork.Write(await directory.LoadAsync(desk.Cancelled)), contentType: "application/fhir+json")
            : new ProblemResult(ProblemKind.Forbidden);

    private static async Task<Results<Ok<ImportView>, ProblemResult>> ImportAsync(
        NetworkBody body, Desk desk, IDirectory directory)
    {
        if (!AccessPolicy.May(desk.Who.Roles, DeskAction.KeepNetwork))
        {
            return new ProblemResult(ProblemKind.Forbidden);
        }

        var faults = new List<NetworkFault>();
        var (network, found) = Read(body, faults).Over(await directory.LoadAsync(desk.Cancelled), desk.Who.Id);
        faults.AddRange(found);
        var done = faults.Count == 0 && network is not null && !body.DryRun;
        if (done)
        {
            await directory.ReplaceAsync(network!, CancellationToken.None);
        }

        return TypedResults.Ok(new ImportView(
            done, network?.Institutions.Count ?? 0, network?.People.Count() ?? 0, faults));
    }

    private static NetworkImport Read(NetworkBody body, List<NetworkFault> faults)
    {
        var (institutions, people, resources) = body.Fhir is { } bundle ? FhirNetwork.Read(bundle, faults) : (null, null, null);
        return new(
            body.Institutions is { } text ? NetworkCsv.ReadInstitutions(text, faults) : institutions,
            body.Services is { } services ? NetworkCsv.ReadServices(services, faults) : null,
            body.People is { } staff ? NetworkCsv.ReadPeople(staff, faults) : people,
            body.Rota is { } rota ? NetworkCsv.ReadRota(rota, faults) : null,
            body.Rules is { } rules ? NetworkCsv.ReadRules(rules, faults) : null,
            body.Resources is { } things ? NetworkCsv.ReadResources(things, faults) : resources,
            body.Calendar is { } days ? NetworkCsv.ReadCalendar(days, faults) : null);
    }
}
