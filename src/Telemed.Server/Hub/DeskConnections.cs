using System.Collections.Concurrent;
using Telemed.Consults.Ids;

namespace Telemed.Server.Hub;

/// <summary>Who is at their desk on this node, and how to reach them. Any thread.</summary>
internal sealed class DeskConnections
{
    private readonly ConcurrentDictionary<string, (PersonId Person, Outbox Outbox)> _connections = new(StringComparer.Ordinal);

    /// <summary>Everybody's connections.</summary>
    public IReadOnlyList<(string Connection, PersonId Person)> All =>
        [.. _connections.Select(one => (one.Key, one.Value.Person))];

    /// <summary>The people with at least one connection.</summary>
    public IReadOnlyCollection<PersonId> People => _connections.Values.Select(one => one.Person).ToHashSet();

    /// <summary>Adds a connection.</summary>
    public void Add(string connection, PersonId person, Outbox outbox) => _connections[connection] = (person, outbox);

    /// <summary>Removes a connection; whose it was.</summary>
    public PersonId? Remove(string connection) =>
        _connections.TryRemove(connection, out var one) ? one.Person : null;

    /// <summary>Cuts every connection; whoever comes back is sent to a node that can serve them.</summary>
    public Task CloseAllAsync() => Task.WhenAll(_connections.Values.Select(one => one.Outbox.CloseAsync()));

    /// <summary>Tells something to one connection of a person, whichever; nothing when they have none here.</summary>
    public void TellOne(PersonId person, string method, object message) =>
        _connections.Values.FirstOrDefault(one => one.Person == person).Outbox?.Add(method, message);

    /// <summary>Tells something to every connection of a person.</summary>
    public void Tell(PersonId person, string method, object message)
    {
        foreach (var one in _connections.Values)
        {
            if (one.Person == person)
            {
                one.Outbox.Add(method, message);
            }
        }
    }
}
