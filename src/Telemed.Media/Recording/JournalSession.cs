using System.Text.Json;
using Telemed.Recording.Crypto;
using Telemed.Recording.Journal;
using Telemed.Rtc.Time;

namespace Telemed.Media.Recording;

/// <summary>
/// One epoch of one recording that is being written: empties its tap's queue into the epoch's file. Journal thread only.
/// </summary>
/// <remarks>
/// <code>Writing ─ tap closed ─► Finished
///    └ a write fails ─► Failed (empties the queue into nothing until the tap is closed)</code>
/// </remarks>
internal sealed class JournalSession : IDisposable
{
    private readonly RecordingStart _start;
    private readonly RecordingPaths _paths;
    private readonly TapRing _ring;
    private readonly JournalFile _file;
    private readonly TaskCompletionSource<RecordingEnd> _completion =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private volatile RecordingProblem? _problem;
    private long _reportedDrops;
    private long _written;

    /// <summary>Makes directory and file, durable when the constructor returns.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public JournalSession(
        RecordingStart start,
        MonotonicTime now,
        RecordingPaths paths,
        CaseKey key,
        int queueBytes,
        JournalDisk disk,
        Action wake)
    {
        _start = start;
        _paths = paths;
        RecordingPaths.Make(paths.Recording(start.RecordingId));
        RecordingPaths.Make(Folder);
        try
        {
            var header = new JournalSegmentHeader(start.RecordingId, start.CaseId, start.Epoch);
            _file = new(disk, paths.Journal(start.RecordingId, start.Epoch), header, key);
            _file.Add(0);
            _file.Append(0, JournalRecordKind.Epoch, now, Describe(start));
            _file.Flush();
            _file.Commit();
            LibC.SyncDirectory(Folder);
            LibC.SyncDirectory(paths.Recording(start.RecordingId));
            _ring = new(queueBytes);
        }
        catch
        {
            // Nothing was recorded: an epoch that stayed would be in the way of the next attempt.
            _file?.Dispose();
            TryDelete(Folder);
            throw;
        }

        Tap = new(start, _ring, wake, _completion.Task);
    }

    /// <summary>The end that the room's shard holds.</summary>
    public RecordingTap Tap { get; }

    /// <summary>Whether all is written and closed, or given up and the tap closed too.</summary>
    public bool Done { get; private set; }

    /// <summary>Whether it writes: neither done nor given up. Any thread.</summary>
    public bool IsWriting => _problem is null && !Tap.Closed;

    /// <summary>Bytes that its tap took in. Any thread.</summary>
    public long TakenBytes => _ring.Taken;

    /// <summary>Bytes that its file has. Any thread.</summary>
    public long WrittenBytes => Volatile.Read(ref _written);

    private string Folder => _paths.Epoch(_start.RecordingId, _start.Epoch);

    /// <summary>Empties the queue; returns a problem when there is a new one.</summary>
    public RecordingProblem? Drain()
    {
        if (Done)
        {
            return null;
        }

        var closed = Tap.Closed; // read before the queue: what was queued before the close is seen below
        var before = _problem;
        while (_ring.TryPeek(out var track, out var kind, out var at, out var payload))
        {
            Take(track, kind, at, payload);
            _ring.Advance(payload.Length);
        }

        if (closed)
        {
            Finish();
        }

        return _problem != before ? _problem : NewDrops();
    }

    /// <summary>Hands what was collected to the kernel; returns a problem when there is a new one.</summary>
    public RecordingProblem? Flush() => Try(_file.Flush);

    /// <summary>Lets the disk begin with what <see cref="Commit"/> will wait for; returns a problem when there is a new one.</summary>
    public RecordingProblem? BeginCommit() => Try(_file.BeginCommit);

    /// <summary>Forces what was handed over to the disk; returns a problem when there is a new one.</summary>
    public RecordingProblem? Commit() => Try(_file.Commit);

    /// <summary>Gives the recording up because of a fault of ours; returns the problem.</summary>
    public RecordingProblem? GiveUp(Exception exception)
    {
        if (_problem is null && !Done)
        {
            Fail(exception);
        }

        return _problem;
    }

    /// <summary>
    /// Gives the recording up from outside the journal thread, which hangs in a write: whatever it does when it comes back,
    /// nothing more is written. Any thread; null when it was given up before.
    /// </summary>
    public RecordingProblem? Abandon()
    {
        var stalled = new RecordingProblem(
            _start.RecordingId,
            RecordingProblemKind.WriteStalled,
            "Nothing reached the disk for some seconds; the recording stopped.");
#pragma warning disable CS0420 // the exchange is a full fence
        var before = Interlocked.CompareExchange(ref _problem, stalled, null);
#pragma warning restore CS0420
        if (before is not null)
        {
            return null;
        }

        Complete();
        return stalled;
    }

    /// <summary>Closes the file as it is. The queue is freed only when its writer has let go of it.</summary>
    public void Dispose()
    {
        _file.Dispose();
        if (Tap.Closed)
        {
            _ring.Dispose();
        }
    }

    private RecordingProblem? Try(Action action)
    {
        if (_problem is not null || Done)
        {
            return null;
        }

        try
        {
            action();
            Volatile.Write(ref _written, _file.Length);
        }
        catch (IOException exception)
        {
            Fail(exception);
        }

        return _problem;
    }

    private void Take(int track, JournalRecordKind kind, MonotonicTime at, ReadOnlySpan<byte> payload)
    {
        if (_problem is not null)
        {
            return;
        }

        try
        {
            if (kind == JournalRecordKind.Description && !_file.Has(track))
            {
                AddTrack(track, at, payload);
            }

            if (_file.Has(track))
            {
                _file.Append(track, kind, at, payload);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Fail(exception);
        }
    }

    private void AddTrack(int track, MonotonicTime at, ReadOnlySpan<byte> payload)
    {
        _file.Add(track);
        if (JournalJson.Read(payload, JournalJson.Default.TrackDescription) is { } description)
        {
            var addition = new TrackAddition(track, description);
            var json = JsonSerializer.SerializeToUtf8Bytes(addition, JournalJson.Default.TrackAddition);
            _file.Append(0, JournalRecordKind.TrackAdded, at, json);
        }
    }

    private void Finish()
    {
        try
        {
            if (_problem is null)
            {
                _file.Finish();
                Volatile.Write(ref _written, _file.Length);
            }
        }
        catch (IOException exception)
        {
            Fail(exception);
        }

        Done = true;
        _file.Dispose();
        Complete();
    }

    private void Fail(Exception exception)
    {
        const int NoSpace = 28;
        const int QuotaExceeded = 122;
        var full = exception.HResult is NoSpace or QuotaExceeded;
        _problem ??= new(
            _start.RecordingId,
            full ? RecordingProblemKind.DiskFull : RecordingProblemKind.WriteFailed,
            full ? "The disk is full; the recording stopped." : "Writing failed; the recording stopped.");
        _file.Dispose();
        Complete();
    }

    private RecordingProblem? NewDrops()
    {
        var drops = Tap.Dropped;
        if (drops == _reportedDrops)
        {
            return null;
        }

        var lost = drops - _reportedDrops;
        _reportedDrops = drops;
        return new(
            _start.RecordingId,
            RecordingProblemKind.QueueOverflow,
            $"The queue to the disk was full; {lost} packets were not recorded.");
    }

    private void Complete() => _completion.TrySetResult(new(
        _start.RecordingId,
        _start.Epoch,
        _paths.Recording(_start.RecordingId),
        WrittenBytes,
        Tap.Dropped,
        _problem));

    private static void TryDelete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The fault that is on its way to the caller says more than this one.
        }
    }

    private static byte[] Describe(RecordingStart start) => JsonSerializer.SerializeToUtf8Bytes(
        new EpochDescription(
            start.RecordingId,
            start.CaseId,
            start.Epoch,
            start.StartedAt,
            RecordingSoftware.Name,
            [.. start.Participants.Select(
                person => new EpochParticipant(
                    person.Participant, person.Name, person.Role, person.Granted, person.ConsentVersion))]),
        JournalJson.Default.EpochDescription);
}
