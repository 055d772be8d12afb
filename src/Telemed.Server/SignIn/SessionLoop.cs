using Telemed.Server.Hosting;
using Telemed.Server.Problems;

namespace Telemed.Server.SignIn;

/// <summary>Hears every other second which sessions were signed out on other nodes, and at the start of all.</summary>
internal sealed class SessionLoop(Sessions sessions, TimeProvider time, FaultCounter faults, ILogger<SessionLoop> logger)
    : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Whole = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await sessions.RefreshAsync(all: true, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        var looked = time.GetTimestamp();
        var isCutOff = false;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var all = isCutOff || time.GetElapsedTime(looked) >= Whole; // Of what ended meanwhile nothing may be missed.
                await sessions.RefreshAsync(all, stoppingToken);
                (looked, isCutOff) = (all ? time.GetTimestamp() : looked, false);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                if (!DatabaseFault.IsAway(fault))
                {
                    faults.Add();
                    logger.Fault(nameof(SessionLoop), fault.Describe());
                }

                isCutOff = true;
            }
        }
    }
}
