namespace Telemed.Server.Rooms;

/// <summary>Closes the rooms before anything they need stops: recordings get their last bytes onto the disk.</summary>
internal sealed class RoomShutdown(RoomDirectory rooms, ILogger<RoomShutdown> logger) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        logger.Stopping();
        await rooms.StopAsync().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
