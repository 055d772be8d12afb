using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Telemed.Consults.Desk;
using Telemed.Consults.Ids;
using Telemed.Consults.Recordings;
using Telemed.Consults.Stores;
using Telemed.Media.Recording;
using Telemed.Server.Audit;
using Telemed.Server.Problems;
using Telemed.Server.SignIn;
using Name = Telemed.Consults.Institutions.Name;

namespace Telemed.Server.Recordings;

/// <summary>What the archive does with a recording: file it, hold it, let it go, have it destroyed, export it.</summary>
internal static class KeepingEndpoints
{
    private const int LongestReason = 500;

    /// <summary>Maps them below <c>/api/recordings/{id}</c>.</summary>
    public static void MapKeeping(this IEndpointRouteBuilder routes)
    {
        var keeping = routes.MapGroup("/api/recordings/{id}").RequireAuthorization(SessionCookie.SchemeName);
        keeping.AddEndpointFilter<UnreadableRecordingFilter>();
        keeping.AddEndpointFilter<RestoreFilter>();
        foreach (var step in Enum.GetValues<TwoPersonStep>())
        {
            keeping.MapPost("/" + step.ToString().ToLowerInvariant(), (
                string id, KeepBody body, Consults.Desk desk, Keeping keep) => keep.StepAsync(step, id, body, desk))
                .WithSummary($"{step}: the first person asks, a second one confirms.");
        }

        keeping.MapPost("/take-back", (string id, KeepBody body, Consults.Desk desk, Keeping keep) => keep.TakeBackAsync(id, body, desk))
            .WithSummary("Takes back a step that waits for its second person.");
        keeping.MapPost("/file", (string id, KeepBody body, Consults.Desk desk, Keeping keep) => keep.FileAsync(id, body, desk))
            .WithSummary("Files it as part of a record that is kept longer.");
        keeping.MapGet("/destruction", DestructionAsync).WithSummary("The certificate of its destruction.");
        keeping.MapGet("/export", ExportAsync).WithSummary("Everything in plain, with the signed manifest and a FHIR bundle, as ZIP.");
    }

    /// <summary>The fields that every command has, or what is wrong with them.</summary>
    public static Refusal? Check(KeepBody body) =>
        body.CommandId.Length is 0 or > 64 ? Refusal.InvalidField("commandId", "length")
        : body.Reason?.Length > LongestReason ? Refusal.InvalidField("reason", "length")
        : null;

    private static async Task<Results<Ok<DestructionView>, ProblemResult>> DestructionAsync(
        string id, Consults.Desk desk, RecordingDesk recordings, RecordingLibrary library)
    {
        var found = await recordings.FindAsync(desk.Who, new(id), desk.Now, desk.Cancelled);
        if (!found.ToAnswer().TryGet(out var playable, out var refusal))
        {
            return new ProblemResult(refusal);
        }

        return library.FindDestruction(playable.Life.Consult.Value) is not { } signed
            ? new ProblemResult(ProblemKind.NotFound)
            : TypedResults.Ok(new DestructionView(
                Encoding.UTF8.GetString(signed.Json),
                JsonSerializer.Deserialize<JsonElement>(signed.Json),
                Convert.ToBase64String(signed.Signature),
                signed.CertificatePem));
    }

    private static async Task<Results<PushStreamHttpResult, ProblemResult>> ExportAsync(
        string id,
        Consults.Desk desk,
        RecordingDesk recordings,
        RecordingLibrary library,
        DamageAudit damage,
        AuditTrail trail,
        IDirectory directory,
        HttpContext context)
    {
        var recording = new RecordingId(id);
        var found = await recordings.FindKeepableAsync(desk.CallerOf("export"), recording, desk.Cancelled);
        if (!found.ToAnswer().TryGet(out var playable, out var refusal))
        {
            return new ProblemResult(refusal);
        }

        if (!playable.Life.IsPlayable || library.Find(id) is not { } manifest)
        {
            return new ProblemResult(ProblemKind.RecordingUnavailable);
        }

        if (!await damage.IsSoundAsync(desk.Who.Id.Value, id, desk.Cancelled))
        {
            return new ProblemResult(RecordingEndpoints.Damaged);
        }

        var consult = await desk.Consults.FindAsync(desk.Who, playable.Life.Consult, desk.Now, desk.Cancelled);
        if (!consult.ToAnswer().TryGet(out var view, out var hidden))
        {
            return new ProblemResult(hidden);
        }

        await trail.AddAsync(desk.Who.Id.Value, "recording.export", id, null, desk.Now, desk.Cancelled);
        var network = await directory.LoadAsync(desk.Cancelled);
        var export = new RecordingExport(
            library, manifest, view, desk.Now, person => network.FindPerson(new(person))?.Name ?? new Name("?", "?"));
        context.Response.Headers.CacheControl = "no-store";
        if (context.Features.Get<IHttpBodyControlFeature>() is { } body)
        {
            body.AllowSynchronousIO = true; // The ZIP writer ends each entry by a few bytes that it writes synchronously.
        }

        return TypedResults.Stream(
            stream => export.WriteAsync(stream, context.RequestAborted), "application/zip", $"recording-{id}.zip");
    }
}
