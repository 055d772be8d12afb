using System.Diagnostics;
using Telemed.Server.Demo;
using Telemed.Server.Options;

namespace Telemed.Server.Hosting;

/// <summary>Runs before everything else: the database is brought up to date and, if asked for, filled for a demonstration.
/// </summary>
internal sealed class Startup(
    DemoSeed demo, Readiness readiness, ServerOptions options, ILogger<Startup> logger) : IHostedLifecycleService
{
    private readonly long _started = Stopwatch.GetTimestamp();

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Demo)
        {
            await demo.SeedAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        readiness.Started = true;
        logger.Started(
            options.Node.Name,
            options.PostgreSql is null ? "SQLite" : "PostgreSQL",
            (long)Stopwatch.GetElapsedTime(_started).TotalMilliseconds);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        readiness.Started = false;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
