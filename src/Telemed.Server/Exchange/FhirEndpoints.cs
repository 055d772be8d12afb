using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Telemed.Consults.Fhir;
using Telemed.Consults.Scheduling;
using Telemed.Server.Audit;
using Telemed.Server.Consults;
using Telemed.Server.Problems;
using Telemed.Server.SignIn;

namespace Telemed.Server.Exchange;

/// <summary>Cases to and from other systems, FHIR R4 JSON. The same access as everywhere; every export is audited.</summary>
internal static class FhirEndpoints
{
    private const string FhirJson = "application/fhir+json";

    /// <summary>Maps <c>/fhir/R4</c>.</summary>
    public static void MapFhir(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/fhir/R4").RequireAuthorization(SessionCookie.SchemeName)
            .AddEndpointFilter<AuditFilter>();
        group.MapGet("/ServiceRequest/{id}/$everything", ExportAsync).WithSummary("A whole case as a Bundle.");
        group.MapPost("/ServiceRequest", RequestAsync).Accepts<JsonObject>(FhirJson, "application/json")
            .WithSummary("A draft of what another system asks.");
        group.MapPost("/Appointment", AppointmentAsync).Accepts<JsonObject>(FhirJson, "application/json")
            .WithSummary("The appointment of a consult.");
    }

    private static async Task<Results<JsonHttpResult<JsonObject>, ProblemResult>> ExportAsync(string id, Desk desk) =>
        (await desk.Consults.ExportAsync(desk.Who, new(id), desk.Now, desk.Cancelled)).ToAnswer()
            .TryGet(out var bundle, out var refusal)
            ? TypedResults.Json(bundle, contentType: FhirJson)
            : new ProblemResult(refusal);

    private static async Task<Results<Created, ProblemResult>> RequestAsync(JsonObject body, Desk desk, HttpRequest request)
    {
        var (asked, fault) = FhirImport.ReadRequest(body);
        if (asked is null)
        {
            return new ProblemResult(Refusal.InvalidField(fault!, "unknown"));
        }

        var answer = await desk.AskAsync(CommandOf(request), (d, caller, ct) => d.CreateAsync(caller, asked, ct));
        return answer.TryGet(out var view, out var refusal)
            ? TypedResults.Created($"/fhir/R4/ServiceRequest/{view.Id}")
            : new ProblemResult(refusal);
    }

    private static async Task<Results<Created, ProblemResult>> AppointmentAsync(JsonObject body, Desk desk, HttpRequest request)
    {
        var (consult, startsAt, fault) = FhirImport.ReadAppointment(body);
        if (consult is not { } id)
        {
            return new ProblemResult(Refusal.InvalidField(fault!, "unknown"));
        }

        var answer = await desk.AskAsync(CommandOf(request), (d, caller, ct) =>
            d.ScheduleAsync(caller, id, startsAt, BookingChannel.Proxy, cancellation: ct));
        return answer.TryGet(out _, out var refusal)
            ? TypedResults.Created($"/fhir/R4/Appointment/{id}")
            : new ProblemResult(refusal);
    }

    /// <summary>A repeated request with the same <c>If-None-Exist</c> is the same intention (FHIR R4, conditional create).</summary>
    private static string CommandOf(HttpRequest request) =>
        request.Headers["If-None-Exist"].ToString() is { Length: > 0 and <= 64 } key ? key : Guid.NewGuid().ToString("N");
}
