namespace Telemed.Consults.Institutions;

/// <summary>The time by which the network's days begin: UTC+8 everywhere (F13). Pages may show a local time beside it.</summary>
public static class NetworkTime
{
    /// <summary>Its offset from UTC; it has no summer time.</summary>
    public static readonly TimeSpan Offset = TimeSpan.FromHours(8);
}
