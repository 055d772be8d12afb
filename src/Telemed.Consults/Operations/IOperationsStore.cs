namespace Telemed.Consults.Operations;

/// <summary>
/// What operators look at, in the region's database: nothing in it names a patient or a case. Callable from any thread.
/// </summary>
public interface IOperationsStore
{
    /// <summary>Adds what a node measured of sites: to the hour and the day of an instant, and as its latest word.</summary>
    public Task AddLinksAsync(
        IReadOnlyCollection<(InstitutionId Site, LinkTallies Links)> measured,
        IReadOnlyCollection<SiteLook> looks,
        DateTimeOffset at,
        CancellationToken cancellation = default);

    /// <summary>A site's spans within a time, oldest first.</summary>
    public Task<IReadOnlyList<SiteSpan>> ListSpansAsync(
        InstitutionId site, LinkGrain grain, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation = default);

    /// <summary>The last day on which each site was measured, of those that were on a day that began at an instant or later.</summary>
    public Task<IReadOnlyList<SiteSpan>> ListLastDaysAsync(DateTimeOffset since, CancellationToken cancellation = default);

    /// <summary>The nodes' latest words about sites that they saw at an instant or later.</summary>
    public Task<IReadOnlyList<SiteLook>> ListLooksAsync(DateTimeOffset since, CancellationToken cancellation = default);

    /// <summary>The database's own time, by which a node sees how far its clock is off.</summary>
    public Task<DateTimeOffset> ReadClockAsync(CancellationToken cancellation = default);

    /// <summary>A node says how its machine is doing.</summary>
    /// <param name="node">The node.</param>
    /// <param name="percentFull">How full the disk of its recordings is, 0 to 100.</param>
    /// <param name="clockSkewMs">How far its clock is ahead of the database's, in milliseconds.</param>
    /// <param name="faults">Faults of ours since it started.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task ReportAsync(
        string node, int percentFull, int clockSkewMs, long faults, CancellationToken cancellation = default);

    /// <summary>What the nodes said of their machines.</summary>
    public Task<IReadOnlyList<NodeHealth>> ListHealthAsync(CancellationToken cancellation = default);

    /// <summary>Who of the people at desks is there.</summary>
    public Task<IReadOnlyList<PersonId>> ListPresentAsync(DateTimeOffset now, CancellationToken cancellation = default);

    /// <summary>Who waits to be taken.</summary>
    public Task<IReadOnlyList<WaitingRow>> ListWaitingAsync(CancellationToken cancellation = default);

    /// <summary>The rings that began within a time and have ended; at most 20,000, the newest.</summary>
    public Task<IReadOnlyList<RingRow>> ListRingsAsync(
        DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation = default);

    /// <summary>Recordings that are running, failed or waiting for their file; at most 500 of each, the newest.</summary>
    public Task<IReadOnlyList<OpenRecording>> ListRecordingsAsync(CancellationToken cancellation = default);

    /// <summary>Appointments within a time, in order; at most 500.</summary>
    public Task<IReadOnlyList<PlannedRow>> ListPlannedAsync(
        DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation = default);

    /// <summary>Asks to be the one node that looks for alarms until a lease has passed; whether it is.</summary>
    public Task<bool> ClaimWatchAsync(string node, TimeSpan lease, CancellationToken cancellation = default);

    /// <summary>
    /// Raises an alarm for each condition that has none, keeps those that stand, and clears those whose condition is gone.
    /// </summary>
    public Task SettleAlarmsAsync(
        IReadOnlyCollection<AlarmCondition> conditions, DateTimeOffset now, CancellationToken cancellation = default);

    /// <summary>The alarms that stand, then those that were cleared, the newest first; at most so many.</summary>
    public Task<IReadOnlyList<Alarm>> ListAlarmsAsync(int most, CancellationToken cancellation = default);

    /// <summary>Takes an alarm on. Who was first stays.</summary>
    /// <returns>The alarm as it is then; null when there is none.</returns>
    public Task<Alarm?> AcknowledgeAsync(
        string id, PersonId by, string? note, DateTimeOffset now, CancellationToken cancellation = default);

    /// <summary>Drops what is older than it is kept.</summary>
    public Task PruneAsync(DateTimeOffset now, CancellationToken cancellation = default);

    /// <summary>How many consults, submitted within a time, there are of each kind on each day of UTC+8.</summary>
    public Task<IReadOnlyList<CountDay>> CountDaysAsync(
        DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation = default);
}
