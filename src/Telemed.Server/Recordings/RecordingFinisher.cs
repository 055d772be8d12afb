using System.Collections.Concurrent;
using System.Threading.Channels;
using Telemed.Consults.Desk;
using Telemed.Consults.Ids;
using Telemed.Consults.Recordings;
using Telemed.Media.Recording;
using Telemed.Server.Problems;

namespace Telemed.Server.Recordings;

/// <summary>
/// Makes the files of ended recordings, one after the other, and tells the domain when each is whole. An ended recording
/// whose making was cut short is found and made again at the next start; one that met a fault is tried again later,
/// ever more seldom, and keeps none of the others waiting.
/// </summary>
internal sealed class RecordingFinisher(
    RecordingLibrary library,
    RecordingDesk recordings,
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
                if (!await FinishAsync(recording, consult, isLast: tries <= 1, stoppingToken))
                {
                    _ = RetryAsync(recording, consult, retry, tries - 1, stoppingToken);
                    continue;
                }

                _progress.TryRemove(recording, out _);
                Progressed?.Invoke(consult);
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

    /// <summary>Makes the file; false when it is worth another try.</summary>
    private async Task<bool> FinishAsync(RecordingId recording, ConsultId consult, bool isLast, CancellationToken ct)
    {
        try
        {
            var started = time.GetTimestamp();
            var manifest = await library.FinaliseAsync(recording.Value, new Steps(this, recording, consult), ct);
            if (IsDone(recording, await recordings.SealAsync(
                recording, manifest.DurationMs, manifest.Video.SizeBytes, time.GetUtcNow(), ct)))
            {
                logger.RecordingSealed(
                    recording.Value, manifest.DurationMs, (long)time.GetElapsedTime(started).TotalMilliseconds);
            }

            return true;
        }
        catch (RecordingException fault)
        {
            logger.RecordingNotFinished(recording.Value, fault.Refusal.ToString());
            var mayPass = fault.Refusal is RecordingRefusal.ComposeFailed or RecordingRefusal.DiskFull or RecordingRefusal.Unwritable;
            if (mayPass && !isLast)
            {
                return false;
            }

            IsDone(recording, await recordings.FailAsync(recording, "finalise-failed", time.GetUtcNow(), cancellation: ct));
            return true;
        }
    }

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
