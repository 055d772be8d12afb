using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Telemed.Media;
using Telemed.Server.Demo;
using Telemed.Server.Options;

namespace Telemed.Server.Hosting;

/// <summary>Runs before everything else: the database is brought up to date and, if asked for, filled for a demonstration.
/// </summary>
internal sealed class Startup(
    DemoSeed demo, Readiness readiness, ServerOptions options, IServer server, MediaNode media, ILogger<Startup> logger)
    : IHostedLifecycleService
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
        media.ListenOn([.. (server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []).SelectMany(Places)]);
        readiness.Started = true;
        logger.Started(
            options.Node.Name,
            options.PostgreSql is null ? "SQLite" : "PostgreSQL",
            (long)Stopwatch.GetElapsedTime(_started).TotalMilliseconds);
        return Task.CompletedTask;
    }

    private static IEnumerable<IPEndPoint> Places(string address)
    {
        var binding = BindingAddress.Parse(address);
        return binding.Host switch
        {
            "localhost" => [new(IPAddress.Loopback, binding.Port)],
            _ when IPAddress.TryParse(binding.Host, out var one) => [new(one, binding.Port)],
            _ when binding.IsUnixPipe || binding.IsNamedPipe => [],
            _ => [new(IPAddress.IPv6Any, binding.Port)],
        };
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
