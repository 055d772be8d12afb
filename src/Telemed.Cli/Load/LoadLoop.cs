using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Telemed.Cli.Call;
using Telemed.Rtc.Time;

namespace Telemed.Cli.Load;

/// <summary>
/// One thread that drives many participants: epoll over their sockets, <c>recvmmsg</c> into one batch, timers in a heap. The
/// world posts work and waits for it.
/// </summary>
internal sealed unsafe class LoadLoop : IDisposable
{
    private const int MostReady = 256;
    private const int BatchesPerTurn = 4;

    private readonly ConcurrentQueue<Action<MonotonicTime>> _posted = new();
    private readonly PriorityQueue<LoadPeer, long> _due = new();
    private readonly List<LoadPeer?> _peers = [];
    private readonly DatagramBatch _batch = new();
    private readonly Thread _thread;
    private readonly int _epoll;
    private volatile bool _stop;

    /// <summary>Starts the thread.</summary>
    /// <exception cref="CliException">The system gives no epoll.</exception>
    public LoadLoop()
    {
        _epoll = LoadNative.EpollCreate(LoadNative.CloseOnExec);
        if (_epoll < 0)
        {
            throw new CliException("the system gives no epoll descriptor");
        }

        _thread = new Thread(Run) { Name = "load", IsBackground = true };
        _thread.Start();
    }

    /// <summary>One-way delays of the measured viewers; read it by <see cref="DoAsync{T}"/>.</summary>
    public DelayHistogram Delays { get; } = new();

    /// <summary>Takes a participant that has its answer.</summary>
    public Task AddAsync(LoadPeer peer) => DoAsync(now =>
    {
        peer.Index = _peers.Count;
        _peers.Add(peer);
        var what = new LoadNative.Ready { Events = LoadNative.EpollIn, Index = peer.Index };
        if (LoadNative.EpollControl(_epoll, LoadNative.EpollAdd, peer.Socket.Fd, &what) != 0)
        {
            throw new CliException($"a socket cannot be watched (errno {Marshal.GetLastPInvokeError()})");
        }

        Schedule(peer, peer.Advance(now));
        return true;
    });

    /// <summary>Closes a participant and forgets it.</summary>
    public Task RemoveAsync(LoadPeer peer) => DoAsync(now =>
    {
        peer.Close(now);
        _peers[peer.Index] = null;
        return true;
    });

    /// <summary>Does something on the thread.</summary>
    public Task<T> DoAsync<T>(Func<MonotonicTime, T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _posted.Enqueue(now =>
        {
            try
            {
                done.SetResult(work(now));
            }
            catch (CliException wrong)
            {
                done.SetException(wrong);
            }
        });
        return done.Task;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop = true;
        _thread.Join();
        _ = LoadNative.Close(_epoll);
        _batch.Dispose();
    }

    private void Run()
    {
        var ready = stackalloc LoadNative.Ready[MostReady];
        while (!_stop)
        {
            var count = LoadNative.EpollWait(_epoll, ready, MostReady, Wait());
            var now = MonotonicClock.Now;
            for (var i = 0; i < count; i++)
            {
                if (_peers[ready[i].Index] is { } peer)
                {
                    Receive(peer, now);
                }
            }

            RunPosted();
            RunDue();
        }

        foreach (var peer in _peers)
        {
            peer?.Close(MonotonicClock.Now);
        }
    }

    private void Receive(LoadPeer peer, MonotonicTime now)
    {
        for (var turn = 0; turn < BatchesPerTurn; turn++)
        {
            var count = _batch.Receive(peer.Socket);
            for (var i = 0; i < count; i++)
            {
                Take(peer, now, _batch.Message(i), _batch.ArrivalOf(i));
            }

            if (count < DatagramBatch.Capacity || peer.IsClosed)
            {
                return;
            }
        }
    }

    private static void Take(LoadPeer peer, MonotonicTime now, Span<byte> message, DatagramBatch.Arrival arrival)
    {
        while (!message.IsEmpty)
        {
            var length = Math.Min(message.Length, arrival.SegmentSize);
            peer.Receive(now, message[..length], arrival.At);
            message = message[length..];
        }
    }

    private void RunPosted()
    {
        for (var i = 0; i < 8 && _posted.TryDequeue(out var work); i++)
        {
            work(MonotonicClock.Now);
        }
    }

    private void RunDue()
    {
        var now = MonotonicClock.Now;
        while (_due.TryPeek(out var peer, out var at) && at <= now.Nanoseconds)
        {
            _due.Dequeue();
            Schedule(peer, peer.Advance(now));
        }
    }

    private void Schedule(LoadPeer peer, MonotonicTime at)
    {
        if (at != MonotonicTime.Never)
        {
            _due.Enqueue(peer, at.Nanoseconds);
        }
    }

    // Milliseconds rounded down, so that nothing is late; at most one, as nothing wakes the thread for posted work.
    private int Wait() => _due.TryPeek(out _, out var at)
        ? (int)Math.Clamp((at - MonotonicClock.Now.Nanoseconds) / 1_000_000, 0, 1)
        : 1;
}
