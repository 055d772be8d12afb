using Telemed.Consults.Desk;
using Telemed.Server.Problems;

namespace Telemed.Server.Hosting;

/// <summary>Fires what is due: rings that end, sessions that lapse, reminders, absences.</summary>
internal sealed class ClockLoop(DueClocks clocks, TimeProvider time, FaultCounter faults, ILogger<ClockLoop> logger)
    : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await clocks.FireAsync(time.GetUtcNow(), stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                faults.Add();
                logger.Fault(nameof(ClockLoop), fault.Describe());
            }
        }
    }
}
