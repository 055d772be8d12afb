using Telemed.Consults.Desk;
using Telemed.Consults.Institutions;
using Telemed.Consults.Recordings;

namespace Telemed.Server.Recordings;

/// <summary>How a recording is kept, for the archive.</summary>
internal sealed record KeepingView(RetentionClass Class, DateTimeOffset KeptUntil, PendingView? Pending)
{
    /// <summary>The view of a recording.</summary>
    public static KeepingView Of(PlayableRecording playable, Func<string, Name> name) => new(
        playable.Life.Class,
        playable.KeptUntil,
        playable.Life.Pending is not { } pending
            ? null
            : new(pending.Step, pending.By.Value, name(pending.By.Value), pending.At, pending.Reason));
}
