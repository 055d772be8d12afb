using System.Collections.Concurrent;
using Telemed.Consults.Ids;

namespace Telemed.Server.Audit;

/// <summary>
/// Notes every play of a recording. A browser asks for one play in many ranges; those of one person within some minutes are
/// one play. Any thread.
/// </summary>
internal sealed class PlayAudit(AuditTrail trail)
{
    private static readonly TimeSpan OnePlay = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<(PersonId, RecordingId), DateTimeOffset> _plays = new();

    /// <summary>Notes that a person plays a recording; durable when it returns.</summary>
    public async Task PlayedAsync(PersonId who, RecordingId recording, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var (key, at) in _plays)
        {
            if (now - at > OnePlay)
            {
                _plays.TryRemove(key, out _);
            }
        }

        var begins = !_plays.ContainsKey((who, recording));
        _plays[(who, recording)] = now;
        if (begins)
        {
            await trail.AddAsync(who.Value, "recording.play", recording.Value, null, now, ct);
        }
    }
}
