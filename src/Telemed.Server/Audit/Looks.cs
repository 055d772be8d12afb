using System.Collections.Concurrent;

namespace Telemed.Server.Audit;

/// <summary>Which looks are going on, so that a page that asks again and again is one line and not a hundred. Any thread.</summary>
internal sealed class Looks
{
    private static readonly TimeSpan OneLook = TimeSpan.FromMinutes(10);
    private readonly ConcurrentDictionary<(string, string, string?, string, string?), DateTimeOffset> _going = new();

    /// <summary>Whether a look begins here: the same person did not look at the same thing a while ago.</summary>
    public bool Begins(AuditEntry look)
    {
        foreach (var (key, at) in _going)
        {
            if (look.At - at > OneLook)
            {
                _going.TryRemove(key, out _);
            }
        }

        var mine = (look.Actor, look.Action, look.Subject, look.Outcome, look.Detail);
        var begins = !_going.ContainsKey(mine);
        _going[mine] = look.At;
        return begins;
    }
}
