using Telemed.Consults.Desk;
using Telemed.Server.Problems;

namespace Telemed.Server.Hosting;

/// <summary>Fires what is due: rings that end, sessions that lapse, reminders, absences.</summary>
internal sealed class ClockLoop(
    DueClocks clocks, DispatchService dispatch, TimeProvider time, FaultCounter faults, ILogger<ClockLoop> logger)
    : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(15);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var swept = time.GetTimestamp();
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (time.GetElapsedTime(swept) >= SweepEvery)
                {
                    swept = time.GetTimestamp();
                    await dispatch.SweepUnstaffedAsync(time.GetUtcNow(), stoppingToken);
                }

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
