using System.Collections.Concurrent;

namespace Telemed.Server.Tokens;

/// <summary>
/// The tokens that were used and have not expired. In memory: a token is bound to one room, a room lives on one node, and
/// a restart that forgets it leaves at most the rest of its minute. Any thread.
/// </summary>
internal sealed class UsedTokens(TimeProvider time)
{
    private const int PruneAbove = 1_024;

    private readonly ConcurrentDictionary<string, DateTimeOffset> _used = new(StringComparer.Ordinal);

    /// <summary>Uses the token; false when it was used before.</summary>
    public bool TryUse(JoinTicket ticket)
    {
        if (_used.Count > PruneAbove)
        {
            Prune();
        }

        return _used.TryAdd(ticket.Id, ticket.ExpiresAt);
    }

    /// <summary>Whether the token was used.</summary>
    public bool WasUsed(JoinTicket ticket) => _used.ContainsKey(ticket.Id);

    private void Prune()
    {
        var now = time.GetUtcNow();
        foreach (var (id, expires) in _used)
        {
            if (expires < now)
            {
                _used.TryRemove(id, out _);
            }
        }
    }
}
