using Microsoft.AspNetCore.Http.HttpResults;
using Telemed.Consults.Desk;
using Telemed.Consults.Recordings;
using Telemed.Media.Recording;
using Telemed.Server.Audit;
using Telemed.Server.Problems;

namespace Telemed.Server.Recordings;

/// <summary>
/// Does what the archive decides: the fact first, then the audit, and for a destruction the keys and files, which the
/// reconciler finishes should this process die in between. Any thread.
/// </summary>
internal sealed class Keeping(RecordingDesk recordings, RecordingLibrary library, AuditTrail trail)
{
    /// <summary>One person's part of a step that takes two.</summary>
    public async Task<Results<Ok<StepView>, ProblemResult>> StepAsync(
        TwoPersonStep step, string id, KeepBody body, Consults.Desk desk)
    {
        if (KeepingEndpoints.Check(body) is { } faulty)
        {
            return new ProblemResult(faulty);
        }

        var outcome = await recordings.StepAsync(
            desk.CallerOf(body.CommandId), new(id), step, body.Reason ?? "", desk.Cancelled);
        if (!outcome.ToAnswer().TryGet(out var life, out var refusal))
        {
            return new ProblemResult(refusal);
        }

        var action = life.Pending is null ? "recording." + step.ToString().ToLowerInvariant() : "recording.step-asked";
        await trail.AddAsync(desk.Who.Id.Value, action, id, step.ToString(), desk.Now, CancellationToken.None);
        if (life.Status == RecordingStatus.Destroyed)
        {
            await DestroyAsync(life);
        }

        return TypedResults.Ok(StepView.Of(life));
    }

    /// <summary>Takes back what waits for a second person.</summary>
    public Task<Results<Ok<StepView>, ProblemResult>> TakeBackAsync(string id, KeepBody body, Consults.Desk desk) =>
        DoAsync("recording.step-taken-back", id, body, desk, caller => recordings.TakeBackAsync(caller, new(id), desk.Cancelled));

    /// <summary>Files it as part of a record that is kept longer.</summary>
    public async Task<Results<Ok<StepView>, ProblemResult>> FileAsync(string id, KeepBody body, Consults.Desk desk) =>
        body.Class is not { } retention
            ? new ProblemResult(Refusal.InvalidField("class", "missing"))
            : await DoAsync(
                "recording.filed", id, body, desk, caller => recordings.FileAsync(caller, new(id), retention, desk.Cancelled));

    /// <summary>Destroys key and files of a destroyed recording's case; holds also when that was done before.</summary>
    public async Task DestroyAsync(RecordingLife life)
    {
        var all = await recordings.ListAsync(life.Consult);
        var by = life.DestroyedBy!;
        await Task.Run(() => library.Destroy(
            life.Consult.Value, [.. all.Select(one => one.Value)], by.AskedBy.Value, by.ConfirmedBy.Value, by.Reason ?? ""));
    }

    private async Task<Results<Ok<StepView>, ProblemResult>> DoAsync(
        string action, string id, KeepBody body, Consults.Desk desk, Func<Caller, Task<Outcome<RecordingLife>>> command)
    {
        if (KeepingEndpoints.Check(body) is { } faulty)
        {
            return new ProblemResult(faulty);
        }

        var outcome = await command(desk.CallerOf(body.CommandId));
        if (!outcome.ToAnswer().TryGet(out var life, out var refusal))
        {
            return new ProblemResult(refusal);
        }

        await trail.AddAsync(desk.Who.Id.Value, action, id, life.Class.ToString(), desk.Now, CancellationToken.None);
        return TypedResults.Ok(StepView.Of(life));
    }
}
