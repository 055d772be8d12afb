using System.Collections.Concurrent;
using Telemed.Storage.Nodes;

namespace Telemed.Server.SignIn;

/// <summary>
/// The sessions that were signed out before they ran out, so that a copied cookie ends with them: on this node at once, on the
/// others when <see cref="SessionLoop"/> has looked there. Any thread.
/// </summary>
internal sealed class Sessions(ISessionStore store, TimeProvider time, TimeSpan longest)
{
    /// <summary>Clocks of nodes may differ by so much.</summary>
    private static readonly TimeSpan Apart = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<string, byte> _ended = new(StringComparer.Ordinal);

    /// <summary>Ends a session for good.</summary>
    public async Task EndAsync(string session)
    {
        _ended[session] = 0;
        var now = time.GetUtcNow();
        await store.EndAsync(session, now, now - longest - Apart);
    }

    /// <summary>Whether the session was ended.</summary>
    public bool IsEnded(string session) => _ended.ContainsKey(session);

    /// <summary>Hears of the sessions that ended, on any node.</summary>
    /// <param name="all">All that still matter, and not only the latest.</param>
    /// <param name="ct">Gives up.</param>
    public async Task RefreshAsync(bool all, CancellationToken ct)
    {
        var ended = await store.ListEndedAsync(time.GetUtcNow() - (all ? longest : TimeSpan.Zero) - Apart, ct);
        foreach (var session in ended)
        {
            _ended[session] = 0;
        }

        if (all)
        {
            foreach (var old in _ended.Keys.Except(ended, StringComparer.Ordinal))
            {
                _ended.TryRemove(old, out _);
            }
        }
    }
}
