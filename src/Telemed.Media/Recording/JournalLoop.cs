using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Telemed.Media.Recording;

/// <summary>
/// One journal thread and the recordings that it writes. A recorder uses one of them; when a disk hangs it leaves that one to
/// its fate and goes on with another, so that one stuck call of the kernel does not stop the recordings to come. Any thread
/// may call its members.
/// </summary>
internal sealed class JournalLoop
{
    // What a recording costs is mostly what the kernel does for each write and each sync, however small: as few of them as
    // losing less than a second allows. A queue that fills sooner rings.
    private const int DrainMilliseconds = 100;
    private const int FlushMilliseconds = 350;

    private readonly Func<OpenCommand, JournalSession?> _open;
    private readonly Action<RecordingProblem?> _report;
    private readonly Action<long> _look;
    private readonly int _commitMilliseconds;
    private readonly ILogger _log;
    private readonly ConcurrentQueue<OpenCommand> _commands = new();
    private readonly List<JournalSession> _sessions = [];
    private readonly object _bell = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private volatile JournalSession[] _running = [];
    private volatile bool _closing;
    private volatile bool _leaving;
    private bool _rung;
    private long _busySince;
    private long _nextFlush;
    private long _nextCommit;

    /// <summary>Starts the thread.</summary>
    /// <param name="open">Opens a journal on the thread, or refuses the command and returns null.</param>
    /// <param name="report">Hears every problem.</param>
    /// <param name="look">Called on every turn with the time in milliseconds.</param>
    /// <param name="commitMilliseconds">How often written bytes are forced to the disk.</param>
    /// <param name="log">Where faults are logged.</param>
    public JournalLoop(
        Func<OpenCommand, JournalSession?> open,
        Action<RecordingProblem?> report,
        Action<long> look,
        int commitMilliseconds,
        ILogger log)
    {
        _open = open;
        _report = report;
        _look = look;
        _commitMilliseconds = commitMilliseconds;
        _log = log;
        new Thread(Run) { Name = "recording journal", IsBackground = true }.Start();
    }

    /// <summary>The recordings that are being written, as of the latest turn.</summary>
    public IReadOnlyList<JournalSession> Running => _running;

    /// <summary>How long its thread has been in one turn, in milliseconds; 0 while it sleeps. Any thread.</summary>
    public long BusyFor(long nowMilliseconds) => Volatile.Read(ref _busySince) is > 0 and var since ? nowMilliseconds - since : 0;

    /// <summary>Completes when the thread has ended.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Puts a command into the queue.</summary>
    public void Enqueue(OpenCommand command)
    {
        _commands.Enqueue(command);
        Wake();
    }

    /// <summary>Writes what is queued and ends the thread.</summary>
    public void Close()
    {
        _closing = true;
        Wake();
    }

    /// <summary>
    /// Takes no more recordings; ends when the taps of those that it has are closed. What waits to be opened is given back.
    /// </summary>
    public IReadOnlyList<OpenCommand> Leave()
    {
        _leaving = true;
        var left = new List<OpenCommand>();
        while (_commands.TryDequeue(out var command))
        {
            left.Add(command);
        }

        Wake();
        return left;
    }

    /// <summary>Wakes the journal thread. Any thread; the lock is held for some nanoseconds only.</summary>
    public void Wake()
    {
        lock (_bell)
        {
            _rung = true;
            Monitor.Pulse(_bell);
        }
    }

    /// <summary>
    /// Milliseconds from the beginning of one sync to the beginning of the next. A slow disk is asked sooner: what arrives
    /// behind one sync is on the disk when the next has ended, and that takes as long again.
    /// </summary>
    /// <param name="every">How often written bytes are forced to the disk, in milliseconds.</param>
    /// <param name="took">What the latest sync took, in milliseconds.</param>
    internal static long UntilNextCommit(int every, long took) => Math.Max(every / 4, every - took);

    private void Run()
    {
        while (!_closing && !(_leaving && _sessions.Count == 0))
        {
            // Without a recording the thread sleeps until somebody opens one, or the disk is to be looked at.
            Sleep(_sessions.Count > 0 ? DrainMilliseconds : DiskWatch.LookMilliseconds);
            Volatile.Write(ref _busySince, Environment.TickCount64);
            Guard(Turn);
            Volatile.Write(ref _busySince, 0);
        }

        Guard(Turn);
        foreach (var session in _sessions)
        {
            Guard(session.Dispose);
        }

        _ended.TrySetResult();
    }

    /// <summary>Without this thread nobody records any more: it outlives every fault.</summary>
    private void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception)
        {
            RecordingLog.ThreadFault(_log, exception);
        }
    }

    private void Turn()
    {
        while (_commands.TryDequeue(out var command))
        {
            if (_open(command) is { } opened)
            {
                _sessions.Add(opened);
                _running = [.. _sessions];
                if (_leaving)
                {
                    // Nobody watches this thread any more, and its disk has hung once.
                    _report(opened.Abandon());
                    opened.Tap.Close(command.Now);
                    command.Result.TrySetException(
                        new RecordingException(RecordingRefusal.Unwritable, "The disk did not answer in time."));
                }
                else if (!command.Result.TrySetResult(opened.Tap))
                {
                    opened.Tap.Close(command.Now); // Whoever asked has given up waiting.
                }
            }
        }

        var now = Environment.TickCount64;
        var commit = now >= _nextCommit || _closing;
        if (commit)
        {
            _nextFlush = 0; // both at once: a sync of what is not handed over yet would be half a one
        }

        var flush = now >= _nextFlush;
        if (flush)
        {
            _nextFlush = now + FlushMilliseconds;
        }

        foreach (var session in _sessions)
        {
            Step(session, one => one.Drain());
            if (flush)
            {
                Step(session, one => one.Flush());
            }

            if (commit)
            {
                Step(session, one => one.BeginCommit()); // all disks' work is under way before any of it is waited for
            }
        }

        foreach (var session in _sessions)
        {
            if (commit)
            {
                Step(session, one => one.Commit());
            }

            // What was queued during a slow commit is taken at once: the queue is for the worst disk, not the usual one.
            Step(session, one => one.Drain());
        }

        if (commit)
        {
            _nextCommit = now + UntilNextCommit(_commitMilliseconds, Environment.TickCount64 - now);
        }

        if (_sessions.RemoveAll(Retire) > 0)
        {
            _running = [.. _sessions];
        }

        _look(now);
    }

    /// <summary>A fault of ours ends the one recording that it meets, and neither the thread nor the others.</summary>
    private void Step(JournalSession session, Func<JournalSession, RecordingProblem?> step)
    {
        try
        {
            _report(step(session));
        }
        catch (Exception exception)
        {
            RecordingLog.Fault(_log, session.Tap.Start.RecordingId, exception);
            _report(session.GiveUp(exception));
        }
    }

    private bool Retire(JournalSession session)
    {
        if (!session.Done)
        {
            return false;
        }

        var end = session.Tap.Completion.GetAwaiter().GetResult(); // complete: the session is done
        RecordingLog.Closed(_log, end.RecordingId, end.Epoch, end.SizeBytes);
        Guard(session.Dispose);
        return true;
    }

    private void Sleep(int milliseconds)
    {
        lock (_bell)
        {
            if (!_rung)
            {
                Monitor.Wait(_bell, milliseconds);
            }

            _rung = false;
        }
    }
}
