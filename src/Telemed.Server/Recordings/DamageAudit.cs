using Telemed.Media.Recording;
using Telemed.Server.Audit;

namespace Telemed.Server.Recordings;

/// <summary>Notes that a recording is not as it was sealed: in the audit trail, and for the operator. Any thread.</summary>
internal sealed class DamageAudit(AuditTrail trail, RecordingLibrary library, TimeProvider time, ILogger<DamageAudit> log)
{
    /// <summary>Whether every finished byte is as it was signed; else it is noted who met the damage, and where.</summary>
    public async Task<bool> IsSoundAsync(string actor, string recording, CancellationToken ct)
    {
        var faults = await library.ExamineAsync(recording, ct);
        if (faults.Count == 0)
        {
            return true;
        }

        await NoteAsync(actor, recording, string.Join(' ', faults));
        return false;
    }

    /// <summary>Notes damage that was met; durable when it returns, whether or not the reader is still there.</summary>
    public async Task NoteAsync(string actor, string recording, string what)
    {
        library.Forget(recording);
        log.RecordingUnreadable(recording, what);
        await trail.AddAsync(actor, "recording.damaged", recording, what, time.GetUtcNow(), CancellationToken.None);
    }
}
