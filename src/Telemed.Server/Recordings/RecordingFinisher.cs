using System.Collections.Concurrent;
using System.Threading.Channels;
using Telemed.Consults.Desk;
using Telemed.Consults.Ids;
using Telemed.Media.Recording;
using Telemed.Server.Problems;

namespace Telemed.Server.Recordings;

/// <summary>
/// Makes the files of ended recordings, one after the other, and tells the domain when each is whole. An ended recording
/// whose making was cut short is found and made again at the next start.
/// </summary>
internal sealed class RecordingFinisher(
    RecordingLibrary library,
    RecordingDesk recordings,
    TimeProvider time,
    FaultCounter faults,
    ILogger<RecordingFinisher> logger)
    : BackgroundService
{
    private readonly Channel<(RecordingId, ConsultId)> _queue =
        Channel.CreateUnbounded<(RecordingId, ConsultId)>(new() { SingleReader = true });
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
            _queue.Writer.TryWrite((recording, consult));
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (recording, consult) in _queue.Reader.ReadAllAsync(stoppingToken))
        {
            await FinishAsync(recording, consult, stoppingToken);
            _progress.TryRemove(recording, out _);
            Progressed?.Invoke(consult);
        }
    }

    private async Task FinishAsync(RecordingId recording, ConsultId consult, CancellationToken ct)
    {
        try
        {
            var started = time.GetTimestamp();
            var manifest = await library.FinaliseAsync(recording.Value, new Steps(this, recording, consult), ct);
            await recordings.SealAsync(recording, manifest.DurationMs, manifest.Video.SizeBytes, time.GetUtcNow(), ct);
            logger.RecordingSealed(
                recording.Value, manifest.DurationMs, (long)time.GetElapsedTime(started).TotalMilliseconds);
        }
        catch (RecordingException fault)
        {
            logger.RecordingNotFinished(recording.Value, fault.Refusal.ToString());
            await recordings.FailAsync(recording, "finalise-failed", time.GetUtcNow(), ct);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            faults.Add();
            logger.Fault(nameof(RecordingFinisher), fault.Describe());
        }
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
