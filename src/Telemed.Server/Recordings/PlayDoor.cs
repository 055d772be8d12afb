using Microsoft.AspNetCore.Http.HttpResults;
using Telemed.Consults.Access;
using Telemed.Consults.Desk;
using Telemed.Consults.Institutions;
using Telemed.Media.Recording;
using Telemed.Server.Audit;
using Telemed.Server.Problems;

namespace Telemed.Server.Recordings;

/// <summary>Plays the composed file to whoever may, staff or not, and notes each play with the reason for it (U1). Any thread.</summary>
internal sealed class PlayDoor(RecordingDesk recordings, RecordingLibrary library, PlayAudit audit, DamageAudit damage)
{
    /// <summary>The file, in ranges; every byte is verified on the way.</summary>
    public async Task<Results<FileStreamHttpResult, ProblemResult>> PlayAsync(
        StaffMember who, string id, DateTimeOffset now, HttpContext context)
    {
        var cancelled = context.RequestAborted;
        var found = await recordings.FindAsync(who, new(id), now, cancelled);
        if (!found.ToAnswer().TryGet(out var playable, out var refusal))
        {
            return new ProblemResult(refusal);
        }

        if (library.Find(id) is not { } manifest)
        {
            return new ProblemResult(ProblemKind.RecordingUnavailable);
        }

        if (!await damage.IsSoundAsync(who.Id.Value, id, cancelled) || library.OpenVideo(id) is not { } video)
        {
            return new ProblemResult(RecordingEndpoints.Damaged);
        }

        await audit.PlayedAsync(who.Id, new(id), now, ReasonOf(playable.Basis), cancelled);
        context.Response.Headers.CacheControl = "no-store";
        var verified = new VerifiedStream(video, what => damage.NoteAsync(who.Id.Value, id, what));
        return TypedResults.Stream(verified, manifest.Video.ContentType, enableRangeProcessing: true);
    }

    /// <summary>A recording that somebody may play, and all beside its video: noted with its reason where it is no case of theirs.</summary>
    public async Task<Answer<PlayableRecording>> ViewAsync(StaffMember who, string id, DateTimeOffset now, CancellationToken ct)
    {
        var found = (await recordings.FindAsync(who, new(id), now, ct)).ToAnswer();
        if (found.TryGet(out var playable, out _) && ReasonOf(playable.Basis) is { } reason)
        {
            await audit.ViewedAsync(who.Id, new(id), now, reason, ct);
        }

        return found;
    }

    private static string? ReasonOf(PlayBasis basis) => basis switch
    {
        PlayBasis.PatientRequest => "patient-request",
        PlayBasis.QualitySample => "quality-sample",
        PlayBasis.RegulatorOrder => "regulator-order",
        _ => null,
    };
}
