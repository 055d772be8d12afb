using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Telemed.Server.Whip;

/// <summary>The sessions of devices on this node. Any thread.</summary>
internal sealed class WhipSessions
{
    private readonly ConcurrentDictionary<string, WhipSession> _byId = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Room, string Device), WhipSession> _byDevice = new();

    /// <summary>How many there are.</summary>
    public int Count => _byId.Count;

    /// <summary>Keeps a session; one of the same device before it is no more.</summary>
    public void Add(WhipSession session)
    {
        _byDevice.AddOrUpdate(
            (session.RoomId, session.Device),
            session,
            (_, before) =>
            {
                _byId.TryRemove(before.Id, out var _);
                return session;
            });
        _byId[session.Id] = session;
    }

    /// <summary>Finds a session by the last segment of its URL.</summary>
    public bool TryFind(string id, [NotNullWhen(true)] out WhipSession? session) => _byId.TryGetValue(id, out session);

    /// <summary>Forgets a device's session, if it has one.</summary>
    public void Forget(string room, string device)
    {
        if (_byDevice.TryRemove((room, device), out var session))
        {
            _byId.TryRemove(session.Id, out _);
        }
    }
}
