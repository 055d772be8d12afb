using Telemed.Rtc.Time;

namespace Telemed.Media.Shards;

/// <summary>
/// Peers by deadline, the earliest first: a binary heap in which each peer knows its place, so that a changed deadline
/// costs a few steps, and a peer that waits for nothing costs nothing. One thread uses it.
/// </summary>
internal sealed class DeadlineHeap
{
    private Peer[] _peers = new Peer[64];
    private int _count;

    /// <summary>How many peers wait for a deadline.</summary>
    public int Count => _count;

    /// <summary>The earliest deadline; never when there is none.</summary>
    public MonotonicTime Earliest => _count == 0 ? MonotonicTime.Never : _peers[0].Deadline;

    /// <summary>Sets a peer's deadline; one that never comes takes it out.</summary>
    public void Set(Peer peer, MonotonicTime deadline)
    {
        if (deadline == MonotonicTime.Never)
        {
            Remove(peer);
            return;
        }

        if (peer.HeapIndex < 0)
        {
            Add(peer);
        }
        else if (peer.Deadline == deadline)
        {
            return;
        }

        peer.Deadline = deadline;
        Rise(peer.HeapIndex);
        Sink(peer.HeapIndex);
    }

    /// <summary>Takes a peer out; nothing when it is not in.</summary>
    public void Remove(Peer peer)
    {
        var index = peer.HeapIndex;
        peer.Deadline = MonotonicTime.Never;
        if (index < 0)
        {
            return;
        }

        peer.HeapIndex = -1;
        var last = _peers[--_count];
        _peers[_count] = null!;
        if (!ReferenceEquals(last, peer))
        {
            Place(last, index);
            Rise(index);
            Sink(last.HeapIndex);
        }
    }

    /// <summary>The peer whose deadline has come, if any; it stays in until its deadline is set anew.</summary>
    public bool TryPeek(MonotonicTime now, out Peer peer)
    {
        peer = _count == 0 ? null! : _peers[0];
        return _count > 0 && peer.Deadline <= now;
    }

    private void Add(Peer peer)
    {
        if (_count == _peers.Length)
        {
            Array.Resize(ref _peers, _count * 2);
        }

        Place(peer, _count++);
    }

    private void Place(Peer peer, int index)
    {
        _peers[index] = peer;
        peer.HeapIndex = index;
    }

    private void Rise(int index)
    {
        var peer = _peers[index];
        while (index > 0)
        {
            var parent = (index - 1) / 2;
            if (_peers[parent].Deadline <= peer.Deadline)
            {
                break;
            }

            Place(_peers[parent], index);
            index = parent;
        }

        Place(peer, index);
    }

    private void Sink(int index)
    {
        var peer = _peers[index];
        while (true)
        {
            var child = (index * 2) + 1;
            if (child >= _count)
            {
                break;
            }

            if (child + 1 < _count && _peers[child + 1].Deadline < _peers[child].Deadline)
            {
                child++;
            }

            if (peer.Deadline <= _peers[child].Deadline)
            {
                break;
            }

            Place(_peers[child], index);
            index = child;
        }

        Place(peer, index);
    }
}
