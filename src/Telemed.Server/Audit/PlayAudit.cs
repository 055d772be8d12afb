using Telemed.Consults.Ids;

namespace Telemed.Server.Audit;

/// <summary>
/// Notes every play of a recording. A browser asks for one play in many ranges; those of one person within some minutes are
/// one play. Any thread.
/// </summary>
internal sealed class PlayAudit(AuditTrail trail, Looks looks)
{
    /// <summary>Notes that a person plays a recording, and for which reason, where it is no case of theirs; durable when it returns.</summary>
    public Task PlayedAsync(PersonId who, RecordingId recording, DateTimeOffset now, string? reason, CancellationToken ct) =>
        NoteAsync("recording.play", who, recording, now, reason, ct);

    /// <summary>Notes that a person looks at what is beside the video, which is no case of theirs; durable when it returns.</summary>
    public Task ViewedAsync(PersonId who, RecordingId recording, DateTimeOffset now, string reason, CancellationToken ct) =>
        NoteAsync("recording.view", who, recording, now, reason, ct);

    private async Task NoteAsync(
        string action, PersonId who, RecordingId recording, DateTimeOffset now, string? reason, CancellationToken ct)
    {
        var play = new AuditEntry(now, who.Value, action, recording.Value, Detail: reason);
        if (looks.Begins(play))
        {
            await trail.AddAsync(play, ct);
        }
    }
}
