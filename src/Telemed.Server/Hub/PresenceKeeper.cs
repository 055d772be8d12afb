using Telemed.Consults.Desk;
using Telemed.Consults.Ids;
using Telemed.Consults.Institutions;
using Telemed.Consults.Stores;
using Telemed.Server.Problems;

namespace Telemed.Server.Hub;

/// <summary>
/// Keeps the leases by which a desk connection counts as presence: 15 s, renewed every 5. A node that dies stops
/// renewing, and its people count as absent when the leases run out.
/// </summary>
internal sealed class PresenceKeeper(
    DeskConnections connections,
    DoctorDesk doctors,
    IDirectory directory,
    TimeProvider time,
    FaultCounter faults,
    ILogger<PresenceKeeper> logger)
    : BackgroundService
{
    /// <summary>How long a connection counts without being renewed.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(5);

    /// <summary>A connection came.</summary>
    public Task ArriveAsync(StaffMember who, string connection)
    {
        var now = time.GetUtcNow();
        return doctors.KeepPresentAsync(who, connection, now + Lease, now);
    }

    /// <summary>A connection is gone; the person counts as present for as long as a lease would have held.</summary>
    public Task LeaveAsync(PersonId person, string connection) =>
        doctors.DropPresentAsync(person, connection, Lease, time.GetUtcNow());

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Renewal, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RenewAsync(stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                faults.Add();
                logger.Fault(nameof(PresenceKeeper), fault.Describe());
            }
        }
    }

    private async Task RenewAsync(CancellationToken ct)
    {
        var network = await directory.LoadAsync(ct);
        foreach (var (connection, person) in connections.All)
        {
            if (network.FindPerson(person) is { } who)
            {
                var now = time.GetUtcNow();
                await doctors.KeepPresentAsync(who, connection, now + Lease, now, ct);
            }
        }
    }
}
