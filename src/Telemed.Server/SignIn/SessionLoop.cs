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
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var all = time.GetElapsedTime(looked) >= Whole;
                await sessions.RefreshAsync(all, stoppingToken);
                looked = all ? time.GetTimestamp() : looked;
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                faults.Add();
                logger.Fault(nameof(SessionLoop), fault.Describe());
            }
        }
    }
}
