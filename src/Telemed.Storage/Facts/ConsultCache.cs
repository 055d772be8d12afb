namespace Telemed.Storage.Facts;

/// <summary>
/// The consults that this process read last, so that a command does not read, decrypt and fold a whole case anew. Holds
/// so many and lets go of the one used longest ago. Callable from any thread.
/// </summary>
/// <param name="most">How many it holds.</param>
internal sealed class ConsultCache(int most)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<(ConsultId Id, KnownConsult Known)> _byUse = new();
    private readonly Dictionary<ConsultId, LinkedListNode<(ConsultId Id, KnownConsult Known)>> _byId = [];

    /// <summary>What is held of a consult, or <c>null</c>.</summary>
    internal KnownConsult? Find(ConsultId id)
    {
        lock (_gate)
        {
            if (!_byId.TryGetValue(id, out var node))
            {
                return null;
            }

            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value.Known;
        }
    }

    /// <summary>Holds a consult in place of what was held of it.</summary>
    internal void Put(ConsultId id, KnownConsult known)
    {
        lock (_gate)
        {
            Remove(id);
            _byId[id] = _byUse.AddFirst((id, known));
            if (_byId.Count > most)
            {
                Remove(_byUse.Last!.Value.Id);
            }
        }
    }

    /// <summary>Lets go of a consult.</summary>
    internal void Drop(ConsultId id)
    {
        lock (_gate)
        {
            Remove(id);
        }
    }

    private void Remove(ConsultId id)
    {
        if (_byId.Remove(id, out var node))
        {
            _byUse.Remove(node);
        }
    }
}
