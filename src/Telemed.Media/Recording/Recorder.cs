using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;
using Telemed.Rtc.Time;

namespace Telemed.Media.Recording;

/// <summary>
/// Writes the journals of all running recordings of a node on one thread of its own, so that no media thread ever waits
/// for a disk. Any thread may call its members.
/// </summary>
public sealed class Recorder : IAsyncDisposable
{
    private const int DrainMilliseconds = 50;
    private const int FlushMilliseconds = 200;

    private readonly RecordingOptions _options;
    private readonly RecordingPaths _paths;
    private readonly KeyStore _keys;
    private readonly DiskWatch _disk;
    private readonly Func<string, SafeFileHandle> _open;
    private readonly ILogger _log;
    private readonly ConcurrentQueue<OpenCommand> _commands = new();
    private readonly List<JournalSession> _sessions = [];
    private readonly object _bell = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<RecordingProblem> _problems = Channel.CreateBounded<RecordingProblem>(
        new BoundedChannelOptions(1024) { FullMode = BoundedChannelFullMode.DropOldest });

    private volatile bool _closing;
    private bool _rung;
    private long _nextFlush;
    private long _nextCommit;

    /// <summary>Starts the journal thread.</summary>
    /// <param name="options">Where and how.</param>
    /// <param name="logs">Where faults are logged, by id only.</param>
    /// <exception cref="ArgumentException">An option is out of its bounds; the message lists every fault.</exception>
    /// <exception cref="RecordingException">The directory or the master key cannot be read or made.</exception>
    public Recorder(RecordingOptions options, ILoggerFactory logs)
        : this(options, logs, JournalFile.Create, () => DiskWatch.Measure(options.Directory))
    {
    }

    /// <summary>As the public one, with another disk: tests make it hang, refuse and fill.</summary>
    internal Recorder(
        RecordingOptions options, ILoggerFactory logs, Func<string, SafeFileHandle> open, Func<double> percentFull)
    {
        RecordingOptionsValidator.ThrowIfFaulty(options);
        _options = options;
        _open = open;
        _log = logs.CreateLogger<Recorder>();
        _paths = new(options.Directory);
        _keys = KeyStore.Open(_paths, options.MasterKeyFile);
        _disk = new(percentFull);
        new Thread(Run) { Name = "recording journal", IsBackground = true }.Start();
    }

    /// <summary>What went wrong with running recordings. One reader; the oldest are lost beyond 1,024.</summary>
    public ChannelReader<RecordingProblem> Problems => _problems.Reader;

    /// <summary>
    /// Makes the directory and index of a recording's epoch and returns its tap, to be handed to the room's shard.
    /// </summary>
    /// <param name="start">What the epoch begins with.</param>
    /// <param name="now">The instant of <see cref="RecordingStart.StartedAt"/> on the clock that the tap's calls use.</param>
    /// <param name="ct">Gives up before it has begun.</param>
    /// <exception cref="RecordingException">The recording cannot start.</exception>
    internal Task<RecordingTap> OpenAsync(RecordingStart start, MonotonicTime now, CancellationToken ct)
    {
        if (!RecordingPaths.IsId(start.RecordingId) || !RecordingPaths.IsId(start.CaseId) || start.Epoch < 0)
        {
            throw new RecordingException(RecordingRefusal.BadId, "The recording's or consult's id cannot name a file.");
        }

        var command = new OpenCommand(start, now, ct);
        _commands.Enqueue(command);
        Wake();
        if (_closing)
        {
            Refuse(command, RecordingRefusal.Closing, "The recorder is closing.");
        }

        return command.Result.Task;
    }

    /// <summary>
    /// Writes what is queued and ends the thread. Close the taps, or end their shards, first: a recording whose tap is
    /// still open is left unfinished on the disk, as after a crash.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        _closing = true;
        Wake();
        await _ended.Task;
    }

    private void Run()
    {
        while (!_closing)
        {
            // Without a recording the thread sleeps until somebody opens one.
            Sleep(_sessions.Count > 0 ? DrainMilliseconds : Timeout.Infinite);
            Guard(Turn);
        }

        Guard(Turn);
        End();
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
            Open(command);
        }

        var now = Environment.TickCount64;
        var flush = Due(ref _nextFlush, now, FlushMilliseconds) || _closing;
        var commit = Due(ref _nextCommit, now, _options.CommitMilliseconds) || _closing;
        foreach (var session in _sessions)
        {
            Step(session, one => one.Drain());
            if (flush || commit)
            {
                Step(session, one => one.Flush());
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

        _sessions.RemoveAll(Retire);
        Report(_disk.Look(now));
    }

    /// <summary>A fault of ours ends the one recording that it meets, and neither the thread nor the others.</summary>
    private void Step(JournalSession session, Func<JournalSession, RecordingProblem?> step)
    {
        try
        {
            Report(step(session));
        }
        catch (Exception exception)
        {
            RecordingLog.Fault(_log, session.Tap.Start.RecordingId, exception);
            Report(session.GiveUp(exception));
        }
    }

    private void Open(OpenCommand command)
    {
        if (command.Cancel.IsCancellationRequested)
        {
            command.Result.TrySetCanceled(command.Cancel);
            return;
        }

        if (_closing || _disk.PercentFull() >= _options.RefuseAtPercentFull)
        {
            var refusal = _closing ? RecordingRefusal.Closing : RecordingRefusal.DiskFull;
            Refuse(command, refusal, _closing ? "The recorder is closing." : "The disk is too full for a recording.");
            return;
        }

        var start = command.Start;
        if (Directory.Exists(_paths.Epoch(start.RecordingId, start.Epoch)))
        {
            Refuse(command, RecordingRefusal.EpochExists, "This epoch of the recording exists already.");
            return;
        }

        try
        {
            var key = _keys.FindOrCreate(start.CaseId);
            var session = new JournalSession(
                start, command.Now, _paths, key, _options.QueueKilobytes * 1024, _open, Wake);
            _sessions.Add(session);
            RecordingLog.Started(_log, start.RecordingId, start.Epoch);
            command.Result.TrySetResult(session.Tap);
        }
        catch (RecordingException exception)
        {
            command.Result.TrySetException(exception);
        }
        catch (Exception exception)
        {
            // Whatever it is, it concerns this recording; the thread carries the others.
            command.Result.TrySetException(
                new RecordingException(RecordingRefusal.Unwritable, "The journal cannot be made.", exception));
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

    private void Report(RecordingProblem? problem)
    {
        if (problem is not null)
        {
            RecordingLog.Problem(_log, problem.RecordingId, problem.Code, problem.Sentence);
            _problems.Writer.TryWrite(problem);
        }
    }

    private void End()
    {
        while (_commands.TryDequeue(out var command))
        {
            Refuse(command, RecordingRefusal.Closing, "The recorder is closing.");
        }

        foreach (var session in _sessions)
        {
            Guard(session.Dispose);
        }

        _problems.Writer.TryComplete();
        _ended.TrySetResult();
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

    /// <summary>Wakes the journal thread. Any thread; the lock is held for some nanoseconds only.</summary>
    private void Wake()
    {
        lock (_bell)
        {
            _rung = true;
            Monitor.Pulse(_bell);
        }
    }

    private static bool Due(ref long next, long now, int interval)
    {
        if (now < next)
        {
            return false;
        }

        next = now + interval;
        return true;
    }

    private static void Refuse(OpenCommand command, RecordingRefusal refusal, string sentence) =>
        command.Result.TrySetException(new RecordingException(refusal, sentence));
}
