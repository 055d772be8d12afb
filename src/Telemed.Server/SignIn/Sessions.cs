using System.Collections.Concurrent;

namespace Telemed.Server.SignIn;

/// <summary>
/// The sessions that were signed out before they ran out, so that a copied cookie ends with them. In memory: a restart
/// forgets, and the cookie's own end remains. Any thread.
/// </summary>
internal sealed class Sessions(TimeProvider time, TimeSpan idle)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _ended = new(StringComparer.Ordinal);

    /// <summary>Ends a session for good.</summary>
    public void End(string session)
    {
        var now = time.GetUtcNow();
        foreach (var (old, at) in _ended)
        {
            if (at + idle < now)
            {
                _ended.TryRemove(old, out _);
            }
        }

        _ended[session] = now;
    }

    /// <summary>Whether the session was ended.</summary>
    public bool IsEnded(string session) => _ended.ContainsKey(session);
}
