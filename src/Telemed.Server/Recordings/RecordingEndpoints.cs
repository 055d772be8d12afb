using Microsoft.AspNetCore.Http.HttpResults;
using Telemed.Consults.Ids;
using Telemed.Consults.Institutions;
using Telemed.Consults.Stores;
using Telemed.Media.Recording;
using Telemed.Recording.Manifest;
using Telemed.Server.Problems;
using Telemed.Server.Rooms;
using Telemed.Server.SignIn;

namespace Telemed.Server.Recordings;

/// <summary>Recording a session, and playing what was recorded.</summary>
internal static class RecordingEndpoints
{
    private const int LongestLabel = 100;

    /// <summary>Maps the recording commands of a consult and <c>/api/recordings</c>.</summary>
    public static void MapRecordings(this IEndpointRouteBuilder routes)
    {
        var commands = routes.MapGroup("/api/consults/{id}/recording").RequireAuthorization(SessionCookie.SchemeName);
        foreach (var verb in Enum.GetValues<RecordingVerb>())
        {
            commands.MapPost("/" + verb.ToString().ToLowerInvariant(), (
                RecordingBody body, string id, Consults.Desk desk, RoomDirectory rooms) =>
                RecordAsync(verb, body, id, desk, rooms)).WithSummary($"Recording: {verb}.");
        }

        var recordings = routes.MapGroup("/api/recordings").RequireAuthorization(SessionCookie.SchemeName);
        recordings.AddEndpointFilter<UnreadableRecordingFilter>();
        recordings.AddEndpointFilter<RestoreFilter>();
        recordings.MapGet("/{id}", FindAsync).WithSummary("A recording.");
        recordings.MapGet("/{id}/video", PlayAsync).WithSummary("The composed file; ranges are served.");
        recordings.MapGet("/{id}/manifest", ManifestAsync).WithSummary("What the recording is made of, with hashes.");
        foreach (var name in (string[])["preview.json", "filmstrip.jpg", "captions.vtt"])
        {
            recordings.MapGet("/{id}/" + name, (
                string id, Consults.Desk desk, PlayDoor door, RecordingLibrary library, DamageAudit damage, HttpContext context) =>
                PreviewAsync(name, id, desk, door, library, damage, context)).WithSummary("What a player shows beside the video.");
        }

        routes.MapKeeping();
    }

    /// <summary>A recording that is not as it was sealed.</summary>
    public static Refusal Damaged { get; } =
        new(ProblemKind.RecordingUnavailable, "The recording is not as it was sealed; it is not played.") { Reason = "damaged" };

    private static async Task<Results<Ok<RecordingView>, ProblemResult>> RecordAsync(
        RecordingVerb verb, RecordingBody body, string id, Consults.Desk desk, RoomDirectory rooms)
    {
        if (body.CommandId.Length is 0 or > 64)
        {
            return new ProblemResult(Refusal.InvalidField("commandId", "length"));
        }

        if (body.Label?.Length > LongestLabel)
        {
            return new ProblemResult(Refusal.InvalidField("label", "length"));
        }

        var consult = new ConsultId(id);
        if ((await desk.Consults.FindAsync(desk.Who, consult, desk.Now, desk.Cancelled)).ToAnswer().Refusal is { } hidden)
        {
            return new ProblemResult(hidden);
        }

        var answer = await rooms.RecordAsync(consult, verb, desk.CallerOf(body.CommandId), body.Label);
        return answer.TryGet(out var view, out var refusal) ? TypedResults.Ok(view) : new ProblemResult(refusal);
    }

    private static async Task<Results<Ok<RecordingDetail>, ProblemResult>> FindAsync(
        string id, Consults.Desk desk, PlayDoor door, RecordingLibrary library, RecordingFinisher finisher, IDirectory directory)
    {
        var found = await door.ViewAsync(desk.Who, id, desk.Now, desk.Cancelled);
        if (!found.TryGet(out var playable, out var refusal))
        {
            return new ProblemResult(refusal);
        }

        var network = await directory.LoadAsync(desk.Cancelled);
        return TypedResults.Ok(RecordingDetail.Of(
            playable,
            finisher.ProgressOf(playable.Row.Id),
            library.Find(id),
            person => network.FindPerson(new(person))?.Name ?? new Name(person, person)));
    }

    private static Task<Results<FileStreamHttpResult, ProblemResult>> PlayAsync(string id, Consults.Desk desk, PlayDoor door, HttpContext context) =>
        door.PlayAsync(desk.Who, id, desk.Now, context);

    private static async Task<Results<FileStreamHttpResult, ProblemResult>> PreviewAsync(
        string name,
        string id,
        Consults.Desk desk,
        PlayDoor door,
        RecordingLibrary library,
        DamageAudit damage,
        HttpContext context)
    {
        var found = await door.ViewAsync(desk.Who, id, desk.Now, desk.Cancelled);
        if (found.Refusal is { } refusal)
        {
            return new ProblemResult(refusal);
        }

        if (library.Find(id)?.Previews.FirstOrDefault(file => file.Name == name) is not { } file
            || library.OpenFile(id, name) is not { } content)
        {
            return new ProblemResult(ProblemKind.RecordingUnavailable);
        }

        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Stream(
            new VerifiedStream(content, what => damage.NoteAsync(desk.Who.Id.Value, id, what)), file.ContentType);
    }

    private static async Task<Results<FileContentHttpResult, ProblemResult>> ManifestAsync(
        string id, Consults.Desk desk, PlayDoor door, RecordingLibrary library)
    {
        var found = await door.ViewAsync(desk.Who, id, desk.Now, desk.Cancelled);
        if (found.Refusal is { } refusal)
        {
            return new ProblemResult(refusal);
        }

        return library.Find(id) is { } manifest
            ? TypedResults.File(ManifestJson.Write(manifest), "application/json")
            : new ProblemResult(ProblemKind.RecordingUnavailable);
    }
}
