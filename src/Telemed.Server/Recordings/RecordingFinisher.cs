using System.Collections.Concurrent;
using System.Threading.Channels;
using Telemed.Consults.Desk;
using Telemed.Consults.Ids;
using Telemed.Consults.Recordings;
using Telemed.Media.Recording;
using Telemed.Server.Nodes;
using Telemed.Server.Problems;

namespace Telemed.Server.Recordings;

/// <summary>
/// Makes the files of ended recordings, one after the other, and tells the domain when each is whole. An ended recording
/// whose making was cut short is found and made again at the next start; one that met a fault is tried again later,
/// ever more seldom, and keeps none of the others waiting.
/// </summary>
/// <remarks>
/// Of the nodes that share a directory one makes a recording's files: that which holds its epoch. It is asked for it before the work,
/// before the files are put in place and with their seal, since a node that is cut off may learn late that another took over; and a
/// lock in the directory keeps the two from each other's files meanwhile.
/// </remarks>
internal sealed class RecordingFinisher(
    RecordingLibrary library,
    RecordingDesk recordings,
    NodeLease node,
    TimeProvider time,
    FaultCounter faults,
    ILogger<RecordingFinisher> logger)
    : BackgroundService
{
    /// <summary>The wait before the second try; it doubles with every further one.</summary>
    public static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(5);

    /// <summary>How often the making of a file may fail before the recording counts as failed.</summary>
    public const int Tries = 3;

    private static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(10);

    private readonly Channel<(RecordingId Recording, ConsultId Consult, TimeSpan Retry, int Tries)> _queue =
        Channel.CreateUnbounded<(RecordingId, ConsultId, TimeSpan, int)>(new() { SingleReader = true });
    private readonly ConcurrentDictionary<RecordingId, double> _progress = new();

    /// <summary>Hears of every noticeable step of a recording of a consult.</summary>
    public Action<ConsultId>? Progressed { get; set; }

    /// <summary>How far a recording's file is made, 0 to 1; null when it is not being made here.</summary>
    public double? ProgressOf(RecordingId recording) =>
        _progress.TryGetValue(recording, out var progress) ? progress : null;

    /// <summary>Puts an ended recording into the queue, once.</summary>
    public void Add(RecordingId recording, ConsultId consult)
    {
        if (_progress.TryAdd(recording, 0))
        {
            _queue.Writer.TryWrite((recording, consult, FirstRetry, Tries));
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (recording, consult, retry, tries) in _queue.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                switch (await FinishAsync(recording, consult, isLast: tries <= 1, stoppingToken))
                {
                    case Result.Busy:
                        _ = RetryAsync(recording, consult, retry, tries, stoppingToken);
                        break;
                    case Result.Failed:
                        _ = RetryAsync(recording, consult, retry, tries - 1, stoppingToken);
                        break;
                    default:
                        _progress.TryRemove(recording, out _);
                        Progressed?.Invoke(consult);
                        break;
                }
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                faults.Add();
                logger.Fault(nameof(RecordingFinisher), fault.Describe());
                _ = RetryAsync(recording, consult, retry, tries, stoppingToken);
            }
        }
    }

    /// <summary>It stays in the queue for everybody else, so that nobody puts it there a second time.</summary>
    private async Task RetryAsync(RecordingId recording, ConsultId consult, TimeSpan wait, int tries, CancellationToken ct)
    {
        _progress[recording] = 0;
        await Task.Delay(wait, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var next = wait * 2 < LongestRetry ? wait * 2 : LongestRetry;
        _queue.Writer.TryWrite((recording, consult, next, tries));
    }

    /// <summary>Makes the file, if that is for this node.</summary>
    private async Task<Result> FinishAsync(RecordingId recording, ConsultId consult, bool isLast, CancellationToken ct)
    {
        if (await TakeAsync(recording, ct) is not { } epoch)
        {
            return Result.Done;
        }

        try
        {
            var started = time.GetTimestamp();
            var manifest = await library.FinaliseAsync(
                recording.Value,
                new Steps(this, recording, consult),
                ct,
                async token => IsMine(await recordings.LoadAsync(recording, token), epoch));
            if (IsDone(recording, await recordings.SealAsync(
                recording, manifest.DurationMs, manifest.Video.SizeBytes, time.GetUtcNow(), epoch, ct)))
            {
                logger.RecordingSealed(
                    recording.Value, manifest.DurationMs, (long)time.GetElapsedTime(started).TotalMilliseconds);
            }

            return Result.Done;
        }
        catch (RecordingException fault)
        {
            logger.RecordingNotFinished(recording.Value, fault.Refusal.ToString());
            switch (fault.Refusal)
            {
                case RecordingRefusal.Busy:
                    return Result.Busy;
                case RecordingRefusal.TakenOver:
                    return Result.Done;
                case RecordingRefusal.ComposeFailed or RecordingRefusal.DiskFull or RecordingRefusal.Unwritable when !isLast:
                    return Result.Failed;
            }

            IsDone(recording, await recordings.FailAsync(recording, "finalise-failed", time.GetUtcNow(), epoch, ct));
            return Result.Done;
        }
    }

    /// <summary>The epoch in which this node makes the file; null when that is for another node, or none is to be made.</summary>
    private async Task<int?> TakeAsync(RecordingId recording, CancellationToken ct)
    {
        var life = await recordings.LoadAsync(recording, ct);
        if (IsMine(life, life.Epoch))
        {
            return life.Epoch;
        }

        return life.Status == RecordingStatus.Finalizing && node.IsForMe(life)
            && await recordings.LeaseAsync(recording, node.Name, time.GetUtcNow(), life.Epoch, ct) is Outcome<RecordingLife>.Done taken
                ? taken.Value.Epoch
                : null;
    }

    /// <summary>One that is sealed has no lease any more; its files are made again only where they are missing.</summary>
    private bool IsMine(RecordingLife life, int epoch) => life.Epoch == epoch
        && (life.IsPlayable || (life.Status == RecordingStatus.Finalizing && life.Node == node.Name));

    /// <summary>A refusal is final too: the recording is sealed already, or was taken up again.</summary>
    private bool IsDone(RecordingId recording, Outcome<RecordingLife> outcome)
    {
        if (outcome is Outcome<RecordingLife>.Refused refused)
        {
            logger.RecordingNotFinished(recording.Value, refused.Why.Code);
            return false;
        }

        return outcome is Outcome<RecordingLife>.Done
            ? true
            : throw new InvalidOperationException("The end of a recording could not be stored.");
    }

    private enum Result
    {
        /// <summary>Nothing more is to be done here.</summary>
        Done,

        /// <summary>Another node makes it now; look again later.</summary>
        Busy,

        /// <summary>It met a fault that may pass.</summary>
        Failed,
    }

    private sealed class Steps(RecordingFinisher finisher, RecordingId recording, ConsultId consult) : IProgress<double>
    {
        private const double Step = 0.05;
        private double _told;

        public void Report(double value)
        {
            if (value - _told >= Step)
            {
                _told = value;
                finisher._progress[recording] = Math.Clamp(value, 0, 1);
                finisher.Progressed?.Invoke(consult);
            }
        }
    }
}
