using System.Collections.Concurrent;
using Telemed.Media.Net;
using Telemed.Rtc.Session;
using Telemed.Rtc.Time;

namespace Telemed.Media.Shards;

/// <content>
/// ICE-TCP: connections that somebody else accepted and reads. Their frames come through a ring of each connection and
/// are taken here like datagrams; nothing is locked.
/// </content>
internal sealed unsafe partial class Shard
{
    private const int FramesPerTurn = 64;

    /// <summary>How many full connections are polled at once; the others are tried whenever the thread is awake.</summary>
    private const int MostPolled = 64;

    private readonly ConcurrentQueue<TcpLink> _announced = new();
    private readonly Dictionary<NetworkPath, TcpLink> _links = [];
    private readonly List<TcpLink> _blocked = [];
    private long _framesDroppedBefore;

    /// <summary>Tells that a connection has frames, or has ended. Any thread may call it.</summary>
    public void Announce(TcpLink link)
    {
        _announced.Enqueue(link);
        _wake.Raise();
    }

    private void RunConnections(MonotonicTime now)
    {
        for (var i = _announced.Count; i > 0 && _announced.TryDequeue(out var link); i--)
        {
            TakeFrames(now, link);
        }

        if (_blocked.Count > 0)
        {
            FlushBlocked(now);
        }
    }

    private void TakeFrames(MonotonicTime now, TcpLink link)
    {
        link.BeginTake();
        if (!link.IsAttached && !TryAttach(now, link))
        {
            return;
        }

        var left = FramesPerTurn;
        while (left-- > 0 && !link.IsClosed && link.TryPeekReceived(out var frame))
        {
            Counters.DatagramsIn++;
            TakeDatagram(now, link.Path, default, frame);
            link.RemoveReceived();
        }

        if (link.IsClosed)
        {
            Detach(now, link);
        }
        else if (left < 0)
        {
            link.Announce();
        }
    }

    private bool TryAttach(MonotonicTime now, TcpLink link)
    {
        if (link.IsClosed || _links.Count >= _settings.MaximumParticipants * 2)
        {
            link.Close();
            return false;
        }

        try
        {
            link.Hold();
        }
        catch (ObjectDisposedException)
        {
            // Its owner was faster.
            link.Close();
            return false;
        }

        link.IsAttached = true;
        if (_links.TryGetValue(link.Path, out var before))
        {
            before.Close();
            Detach(now, before);
        }

        _links[link.Path] = link;
        Counters.Connections = _links.Count;
        return true;
    }

    private void Detach(MonotonicTime now, TcpLink link)
    {
        if (!link.IsAttached)
        {
            return;
        }

        link.IsAttached = false;
        _links.Remove(link.Path);
        _blocked.Remove(link);
        Counters.Connections = _links.Count;
        _framesDroppedBefore += link.Dropped;
        if (_byPath.Remove(link.Path, out var peer))
        {
            peer.Transport.ClosePath(now, link.Path);
            Drain(now, peer);
            if (peer.Target.Link == link)
            {
                peer.Target.MoveTo(link.Path, default);
            }

            if (!peer.IsEnded)
            {
                Schedule(peer);
            }
        }

        link.Release();
    }

    private void FlushBlocked(MonotonicTime now)
    {
        for (var i = _blocked.Count - 1; i >= 0; i--)
        {
            _blocked[i].Flush(now);
        }
    }

    private int AddBlocked(PollEntry* entries)
    {
        _blocked.Clear();
        foreach (var link in _links.Values)
        {
            if (link.IsBlocked && !link.IsClosed)
            {
                _blocked.Add(link);
            }
        }

        var count = Math.Min(_blocked.Count, MostPolled);
        for (var i = 0; i < count; i++)
        {
            entries[i] = new() { Fd = _blocked[i].Fd, Events = Libc.PollOut };
        }

        return count;
    }

    private void CloseConnections()
    {
        while (_announced.TryDequeue(out var late))
        {
            late.Close();
        }

        foreach (var link in _links.Values)
        {
            link.Close();
            link.Release();
        }

        _links.Clear();
    }

    private long DroppedFrames()
    {
        var dropped = _framesDroppedBefore;
        foreach (var link in _links.Values)
        {
            dropped += link.Dropped;
        }

        return dropped;
    }

    private TcpLink? LinkTo(in NetworkPath path) =>
        path.Protocol == NetworkProtocol.Tcp && _links.TryGetValue(path, out var link) ? link : null;

    private void Prove(in NetworkPath path)
    {
        if (LinkTo(path) is { } link)
        {
            link.IsProven = true;
        }
    }
}
