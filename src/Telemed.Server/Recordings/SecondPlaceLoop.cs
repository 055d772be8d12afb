using Telemed.Media.Recording.SecondPlace;
using Telemed.Server.Problems;

namespace Telemed.Server.Recordings;

/// <summary>
/// Brings sealed recordings to the second place, and lets local copies go when their time is over. What fails is tried again
/// at the next look.
/// </summary>
internal sealed class SecondPlaceLoop(
    RecordingCopies copies, TimeProvider time, FaultCounter faults, ILogger<SecondPlaceLoop> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await EachAsync(copies.Missing(), copies.CopyAsync, stoppingToken);
            await EachAsync(copies.Droppable(), copies.DropLocalAsync, stoppingToken);
            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task EachAsync(
        IReadOnlyList<string> recordings, Func<string, CancellationToken, Task> action, CancellationToken ct)
    {
        foreach (var recording in recordings)
        {
            try
            {
                await action(recording, ct);
            }
            catch (Exception fault) when (!ct.IsCancellationRequested)
            {
                faults.Add();
                logger.Fault(nameof(SecondPlaceLoop), fault.Describe());
            }
        }
    }
}
