using System.Collections.Concurrent;

namespace Telemed.Server.SignIn;

/// <summary>
/// Who is in a room on this node, or was a moment ago. A person in a room makes no requests, and must not be signed out for
/// that in the middle of a consult. Any thread.
/// </summary>
internal sealed class Attendance(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, (int Connections, DateTimeOffset LastSeen)> _people =
        new(StringComparer.Ordinal);

    /// <summary>A connection of the person entered a room.</summary>
    public void Enter(string person) => Change(person, 1);

    /// <summary>A connection of the person that had entered is gone.</summary>
    public void Leave(string person) => Change(person, -1);

    /// <summary>Whether the person did nothing for longer than <paramref name="idle"/>: the last request was at
    /// <paramref name="lastRequest"/>, and they were in no room since.</summary>
    public bool IsIdle(string person, DateTimeOffset lastRequest, TimeSpan idle)
    {
        var now = time.GetUtcNow();
        if (now - lastRequest <= idle)
        {
            return false;
        }

        return !_people.TryGetValue(person, out var seen) || (seen.Connections == 0 && now - seen.LastSeen > idle);
    }

    private void Change(string person, int by)
    {
        var now = time.GetUtcNow();
        _people.AddOrUpdate(
            person, _ => (Math.Max(0, by), now), (_, seen) => (Math.Max(0, seen.Connections + by), now));
    }
}
