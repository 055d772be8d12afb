using System.Runtime.InteropServices;
using Telemed.Server.Options;
using Telemed.Server.Rooms;

namespace Telemed.Server.Nodes;

/// <summary>
/// How the process ends: at SIGTERM or SIGINT its rooms are handed to other nodes while everything still runs, and only then,
/// or when <c>Telemed:Node:DrainSeconds</c> are over, it stops. A second signal stops it at once.
/// </summary>
internal sealed class NodeLifetime(
    IHostApplicationLifetime process, IServiceProvider services, ServerOptions options, TimeProvider time, ILogger<NodeLifetime> logger)
    : IHostLifetime, IDisposable
{
    private readonly List<PosixSignalRegistration> _signals = [];
    private int _asked;

    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT])
        {
            _signals.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                _ = EndAsync();
            }));
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => _signals.ForEach(signal => signal.Dispose());

    /// <summary>Ends the process, as a signal does.</summary>
    public async Task EndAsync()
    {
        if (Interlocked.Exchange(ref _asked, 1) == 0)
        {
            await LeaveAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        process.StopApplication();
    }

    /// <summary>Where nobody else can take the rooms, or the database is away, they end with the process and go on later.</summary>
    private async Task LeaveAsync()
    {
        var node = services.GetRequiredService<NodeLease>();
        var rooms = services.GetRequiredService<RoomDirectory>();
        node.IsStopping = true;
        await node.BeatAsync(CancellationToken.None);
        if (node.Nodes.Any(row => row.IsAlive && row.Node.Name != node.Name))
        {
            logger.Draining(rooms.Held().Count);
            await rooms.MoveAsync(options.Node.Drain, time);
        }
    }
}
