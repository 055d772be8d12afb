using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Telemed.Rtc.Time;

namespace Telemed.Media.Recording;

/// <summary>
/// Writes the journals of all running recordings of a node on one thread of its own, so that no media thread ever waits
/// for a disk. Any thread may call its members.
/// </summary>
public sealed class Recorder : IAsyncDisposable
{
    /// <summary>How long bytes may wait for the disk before a recording counts as lost (F7: seen within 5 s).</summary>
    private const int StallMilliseconds = 3000;

    private const int WatchMilliseconds = 500;

    /// <summary>How long closing waits for a journal thread that was left behind.</summary>
    private static readonly TimeSpan LeaveTime = TimeSpan.FromSeconds(2);

    /// <summary>Journal threads that may hang in the kernel at once; beyond that no new recording starts.</summary>
    private const int MostStuck = 3;

    private readonly RecordingOptions _options;
    private readonly RecordingPaths _paths;
    private readonly KeyStore _keys;
    private readonly DiskWatch _disk;
    private readonly JournalDisk _files;
    private readonly ILogger _log;
    private readonly Lock _gate = new();
    private readonly List<JournalLoop> _left = [];
    private readonly int _stallMilliseconds;
    private readonly WriteWatch _watch;
    private readonly Timer _timer;
    private readonly Channel<RecordingProblem> _problems = Channel.CreateBounded<RecordingProblem>(
        new BoundedChannelOptions(1024) { FullMode = BoundedChannelFullMode.DropOldest });

    private JournalLoop _loop;
    private volatile bool _closing;

    /// <summary>Starts the journal thread.</summary>
    /// <param name="options">Where and how.</param>
    /// <param name="logs">Where faults are logged, by id only.</param>
    /// <exception cref="ArgumentException">An option is out of its bounds; the message lists every fault.</exception>
    /// <exception cref="RecordingException">The directory or the master key cannot be read or made.</exception>
    public Recorder(RecordingOptions options, ILoggerFactory logs)
        : this(options, logs, new JournalDisk(), () => DiskWatch.Measure(options.Directory))
    {
    }

    /// <summary>As the public one, with another disk: tests make it hang, refuse and fill.</summary>
    internal Recorder(
        RecordingOptions options,
        ILoggerFactory logs,
        JournalDisk files,
        Func<double> percentFull,
        int stallMilliseconds = StallMilliseconds)
    {
        RecordingOptionsValidator.ThrowIfFaulty(options);
        _options = options;
        _files = files;
        _log = logs.CreateLogger<Recorder>();
        _paths = new(options.Directory);
        _keys = KeyStore.Open(_paths, options.MasterKeySource());
        _disk = new(percentFull);
        _stallMilliseconds = stallMilliseconds;
        _watch = new(stallMilliseconds);
        _loop = NewLoop();
        _timer = new(_ => Watch(Environment.TickCount64), null, WatchMilliseconds, WatchMilliseconds);
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
        ct.UnsafeRegister(_ => command.Result.TrySetCanceled(ct), null);
        lock (_gate)
        {
            if (_left.Count >= MostStuck)
            {
                throw new RecordingException(RecordingRefusal.Unwritable, "The disk does not answer.");
            }

            _loop.Enqueue(command);
        }

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
        JournalLoop loop;
        List<JournalLoop> left;
        await _timer.DisposeAsync();
        lock (_gate)
        {
            loop = _loop;
            left = [.. _left];
        }

        loop.Close();
        await loop.Ended;
        left.ForEach(one => one.Close());
        await Task.WhenAny(Task.WhenAll(left.Select(one => one.Ended)), Task.Delay(LeaveTime)); // who hangs is left behind
        foreach (var command in loop.Leave())
        {
            Refuse(command, RecordingRefusal.Closing, "The recorder is closing.");
        }

        _problems.Writer.TryComplete();
    }

    private JournalLoop NewLoop() =>
        new(Open, Report, now => Report(_disk.Look(now)), _options.CommitMilliseconds, _log);

    /// <summary>
    /// Gives up the recordings whose bytes do not reach the disk. The journal thread that hangs in it goes on with none but
    /// those; a new one takes over what is to come.
    /// </summary>
    internal void Watch(long nowMilliseconds)
    {
        lock (_gate)
        {
            _left.RemoveAll(loop => loop.Ended.IsCompleted);
            var hangs = _watch.Stalled(_loop.Running, nowMilliseconds).Count > 0
                || _loop.BusyFor(nowMilliseconds) >= 2L * _stallMilliseconds;
            if (!hangs || _closing)
            {
                return;
            }

            var stuck = _loop;
            _loop = NewLoop();
            _left.Add(stuck);
            foreach (var session in stuck.Running)
            {
                // All that this thread carries: behind the one that hangs, the others are not written either.
                Report(session.Abandon());
            }

            foreach (var command in stuck.Leave())
            {
                _loop.Enqueue(command);
            }
        }
    }

    /// <summary>Opens a journal, on its thread; null when the command was refused.</summary>
    private JournalSession? Open(OpenCommand command)
    {
        if (command.Cancel.IsCancellationRequested)
        {
            command.Result.TrySetCanceled(command.Cancel);
            return null;
        }

        if (_closing || _disk.PercentFull() >= _options.RefuseAtPercentFull)
        {
            var refusal = _closing ? RecordingRefusal.Closing : RecordingRefusal.DiskFull;
            Refuse(command, refusal, _closing ? "The recorder is closing." : "The disk is too full for a recording.");
            return null;
        }

        var start = command.Start;
        if (Directory.Exists(_paths.Epoch(start.RecordingId, start.Epoch)))
        {
            Refuse(command, RecordingRefusal.EpochExists, "This epoch of the recording exists already.");
            return null;
        }

        try
        {
            var key = _keys.FindOrCreate(start.CaseId);
            var session = new JournalSession(
                start, command.Now, _paths, key, _options.QueueKilobytes * 1024, _files, Wake);
            RecordingLog.Started(_log, start.RecordingId, start.Epoch);
            return session;
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

        return null;
    }

    private void Wake()
    {
        var loop = Volatile.Read(ref _loop);
        loop.Wake();
    }

    private void Report(RecordingProblem? problem)
    {
        if (problem is not null)
        {
            RecordingLog.Problem(_log, problem.RecordingId, problem.Code, problem.Sentence);
            _problems.Writer.TryWrite(problem);
        }
    }

    private static void Refuse(OpenCommand command, RecordingRefusal refusal, string sentence) =>
        command.Result.TrySetException(new RecordingException(refusal, sentence));
}
