using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Telemed.Media.Net;
using Telemed.Rtc.Session;
using Telemed.Rtc.Time;

namespace Telemed.Media.Shards;

/// <summary>
/// One thread, one UDP port, and the rooms that are pinned to it. Nothing in here is locked: all state belongs to the
/// thread. The world posts commands through a bounded queue and hears by events. A fault in one peer or room ends that
/// peer or room; the loop goes on.
/// </summary>
/// <remarks>
/// One turn of the loop:
/// <code>
/// receive ≤ 64 ─► demultiplex, decrypt, route ─► flush ─► ≤ 2 handshake datagrams, commands, due timers ─► flush ─► sleep
///                  │ each output is written and │                                       (until a datagram, a command,
///                  │ protected in a native slot,│                                        a mirrored packet, a deadline)
///                  └─── chained per receiver ───┘                                       a busy thread first gathers for a moment
/// </code>
/// </remarks>
internal sealed unsafe partial class Shard : IDisposable
{
    private const int MostCommands = 4096;
    private const int CommandsPerTurn = 16;
    private const int HandshakesPerTurn = 2;

    /// <summary>From how many thousandths of a processor on a turn waits for more packets.</summary>
    private const int GatherAbovePermille = 500;
    private static readonly TimeSpan GatherFor = TimeSpan.FromMicroseconds(250);
    private static readonly TimeSpan LeastGathering = TimeSpan.FromMicroseconds(20);

    /// <summary>The shortest slice that the kernel grants.</summary>
    private const ulong SliceNanoseconds = 100_000;
    private static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan CpuInterval = TimeSpan.FromMilliseconds(100);

    private readonly ShardSettings _settings;
    private readonly UdpSocket _socket;
    private readonly ReceiveBatch _received = new();
    private readonly SendQueue _send;
    private readonly WakeSignal _wake = new();
    private readonly HandshakeQueue _handshakes = new();
    private readonly ConcurrentQueue<ShardCommand> _commands = new();
    private readonly DeadlineHeap _deadlines = new();
    private readonly Dictionary<string, ShardRoom> _rooms = new(StringComparer.Ordinal);
    private readonly Dictionary<NetworkPath, Peer> _byPath = [];
    private readonly Dictionary<string, Peer> _byUfrag = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Peer>.AlternateLookup<ReadOnlySpan<char>> _byUfragText;
    private readonly Thread _thread;
    private readonly NtpTime _epoch;
    private readonly Random _random = new();
    private readonly List<ShardRoom> _unsettled = [];
    private MonotonicTime _cpuDue;
    private MonotonicTime _turnBegan;
    private BusyMeter _busy;
    private int _commandCount;
    private volatile bool _isStopping;
    private bool _isStopped;

    /// <summary>Binds the port; the thread starts with <see cref="Start"/>.</summary>
    /// <exception cref="IOException">The port could not be bound.</exception>
    public Shard(ShardSettings settings)
    {
        _settings = settings;
        _socket = UdpSocket.Bind(settings.Address, settings.Port);
        _send = new(_socket);
        _byUfragText = _byUfrag.GetAlternateLookup<ReadOnlySpan<char>>();
        _epoch = NtpTime.FromUtc(settings.Clock.Epoch);
        _thread = new(Run) { IsBackground = true, Name = $"media-{settings.Index}" };
    }

    /// <summary>Its number, from 0.</summary>
    public int Index => _settings.Index;

    /// <summary>The port that it listens on.</summary>
    public int Port => _socket.Port;

    /// <summary>Its counters.</summary>
    public ShardCounters Counters { get; } = new();

    /// <summary>Starts the thread.</summary>
    public void Start()
    {
        _thread.Start();
        _settings.Logger.ShardStarted(_settings.Index, Port);
    }

    /// <summary>Hands work to the thread. Any thread may call it.</summary>
    /// <param name="work">The work.</param>
    /// <param name="isVital">Whether it must be done however full the queue is: consent, the end of a recording, leaving.
    /// Such work comes a few times per call, so it cannot fill the queue by itself.</param>
    /// <exception cref="MediaRefusedException">The queue is full, or the shard has ended
    /// (<see cref="MediaRefusal.Overloaded"/>).</exception>
    public Task<T> Post<T>(Func<Shard, MonotonicTime, T> work, bool isVital = false)
    {
        var command = new ShardCommandOf<T>(work);
        var waiting = Interlocked.Increment(ref _commandCount);
        if (_isStopping || (waiting > MostCommands && !isVital))
        {
            Interlocked.Decrement(ref _commandCount);
            command.Refuse();
            return command.Done;
        }

        _commands.Enqueue(command);
        _wake.Raise();
        if (_isStopping && _thread.Join(0))
        {
            RefuseCommands();
        }

        return command.Done;
    }

    /// <summary>Its counters and sizes. Any thread may call it.</summary>
    public ShardStatistics Snapshot() => new()
    {
        Port = Port,
        Rooms = Counters.Rooms,
        Participants = Counters.Participants,
        DatagramsIn = Counters.DatagramsIn,
        DatagramsOut = Counters.DatagramsOut,
        DatagramsDropped = Counters.DatagramsDropped,
        Connections = Counters.Connections,
        FramesDropped = Counters.FramesDropped,
        Strangers = Counters.Strangers,
        PacketsIn = Counters.PacketsIn,
        PacketsOut = Counters.PacketsOut,
        BytesOut = Counters.BytesOut,
        Retransmissions = Counters.Retransmissions,
        KeyFrameRequests = Counters.KeyFrameRequests,
        CpuNanoseconds = Counters.CpuNanoseconds,
        AllocatedBytes = Counters.AllocatedBytes,
    };

    /// <summary>Ends the thread and frees what it used.</summary>
    public void Dispose()
    {
        if (_isStopped)
        {
            return;
        }

        _isStopped = true;
        _isStopping = true;
        _wake.Raise();
        if (_thread.IsAlive)
        {
            _thread.Join();
        }

        RefuseCommands();
        _socket.Dispose();
        _send.Dispose();
        _received.Dispose();
        _wake.Dispose();
        _settings.Logger.ShardStopped(_settings.Index);
    }

    private void Run()
    {
        TakePrecedence();
        while (!_isStopping)
        {
            var count = _received.Receive(_socket);
            var now = _settings.Clock.Now;
            _turnBegan = now;
            for (var i = 0; i < count; i++)
            {
                TakeDatagram(now, i);
            }

            TakeMirrored(now);
            _send.Now = now;

            // Media first: what a handshake or a command costs delays nobody's packets.
            _send.Flush();
            WakeReaders();
            RunConnections(now);
            RunHandshakes(now);
            RunCommands(now);
            RunTimers(now);
            _send.Flush();
            Publish(now);
            if (count < ReceiveBatch.Capacity)
            {
                Sleep();
            }
        }

        foreach (var room in _rooms.Values.ToArray())
        {
            CloseRoom(_settings.Clock.Now, room.Id);
        }

        _send.Flush();
        CloseConnections();
    }

    // Of all threads these alone have a deadline for all that they do. Each thread sets its own nice value, before anything else,
    // and a short slice, so that whoever runs when a packet comes is interrupted at once.
    private void TakePrecedence()
    {
        if (_settings.Niceness == 0)
        {
            return;
        }

        var attributes = new SchedulingAttributes
        {
            Size = (uint)sizeof(SchedulingAttributes),
            Nice = _settings.Niceness,
            Runtime = SliceNanoseconds,
        };
        if (Libc.SetSchedule(&attributes) != 0 && _settings.Index == 0)
        {
            _settings.Logger.NoPrecedence(_settings.Niceness, Marshal.GetLastPInvokeError());
        }
    }

    private void Sleep()
    {
        if (_handshakes.HasWork)
        {
            return;
        }

        var gathering = Gathering(_settings.Clock.Now - _turnBegan, Counters.BusyPermille);
        if (gathering > TimeSpan.Zero)
        {
            var pause = new TimeSpec { Nanoseconds = (long)gathering.TotalNanoseconds };
            _ = Libc.Poll(null, 0, &pause, null);
            return;
        }

        _wake.BeforeSleep();
        var raised = false;
        if (_commands.IsEmpty && _announced.IsEmpty && !HasMirrored() && !_isStopping)
        {
            var entries = stackalloc PollEntry[2 + MostPolled];
            entries[0] = new() { Fd = _socket.Fd, Events = Libc.PollIn };
            entries[1] = new() { Fd = _wake.Fd, Events = Libc.PollIn };
            var blocked = AddBlocked(entries + 2);
            var deadline = _deadlines.Earliest;
            var wait = Remaining(deadline);
            _ = Libc.Poll(entries, 2 + (ulong)blocked, deadline == MonotonicTime.Never ? null : &wait, null);
            raised = entries[1].Returned != 0;
        }

        _wake.AfterSleep(raised);
    }

    /// <summary>
    /// How long a turn's end waits for more before it looks again. A thread with little to do is woken by every datagram, so that
    /// none waits; for one that is busy, each wake-up and each turn costs what several packets do, so it takes them together.
    /// </summary>
    /// <param name="sinceTurn">How long ago the turn began.</param>
    /// <param name="busyPermille">How much of its processor the thread uses.</param>
    internal static TimeSpan Gathering(TimeSpan sinceTurn, int busyPermille)
    {
        var left = GatherFor - sinceTurn;
        return busyPermille >= GatherAbovePermille && left >= LeastGathering ? left : TimeSpan.Zero;
    }

    private TimeSpec Remaining(MonotonicTime deadline)
    {
        var left = Math.Max(0, deadline.Nanoseconds - _settings.Clock.Now.Nanoseconds);
        return new() { Seconds = left / 1_000_000_000, Nanoseconds = left % 1_000_000_000 };
    }

    private void RunHandshakes(MonotonicTime now)
    {
        for (var i = 0; i < HandshakesPerTurn && _handshakes.TryTake(out var path, out var local, out var datagram); i++)
        {
            if (_byPath.TryGetValue(path, out var peer))
            {
                Deliver(now, peer, path, local, datagram);
            }
        }
    }

    private void RunCommands(MonotonicTime now)
    {
        for (var i = 0; i < CommandsPerTurn && _commands.TryDequeue(out var command); i++)
        {
            Interlocked.Decrement(ref _commandCount);
            command.Execute(this, now);
            Settle();
        }
    }

    private void RefuseCommands()
    {
        while (_commands.TryDequeue(out var command))
        {
            Interlocked.Decrement(ref _commandCount);
            command.Refuse();
        }
    }

    private void RunTimers(MonotonicTime now)
    {
        Settle();

        // Each peer once: a deadline that comes due again at once waits for the next turn.
        var most = _deadlines.Count;
        for (var i = 0; i < most && _deadlines.TryPeek(now, out var peer); i++)
        {
            RunTimer(now, peer);
        }
    }

    private void RunTimer(MonotonicTime now, Peer peer)
    {
        try
        {
            if (peer.IsEnded)
            {
                GiveUp(now, peer);
                return;
            }

            if (peer.Transport.NextDeadline <= now)
            {
                peer.Transport.HandleTimeout(now);
                Drain(now, peer);
            }

            if (!peer.IsEnded && peer.Participant.NextDeadline <= now)
            {
                peer.Room.Room.HandleTimeout(now, peer.Participant);
                Unsettle(peer.Room);
            }

            Settle();

            // An engine that is due again at once must not starve the others or heat the processor.
            var next = peer.NextDeadline();
            _deadlines.Set(peer, next > now ? next : now + LeastPause);
        }
#pragma warning disable CA1031 // a fault ends its peer, never the loop
        catch (Exception fault)
#pragma warning restore CA1031
        {
            EndFaulty(now, peer, fault);
        }
    }

    /// <summary>Brings the deadlines of all whom the last calls touched up to date.</summary>
    private void Settle()
    {
        while (_unsettled.Count > 0)
        {
            var room = _unsettled[^1];
            _unsettled.RemoveAt(_unsettled.Count - 1);
            room.IsUnsettled = false;
            while (room.Room.TryTakeTouched(out var participant))
            {
                if (participant.Transport is Peer peer)
                {
                    Schedule(peer);
                }
            }

            Count(room);
        }
    }

    private void Schedule(Peer peer) => _deadlines.Set(peer, peer.NextDeadline());

    private void Publish(MonotonicTime now)
    {
        Counters.DatagramsOut = _send.Sent;
        Counters.BytesOut = _send.SentBytes;
        Counters.DatagramsDropped = _send.Dropped;
        Counters.AllocatedBytes = GC.GetAllocatedBytesForCurrentThread();
        if (now >= _cpuDue)
        {
            _cpuDue = now + CpuInterval;
            Counters.CpuNanoseconds = ThreadCpuClock.Nanoseconds;
            _busy.Note(now, Counters.CpuNanoseconds);
            Counters.BusyPermille = _busy.Permille;
            Counters.BusyAt = now.Nanoseconds;
            Counters.FramesDropped = DroppedFrames();
        }
    }
}
