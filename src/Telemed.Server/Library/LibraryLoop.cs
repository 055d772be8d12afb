using Telemed.Consults.Library;
using Telemed.Server.Hosting;
using Telemed.Server.Problems;
using Telemed.Storage.Library;

namespace Telemed.Server.Library;

/// <summary>
/// Takes away, at the start and every hour, what is left of copies that are gone: noise already, but it lies about. Those that
/// the patient took back are gone at once; here go those of destroyed cases, and of nodes that died.
/// </summary>
internal sealed class LibraryLoop(
    ICaseLibrary library, LibraryFiles files, TimeProvider time, FaultCounter faults, ILogger<LibraryLoop> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            try
            {
                await library.SweepAsync(time.GetUtcNow(), stoppingToken);
                await files.SweepAsync(stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                if (!DatabaseFault.IsAway(fault))
                {
                    faults.Add();
                    logger.Fault(nameof(LibraryLoop), fault.Describe());
                }
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
