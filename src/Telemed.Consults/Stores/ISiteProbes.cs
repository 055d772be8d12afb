namespace Telemed.Consults.Stores;

/// <summary>The links of the houses, as they were measured before appointments. Callable from any thread.</summary>
public interface ISiteProbes
{
    /// <summary>
    /// Measurements asked for within a span, the newest first, at most so many; of one house, or of all when <c>null</c>.
    /// </summary>
    public Task<IReadOnlyList<SiteProbeRow>> ListAsync(
        InstitutionId? institution, DateTimeOffset from, DateTimeOffset until, int most, CancellationToken cancellation = default);

    /// <summary>The latest measurement of each house among the 5,000 newest that were asked for within a span.</summary>
    public Task<IReadOnlyList<SiteProbeScore>> ListLatestAsync(
        DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation = default);
}
