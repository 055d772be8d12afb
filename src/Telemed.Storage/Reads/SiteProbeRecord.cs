namespace Telemed.Storage.Reads;

/// <summary>A stored measurement of a house's link.</summary>
internal sealed class SiteProbeRecord
{
    public string Consult { get; init; } = "";

    public string Institution { get; init; } = "";

    public long StartsAt { get; init; }

    public long AskedAt { get; init; }

    public long Until { get; init; }

    public long? AnsweredAt { get; init; }

    public string? Mode { get; init; }

    public long? Up { get; init; }

    public long? Down { get; init; }

    public double? Loss { get; init; }

    public long? RoundTrip { get; init; }

    public long? Jitter { get; init; }

    public string? Path { get; init; }
}
