using Telemed.Consults.Ids;

namespace Telemed.Server.Audit;

/// <summary>
/// Notes every play of a recording. A browser asks for one play in many ranges; those of one person within some minutes are
/// one play. Any thread.
/// </summary>
internal sealed class PlayAudit(AuditTrail trail, Looks looks)
{
    /// <summary>Notes that a person plays a recording, and for which reason, where it is no case of theirs; durable when it returns.</summary>
    public async Task PlayedAsync(PersonId who, RecordingId recording, DateTimeOffset now, string? reason, CancellationToken ct)
    {
        var play = new AuditEntry(now, who.Value, "recording.play", recording.Value, Detail: reason);
        if (looks.Begins(play))
        {
            await trail.AddAsync(play, ct);
        }
    }
}
